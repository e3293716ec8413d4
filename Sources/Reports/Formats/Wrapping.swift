import Platform

/// Lines of at most `width` columns: broken at blanks, where a word is longer after `_` or `/`, and only then within it.
///
/// - Parameter indent: blanks before every line but the first.
public func wrapped(_ text: String, width: Int, indent: Int = 0) -> [String] {
    let width = max(width, indent + 1), margin = String(repeating: " ", count: indent)
    var lines: [String] = [], line = String(text.prefix { $0 == " " }), isEmpty = true
    func room() -> Int { width - line.displayColumns }
    func next() {
        lines.append(line)
        (line, isEmpty) = (margin, true)
    }
    for word in text.split(separator: " ") {
        let gap = isEmpty ? 0 : 1
        if gap + word.displayColumns <= room() {
            line += (gap == 1 ? " " : "") + word
            isEmpty = false
            continue
        }
        if !isEmpty { next() }
        for piece in pieces(of: String(word)) {
            if piece.displayColumns > room(), !isEmpty { next() }
            var rest = Substring(piece)
            while rest.displayColumns > room() {
                // One character at least, however narrow the line.
                let part = rest.prefix(max(1, rest.prefixCount(ofColumns: room())))
                line += part
                rest = rest.dropFirst(part.count)
                next()
            }
            line += rest
            isEmpty = isEmpty && rest.isEmpty
        }
    }
    return lines + [line]
}

extension Substring {
    /// How many of the first characters have room in so many columns.
    fileprivate func prefixCount(ofColumns columns: Int) -> Int {
        var used = 0
        return prefix {
            used += String($0).displayColumns
            return used <= columns
        }.count
    }
}

/// What a narrow line may not break.
func pieces(of word: String) -> [String] {
    var pieces = [""]
    for character in word {
        pieces[pieces.count - 1].append(character)
        if character == "_" || character == "/" { pieces.append("") }
    }
    return pieces.last == "" && pieces.count > 1 ? pieces.dropLast() : pieces
}

/// The longest part of a text that ``wrapped(_:width:indent:)`` keeps together.
func longestPiece(_ text: String) -> Int {
    text.split(separator: " ").flatMap { pieces(of: String($0)) }.map(\.displayColumns).max() ?? 0
}

/// The least width at which a text takes no more than so many lines, its pieces whole.
func leastWidth(_ text: String, lines: Int) -> Int {
    let least = longestPiece(text)
    let whole = max(least, text.displayColumns)
    return (least...whole).first { wrapped(text, width: $0).count <= lines } ?? whole
}

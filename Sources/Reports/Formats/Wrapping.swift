/// Lines of at most `width` characters: broken at blanks, where a word is longer after `_` or `/`, and only then within it.
///
/// - Parameter indent: blanks before every line but the first.
public func wrapped(_ text: String, width: Int, indent: Int = 0) -> [String] {
    let width = max(width, indent + 1), margin = String(repeating: " ", count: indent)
    var lines: [String] = [], line = String(text.prefix { $0 == " " }), isEmpty = true
    func room() -> Int { width - line.count }
    func next() {
        lines.append(line)
        (line, isEmpty) = (margin, true)
    }
    for word in text.split(separator: " ") {
        let gap = isEmpty ? 0 : 1
        if gap + word.count <= room() {
            line += (gap == 1 ? " " : "") + word
            isEmpty = false
            continue
        }
        if !isEmpty { next() }
        for piece in pieces(of: String(word)) {
            if piece.count > room(), !isEmpty { next() }
            var rest = Substring(piece)
            while rest.count > room() {
                let part = rest.prefix(room())
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
    text.split(separator: " ").flatMap { pieces(of: String($0)) }.map(\.count).max() ?? 0
}

/// The least width at which a text takes no more than so many lines, its pieces whole.
func leastWidth(_ text: String, lines: Int) -> Int {
    let least = longestPiece(text)
    return (least...max(least, text.count)).first { wrapped(text, width: $0).count <= lines } ?? text.count
}

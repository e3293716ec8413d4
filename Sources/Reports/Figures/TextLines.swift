/// Text in lines of limited width, for pictures.
enum TextLines {
    /// Breaks a text between words, and words that are longer than a line where they must be.
    ///
    /// - Parameters:
    ///   - width: letters to a line; wide ones (Chinese, Japanese, Korean, emoji) count twice.
    ///   - most: lines; what is beyond ends in `…`.
    static func wrapped(_ text: String, width: Int, most: Int = .max) -> [String] {
        var lines: [String] = [], line = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            if !line.isEmpty, columns(line) + 1 + columns(word) <= width {
                line += " " + word
                continue
            }
            if !line.isEmpty { lines.append(line) }
            line = ""
            for letter in word {
                if columns(line) + columns(letter) > width, !line.isEmpty {
                    lines.append(line)
                    line = ""
                }
                line.append(letter)
            }
        }
        lines.append(line)
        guard lines.count > most else { return lines }
        var last = lines[most - 1]
        while columns(last) + 1 > width { last.removeLast() }
        return lines[..<(most - 1)] + [last + "…"]
    }

    /// Breaks a label, words between commas, after commas alone as long as a line holds what stands between two.
    static func wrapped(label: String, width: Int) -> [String] {
        let parts = label.replacing(", ", with: ",\n").split(separator: "\n").map(String.init)
        var lines: [String] = []
        for part in parts {
            if let last = lines.last, columns(last) + 1 + columns(part) <= width {
                lines[lines.count - 1] = last + " " + part
            } else {
                lines += wrapped(part, width: width)
            }
        }
        return lines.isEmpty ? [""] : lines
    }

    /// How many letters wide a text is.
    static func columns(_ text: some StringProtocol) -> Int { text.reduce(0) { $0 + columns($1) } }

    private static func columns(_ letter: Character) -> Int {
        guard let scalar = letter.unicodeScalars.first else { return 0 }
        return scalar.properties.isEmojiPresentation || (0x1100...0x115F).contains(scalar.value)
            || (0x2E80...0xA4CF).contains(scalar.value) || (0xAC00...0xD7A3).contains(scalar.value)
            || (0xF900...0xFAFF).contains(scalar.value) || (0xFF00...0xFF60).contains(scalar.value) ? 2 : 1
    }
}

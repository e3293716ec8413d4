extension StringProtocol {
    /// Columns of a terminal that the text takes, at most: terminals differ in how they join emoji.
    public var displayColumns: Int { reduce(0) { $0 + $1.displayColumns } }

    /// The text on one line of at most so many columns; what does not fit ends in an ellipsis. No character is cut.
    public func cut(toColumns columns: Int) -> String {
        let text = onOneLine
        guard text.displayColumns > columns else { return text }
        return columns > 0 ? text.beginning(columns - 1) + "…" : ""
    }

    /// The same, keeping beginning and end.
    public func cutInside(toColumns columns: Int) -> String {
        let text = onOneLine
        guard text.displayColumns > columns else { return text }
        guard columns > 0 else { return "" }
        let first = text.beginning(columns / 2)
        let last = String(String(text.reversed()).beginning(columns - 1 - first.displayColumns).reversed())
        return first + "…" + last
    }

    private func beginning(_ columns: Int) -> String {
        var used = 0
        return String(
            prefix { character in
                used += character.displayColumns
                return used <= columns
            })
    }

    private var onOneLine: String {
        String(map { $0.isNewline || $0.unicodeScalars.contains { $0.properties.generalCategory == .control } ? " " : $0 })
    }
}

extension Character {
    fileprivate var displayColumns: Int { isASCII ? 1 : unicodeScalars.reduce(0) { $0 + $1.displayColumns } }
}

extension Unicode.Scalar {
    /// Source: Unicode Standard Annex 11, wide and full-width characters.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
        0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF,
        0x1F200...0x1F2FF, 0x20000...0x3FFFD,
    ]

    fileprivate var displayColumns: Int {
        // What asks for the picture of a sign that is a letter otherwise.
        if value == 0xFE0F { return 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return value == 0xAD ? 1 : 0
        default: break
        }
        return properties.isEmojiPresentation || Self.wide.contains { $0.contains(value) } ? 2 : 1
    }
}

import Platform

/// Text in lines of limited width, for pictures.
enum TextLines {
    /// Breaks a text as ``wrapped(_:width:indent:)`` does.
    ///
    /// - Parameters:
    ///   - width: columns of a line; wide letters (Chinese, Japanese, Korean, emoji) take two.
    ///   - most: lines; what is beyond ends in `…`.
    static func wrapped(_ text: String, width: Int, most: Int = .max) -> [String] {
        let lines = Reports.wrapped(text.split(whereSeparator: \.isWhitespace).joined(separator: " "), width: width)
        guard lines.count > most else { return lines }
        return lines[..<(most - 1)] + [(lines[most - 1] + "…").cut(toColumns: width)]
    }

    /// Breaks a label, words between commas, after commas alone as long as a line holds what stands between two.
    static func wrapped(label: String, width: Int) -> [String] {
        let parts = label.replacing(", ", with: ",\n").split(separator: "\n").map(String.init)
        var lines: [String] = []
        for part in parts {
            if let last = lines.last, last.displayColumns + 1 + part.displayColumns <= width {
                lines[lines.count - 1] = last + " " + part
            } else {
                lines += wrapped(part, width: width)
            }
        }
        return lines.isEmpty ? [""] : lines
    }
}

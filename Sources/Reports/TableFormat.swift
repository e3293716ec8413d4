import Foundation

/// How tables are written.
public enum TableFormat: String, Sendable, CaseIterable {
    /// Aligned columns for terminals.
    case text
    /// RFC 4180, one row per fact, full precision.
    case csv
    case markdown
    /// A booktabs tabular.
    case latex
    case json
}

/// A table of ready-made strings.
struct TextTable {
    enum Alignment { case left, right }

    var headers: [String]
    var alignments: [Alignment]
    var rows: [[String]]

    /// Aligned with two spaces between columns and a rule under the header; no trailing spaces.
    func aligned() -> String {
        let cells = [headers] + rows
        let widths = headers.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        func line(_ row: [String]) -> String {
            let padded = row.indices.map { column -> String in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return alignments[column] == .left ? row[column] + space : space + row[column]
            }
            return trimmedEnd(padded.joined(separator: "  "))
        }
        let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
        return ([line(headers), rule] + rows.map(line)).map { $0 + "\n" }.joined()
    }

    func markdown() -> String {
        func line(_ row: [String]) -> String { "| " + row.joined(separator: " | ") + " |\n" }
        let rule = alignments.map { $0 == .left ? "---" : "---:" }
        return line(headers.map(escapeMarkdown)) + line(rule) + rows.map { line($0.map(escapeMarkdown)) }.joined()
    }

    /// Cells are LaTeX already (see ``escapeLatex(_:)``).
    func latex() -> String {
        func line(_ row: [String]) -> String { row.joined(separator: " & ") + " \\\\\n" }
        let columns = alignments.map { $0 == .left ? "l" : "r" }.joined()
        return "\\begin{tabular}{\(columns)}\n\\toprule\n" + line(headers) + "\\midrule\n" + rows.map(line).joined()
            + "\\bottomrule\n\\end{tabular}\n"
    }
}

private func trimmedEnd(_ line: String) -> String {
    var line = Substring(line)
    while line.last == " " { line.removeLast() }
    return String(line)
}

/// Keeps a cell on one line and its bars from ending it.
func escapeMarkdown(_ text: String) -> String {
    text.replacingOccurrences(of: "|", with: "\\|").replacingOccurrences(of: "\n", with: " ")
}

/// Escapes every character that LaTeX reads as markup; arrows and ± become math.
func escapeLatex(_ text: String) -> String {
    text.map { character -> String in
        switch character {
        case "\\": "\\textbackslash{}"
        case "&", "%", "$", "#", "_", "{", "}": "\\\(character)"
        case "|": "\\textbar{}"
        case "~": "\\textasciitilde{}"
        case "^": "\\textasciicircum{}"
        case "<": "\\textless{}"
        case ">": "\\textgreater{}"
        case "±": "$\\pm$"
        case "↑": "$\\uparrow$"
        case "↓": "$\\downarrow$"
        case "\n": " "
        default: String(character)
        }
    }.joined()
}

/// RFC 4180: quotes where needed, lines end with LF.
enum CSV {
    static func line(_ fields: [String]) -> String { fields.map(field).joined(separator: ",") + "\n" }

    static func field(_ text: String) -> String {
        let special = text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
        let padded = text.first == " " || text.last == " "
        return special || padded ? "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : text
    }

    /// Shortest round-trip decimal; nan, inf and -inf by name.
    static func number(_ value: Double) -> String { shortest(value) }
    static func number(_ value: Double?) -> String { value.map(shortest) ?? "" }
}

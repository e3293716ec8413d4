/// Booktabs tabulars, captions and notes as comments; a marked value is bold.
struct LaTeXFormat: ReportWriter {
    func text(_ report: some Report) -> String {
        let shown = report.shown
        let tables = shown.tables.map { table in (table.caption.map { "% \(latexComment($0))\n" } ?? "") + tabular(table) }.joined()
        let notes = shown.notes.map { "% \(latexComment($0.line(mark: "Bold")))\n" }.joined()
        // Captions lead their tables, so that notes on several come last.
        return shown.tables.contains { $0.caption != nil } ? tables + notes : notes + tables
    }

    private func tabular(_ table: DataTable) -> String {
        let escape = table.hasSigns ? latexNumber : escapeLatex
        let columns = table.alignments.map { $0.word(left: "l", right: "r") }.joined()
        return "\\begin{tabular}{\(columns)}\n\\toprule\n" + latexRow(table.columns.map(escapeLatex)) + "\\midrule\n"
            + table.cells(marked: { "\\textbf{\(escape($0))}" }, escape).map(latexRow).joined() + "\\bottomrule\n\\end{tabular}\n"
    }
}

/// The command before a row, `\\` or a rule, takes a star or a bracket at its beginning for its own.
func latexRow(_ row: [String]) -> String {
    let line = row.joined(separator: " & ") + " \\\\\n", first = line.first { $0 != " " }
    return (first == "[" || first == "*" ? "{}" : "") + line
}

/// On one line: what follows a line's end is no comment.
func latexComment(_ text: String) -> String { text.split(whereSeparator: \.isNewline).joined(separator: " ") }

/// Escapes every character that LaTeX reads as markup; arrows, ± and small raised numbers become math.
func escapeLatex(_ text: String) -> String {
    var result = "", raised = ""
    for character in text {
        if let digit = "⁰¹²³⁴⁵⁶⁷⁸⁹".firstIndex(of: character) {
            raised += "\("⁰¹²³⁴⁵⁶⁷⁸⁹".distance(from: "⁰¹²³⁴⁵⁶⁷⁸⁹".startIndex, to: digit))"
            continue
        }
        if character == "⁻" {
            raised += "-"
            continue
        }
        if !raised.isEmpty { result += "$^{\(raised)}$" }
        raised = ""
        result += escapeLatex(character)
    }
    return result + (raised.isEmpty ? "" : "$^{\(raised)}$")
}

private func escapeLatex(_ character: Character) -> String {
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
    case "×": "$\\times$"
    case "…": "\\ldots{}"
    case "\n": " "
    default: String(character)
    }
}

/// Escaped, with the hyphens of signed numbers as minus signs.
func latexNumber(_ text: String) -> String {
    var result = "", before: Character = " "
    for character in text {
        // A hyphen between letters is a hyphen; alone it says that there is no value.
        let isSign = character == "-" && (before == " " || before == "[") && text != "-"
        result += isSign ? "$-$" : escapeLatex(String(character))
        before = character
    }
    return result
}

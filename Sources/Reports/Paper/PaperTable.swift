import Platform

/// How much a table says.
public enum TableStyle: String, Sendable, CaseIterable {
    /// All that is known, for people who work with it.
    case full
    /// What a paper prints: a few metrics with one spread each, under a caption.
    case paper
}

/// A table as papers print it.
public struct PaperTable: Sendable {
    /// More would be no table to read.
    static let mostMetrics = 4
    static let usualMetrics = 3

    /// Names of neighbours with one ``ColumnHead/span`` stand below it.
    var table: DataTable
    /// What is shown, of how many seeds, and what the spread is.
    var caption: String
    /// Of the spec's name and the kind of table.
    var label: String
    /// For the author: comments in LaTeX, left out of Markdown.
    var remarks: [String] = []

    init(_ table: DataTable, caption: String, spec: String, kind: String, remarks: [String] = []) {
        self.table = table
        self.caption = caption
        self.remarks = remarks
        let name = spec.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        label = "tab:" + String(name) + (kind.isEmpty ? "" : "-" + kind)
    }

    func text(_ format: TableFormat) throws -> String {
        switch format {
        case .latex: try PaperLaTeX(table: self).text()
        case .markdown: markdown
        case .text, .csv, .json: throw PaperError.format(format)
        }
    }

    private var markdown: String {
        var table = table
        table.caption = caption
        let names = table.heads.map { head in (head.span.map { $0 + ": " } ?? "") + head.name }
        return MarkdownFormat().text(table.named(names))
    }

    /// "9 seeds", "3 to 5 of 9 seeds".
    static func seeds(_ counts: [Int], of planned: Int) -> String {
        guard let least = counts.min(), let most = counts.max() else { return "no seeds" }
        let seeds = least == most ? "\(most)" : "\(least) to \(most)"
        return most == planned && least == most ? "n = \(seeds) seeds" : "n = \(seeds) of \(planned) seeds"
    }
}

/// Why there is no table for a paper.
public enum PaperError: Error, Equatable, Sendable, CustomStringConvertible {
    case format(TableFormat)
    case noPaperStyle
    case tooManyMetrics(Int)
    case tooWide(columns: Int)

    public var description: String {
        switch self {
        case .format(let format): "--style paper: goes with --format latex or markdown, not with \(format.rawValue)"
        case .noPaperStyle: "--style paper: this report has the full style only"
        case .tooManyMetrics(let count):
            "--style paper: \(count) metrics are too many for a table in print; name at most \(PaperTable.mostMetrics) with --metric"
        case .tooWide(let columns):
            "--style paper: \(columns) columns do not fit a page's width; name fewer metrics (--metric) or fewer paths (--columns)"
        }
    }
}

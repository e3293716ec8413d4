import Foundation

/// What reports have in common: each format writes one of these three.
public protocol Report {
    /// For people: text, Markdown and LaTeX.
    var shown: ShownReport { get }
    /// The same for terminals that are too narrow for it.
    var brief: ShownReport { get }
    /// As papers print it; nil for what none does.
    /// - Throws: ``PaperError`` where it would be no table to read.
    var paper: PaperTable? { get throws }
    /// Tidy rows in stored units and full precision: CSV.
    var data: DataTable { get }
    /// What JSON holds; nil for a list of the data's rows.
    var document: TableValue? { get }
}

extension Report {
    public var shown: ShownReport { ShownReport(tables: [data]) }
    public var brief: ShownReport { shown }
    public var paper: PaperTable? { nil }
    public var document: TableValue? { nil }

    /// The report as a file's contents, ending in a newline.
    /// - Parameter width: columns of the terminal that text is for; nil for a file, whose lines have any length.
    /// - Throws: ``PaperError`` for a style that the report or the format does not have.
    public func rendered(_ format: TableFormat, style: TableStyle = .full, width: Int? = nil) throws -> String {
        if style == .paper {
            guard let paper = try paper else { throw PaperError.noPaperStyle }
            return try paper.text(format)
        }
        if format == .text, let width { return TerminalText(width: width).text(self) }
        return try format.writer.text(self)
    }
}

extension DataTable: Report {
    public var data: DataTable { self }
}

/// How reports are written.
public enum TableFormat: String, Sendable, CaseIterable {
    case text, csv, markdown, latex, json

    var writer: any ReportWriter {
        switch self {
        case .text: TextFormat()
        case .csv: CSV()
        case .markdown: MarkdownFormat()
        case .latex: LaTeXFormat()
        case .json: JSONFormat()
        }
    }
}

/// One format; a new one is a file beside this and a case above.
protocol ReportWriter {
    func text(_ report: some Report) throws -> String
}

/// Tables and notes as people read them, before any markup.
public struct ShownReport: Sendable {
    var tables: [DataTable]
    var notes: [Note] = []
    /// Whether the notes are items of a list rather than paragraphs, where a format tells them apart.
    var areNotesListed = true
    /// How to see what a terminal has no room for.
    var wayToAll = "--wide shows all."
}

/// Something to say about a table.
struct Note: Sendable, Equatable {
    var text: String
    /// What it speaks of one by one.
    var items: [String] = []
    /// What a marked value means; each format names its own mark.
    var mark: String?
    /// The ``ColumnHead/id`` of the column it speaks of; nil where it is worth saying without that column.
    var subject: String?

    /// All of it in one line.
    func line(mark name: String = "") -> String {
        text + (items.isEmpty ? "" : " " + items.joined(separator: "; ")) + (mark.map { " \(name): \($0)" } ?? "")
    }

    /// With a line for each item.
    func block(mark name: String = "") -> String {
        text + items.map { "\n  " + $0 }.joined() + (mark.map { " \(name): \($0)" } ?? "")
    }
}

extension DataTable {
    /// As written in the head, else numbers to the right.
    var alignments: [Alignment] {
        heads.enumerated().map { column, head in
            if let alignment = head.alignment { return alignment }
            let values = rows.map { $0[column] }
            return values.allSatisfy { $0.linesUp(head.digits) } && values.contains { $0 != .null } ? .right : .left
        }
    }

    /// The values in words, on one line each.
    func cells(marked: (String) -> String, _ text: (String) -> String = { $0 }) -> [[String]] {
        rows.map { row in
            zip(row, heads).map { value, head in
                if case .marked(let words) = value { marked(words) } else { text(value.shown(head.digits)) }
            }
        }
    }
}

extension TableValue {
    fileprivate func shown(_ digits: ColumnHead.Digits) -> String {
        switch (self, digits) {
        case (.blob(let data), _): "(\(data.count) bytes)"
        case (.text(let text), _): text.replacing("\n", with: " ")
        case (.number(let number), .decimals(let count)): shortest((number * pow(10, Double(count))).rounded() / pow(10, Double(count)))
        case (.number(let number), .significant(let count)): significant(number, digits: count)
        default: exact
        }
    }

    /// Numbers do, unless cut to significant digits.
    fileprivate func linesUp(_ digits: ColumnHead.Digits) -> Bool {
        switch (self, digits) {
        case (.number, .significant): false
        case (.null, _), (.integer, _), (.number, _): true
        default: false
        }
    }
}

/// The shortest form with so many digits: "0.0312", "1.2e+05".
func significant(_ value: Double, digits: Int) -> String { String(format: "%.\(digits)g", value) }

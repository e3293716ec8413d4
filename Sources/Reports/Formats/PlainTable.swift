/// A table as people read it, every value in words: for whoever draws tables with means of its own.
public struct PlainTable: Sendable {
    public let caption: String?
    public let columns: [String]
    /// Of the columns.
    public let alignments: [Alignment]
    public let rows: [[String]]
}

extension Report {
    /// The tables for people, in order.
    public var plainTables: [PlainTable] {
        shown.tables.map {
            PlainTable(caption: $0.caption, columns: $0.columns, alignments: $0.alignments, rows: $0.cells(marked: \.self))
        }
    }

    /// What is said below them, a paragraph each.
    public var plainNotes: [String] { shown.notes.map { $0.line() } }
}

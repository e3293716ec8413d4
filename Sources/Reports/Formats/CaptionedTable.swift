/// One table with words above and below.
public struct CaptionedTable: Report {
    public let shown: ShownReport
    public let data: DataTable

    /// - Parameter notes: paragraphs.
    public init(_ caption: String, _ table: DataTable, notes: [String]) {
        var captioned = table
        captioned.caption = caption
        data = table
        shown = ShownReport(tables: [captioned], notes: notes.map { Note(text: $0) }, areNotesListed: false)
    }
}

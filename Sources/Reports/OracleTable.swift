/// Rows that an oracle counted.
public struct OracleTable: Report {
    public let data: DataTable
    public var paper: PaperTable?
    public let brief: ShownReport

    public var columns: [String] { data.columns }
    public var rows: [[TableValue]] { data.rows }
}

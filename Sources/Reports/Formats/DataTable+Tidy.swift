extension DataTable {
    /// Names and values of the columns that CSV shows.
    public var tidy: (columns: [String], rows: [[TableValue]]) {
        let shown = heads.indices.filter { heads[$0].scope != .json }
        return (shown.map { heads[$0].name }, rows.map { row in shown.map { row[$0] } })
    }
}

extension TableValue {
    /// For machines, as CSV has it: nothing lost.
    public var exactText: String { exact }
}

import ResultsStore

/// NULL is empty in text, CSV, Markdown and LaTeX and null in JSON; a blob is its size in text, Markdown and LaTeX, hexadecimal
/// in CSV and JSON.
extension QueryResult: Report {
    public var data: DataTable {
        DataTable(rows) {
            columns.enumerated().map { index, name in Column(name) { TableValue($0[index]) } }
        }
    }
}

extension ResultsDatabase {
    /// Writes a query's answer as CSV while it is being read: memory does not grow with the number of rows.
    ///
    /// - Parameters:
    ///   - seconds: how long it may take at most; nil for as long as it needs.
    ///   - write: receives the text in pieces of about 64 kB.
    /// - Throws: as `query`; what was written before an error stays written.
    public func streamCSV(_ sql: String, seconds: Double? = nil, to write: (String) throws -> Void) throws {
        var text = ""
        try query(sql, seconds: seconds) { columns in
            text = CSV.line(columns)
        } row: { row in
            text += CSV.line(row.map { TableValue($0).exact })
            if text.utf8.count > 1 << 16 {
                try write(text)
                text.removeAll(keepingCapacity: true)
            }
            return true
        }
        try write(text)
    }
}

extension TableValue {
    fileprivate init(_ value: SQLValue) {
        self =
            switch value {
            case .null: .null
            case .integer(let integer): .integer(integer)
            case .real(let real): .number(real)
            case .text(let text): .text(text)
            case .blob(let data): .blob(data)
            }
    }
}

import Foundation
import ResultsStore

extension QueryResult {
    /// A query's answer as a file's contents, ending in a newline. NULL is empty in text, CSV, Markdown
    /// and LaTeX and null in JSON; a blob is its size in text, Markdown and LaTeX, hexadecimal in CSV and JSON.
    public func rendered(_ format: TableFormat) throws -> String {
        switch format {
        case .text: return table(SQLValue.shown).aligned()
        case .markdown: return table(SQLValue.shown).markdown()
        case .latex:
            var escaped = table { escapeLatex($0.shown()) }
            escaped.headers = columns.map(escapeLatex)
            return escaped.latex()
        case .csv: return CSV.line(columns) + rows.map { CSV.line($0.map { $0.exact() }) }.joined()
        case .json: return try json()
        }
    }

    private func table(_ text: (SQLValue) -> String) -> TextTable {
        let alignments = columns.indices.map { column -> TextTable.Alignment in
            rows.allSatisfy { $0[column].isNumberOrNull } && rows.contains { $0[column] != .null } ? .right : .left
        }
        return TextTable(headers: columns, alignments: alignments, rows: rows.map { $0.map(text) })
    }

    /// A list of objects in the order of the columns.
    private func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        func text(_ value: some Encodable) throws -> String { String(decoding: try encoder.encode(value), as: UTF8.self) }
        let names = try columns.map(text)
        let objects = try rows.map { row in
            "  {"
                + (try zip(names, row).map { name, value in
                    let json =
                        switch value {
                        case .null: "null"
                        case .integer(let integer): "\(integer)"
                        case .real(let real): real.isFinite ? shortest(real) : "\"\(shortest(real))\""
                        case .text(let string): try text(string)
                        case .blob: "\"\(value.exact())\""
                        }
                    return "\(name): \(json)"
                }).joined(separator: ", ") + "}"
        }
        return objects.isEmpty ? "[]\n" : "[\n" + objects.joined(separator: ",\n") + "\n]\n"
    }
}

extension ResultsDatabase {
    /// Writes a query's answer as CSV while it is being read: memory does not grow with the number of rows.
    ///
    /// - Parameter write: receives the text in pieces of about 64 kB.
    /// - Throws: as `query`; what was written before an error stays written.
    public func streamCSV(_ sql: String, to write: (String) throws -> Void) throws {
        var text = ""
        try query(sql) { columns in
            text = CSV.line(columns)
        } row: { row in
            text += CSV.line(row.map { $0.exact() })
            if text.utf8.count > 1 << 16 {
                try write(text)
                text.removeAll(keepingCapacity: true)
            }
            return true
        }
        try write(text)
    }
}

extension SQLValue {
    fileprivate static func shown(_ value: SQLValue) -> String { value.shown() }

    /// For people.
    fileprivate func shown() -> String {
        switch self {
        case .blob(let data): "(\(data.count) bytes)"
        case .text(let text): text.replacingOccurrences(of: "\n", with: " ")
        default: exact()
        }
    }

    /// For machines: nothing lost.
    fileprivate func exact() -> String {
        switch self {
        case .null: ""
        case .integer(let integer): "\(integer)"
        case .real(let real): shortest(real)
        case .text(let text): text
        case .blob(let data): hexadecimal(data)
        }
    }

    fileprivate var isNumberOrNull: Bool {
        switch self {
        case .null, .integer, .real: true
        case .text, .blob: false
        }
    }
}

private func hexadecimal(_ data: Data) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: data.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

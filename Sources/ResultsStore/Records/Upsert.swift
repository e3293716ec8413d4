import GRDB

typealias Columns = KeyValuePairs<String, (any DatabaseValueConvertible)?>

extension Database {
    /// Writes one row; where `key` has one already, `values` replace its own.
    func upsert(_ table: String, key: Columns, values: Columns) throws {
        let names = (key.map(\.key) + values.map(\.key)).joined(separator: ", ")
        try cachedStatement(
            sql: """
                INSERT INTO \(table) (\(names)) VALUES (\(Self.places(key.count + values.count)))
                ON CONFLICT (\(key.map(\.key).joined(separator: ", "))) DO UPDATE SET
                    \(values.map { "\($0.key) = excluded.\($0.key)" }.joined(separator: ", "))
                """
        ).execute(arguments: StatementArguments(key.map(\.value) + values.map(\.value)))
    }

    /// Writes a new row.
    func insert(_ table: String, _ columns: Columns) throws {
        try cachedStatement(
            sql: "INSERT INTO \(table) (\(columns.map(\.key).joined(separator: ", "))) VALUES (\(Self.places(columns.count)))"
        ).execute(arguments: StatementArguments(columns.map(\.value)))
    }

    private static func places(_ count: Int) -> String { Array(repeating: "?", count: count).joined(separator: ", ") }
}

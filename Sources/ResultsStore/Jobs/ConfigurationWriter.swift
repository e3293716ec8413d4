import GRDB

/// Stores configurations, option paths and option values once each, within one transaction.
final class ConfigurationWriter {
    private let db: Database
    private var configurations: [String: Int64] = [:]
    private var paths: [String: Int64] = [:]
    private var values: [String: Int64] = [:]
    private let find: Statement
    private let insert: Statement
    private let link: Statement

    init(_ db: Database) throws {
        self.db = db
        find = try db.makeStatement(sql: "SELECT id FROM configurations WHERE digest = ? AND json = ?")
        insert = try db.makeStatement(sql: "INSERT INTO configurations (digest, json) VALUES (?, ?)")
        // All options of a configuration in one statement: each integer packs a path and a value.
        link = try db.makeStatement(
            sql: """
                INSERT INTO configuration_options (configuration, path, value)
                SELECT ?1, value >> 32, value & 4294967295 FROM json_each(?2)
                """)
    }

    func id(of configuration: ConfigurationRecord) throws -> Int64 {
        if let id = configurations[configuration.json] { return id }
        let digest = fnv1a(configuration.json)
        let id: Int64
        if let known = try Int64.fetchOne(find, arguments: [digest, configuration.json]) {
            id = known
        } else {
            try insert.execute(arguments: [digest, configuration.json])
            id = db.lastInsertedRowID
            var packed: [Int64] = []
            packed.reserveCapacity(configuration.options.count)
            for option in configuration.options {
                let path = try number(of: option.path, known: &paths, table: "option_paths", column: "path")
                let value = try number(of: option.value, known: &values, table: "option_values", column: "value")
                packed.append(path << 32 | value)
            }
            packed.sort()
            try link.execute(arguments: [id, jsonArray(packed)])
        }
        configurations[configuration.json] = id
        return id
    }

    private func number(
        of text: String, known: inout [String: Int64], table: String, column: String
    ) throws -> Int64 {
        if let id = known[text] { return id }
        let id = try internedID(db, text, table: table, column: column)
        known[text] = id
        return id
    }
}

/// The id of `text` in a table of unique texts; added when new.
func internedID(_ db: Database, _ text: String, table: String, column: String) throws -> Int64 {
    let find = try db.cachedStatement(sql: "SELECT id FROM \(table) WHERE \(column) = ?")
    if let id = try Int64.fetchOne(find, arguments: [text]) { return id }
    try db.cachedStatement(sql: "INSERT INTO \(table) (\(column)) VALUES (?)").execute(arguments: [text])
    return db.lastInsertedRowID
}

/// FNV-1a, 64 bits: finds candidates by index; the text itself is compared afterwards.
private func fnv1a(_ text: String) -> Int64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int64(bitPattern: hash)
}

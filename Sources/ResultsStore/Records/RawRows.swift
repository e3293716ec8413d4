import Foundation
import GRDB
import GRDBSQLite

/// A row as SQLite hands it out: for queries of very many rows, where GRDB's own cost more than SQLite.
struct RawRow {
    fileprivate let statement: OpaquePointer

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }
    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    /// nil for what is no number.
    func real(_ column: Int32) -> Double? {
        let type = sqlite3_column_type(statement, column)
        return type == SQLITE_FLOAT || type == SQLITE_INTEGER ? sqlite3_column_double(statement, column) : nil
    }

    func bytes(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
        let text = sqlite3_column_text(statement, column)
        return UnsafeBufferPointer(start: text, count: text == nil ? 0 : Int(sqlite3_column_bytes(statement, column)))
    }

    /// nil for NULL.
    func text(_ column: Int32) -> String? { isNull(column) ? nil : String(decoding: bytes(column), as: UTF8.self) }

    /// The same, without a new string where it is that of the row before.
    func text(_ column: Int32, like last: String?) -> String? {
        if let last, bytes(column).elementsEqual(last.utf8), !isNull(column) { return last }
        return text(column)
    }

    /// Of the table `jobs`.
    func state(_ column: Int32) throws -> JobState {
        let text = text(column) ?? ""
        guard let state = JobState(rawValue: text) else { throw ResultsStoreError.corrupt(table: "jobs", column: "state", found: text) }
        return state
    }

    func date(_ column: Int32, in table: String) throws -> Date? {
        guard let text = text(column) else { return nil }
        guard let date = Date.fromDatabaseValue(text.databaseValue) else {
            throw ResultsStoreError.corrupt(table: table, column: "date", found: text)
        }
        return date
    }
}

extension Database {
    /// Hands over the rows of a reading statement one by one.
    func forEachRow(_ sql: String, _ arguments: StatementArguments = [], _ body: (RawRow) throws -> Void) throws {
        let statement = try cachedStatement(sql: sql)
        try statement.setArguments(arguments)
        try forEachRow(of: statement.sqliteStatement, body)
    }

    /// The same of a statement whose arguments are bound.
    func forEachRow(of statement: OpaquePointer, _ body: (RawRow) throws -> Void) throws {
        defer { sqlite3_reset(statement) }
        var code = sqlite3_step(statement)
        while code == SQLITE_ROW {
            try body(RawRow(statement: statement))
            code = sqlite3_step(statement)
        }
        guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code), message: lastErrorMessage) }
    }
}

import Foundation
import GRDB
import GRDBSQLite
import Platform

/// A value as SQLite types it.
public enum SQLValue: Sendable, Equatable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob(Data)
}

/// All rows of a query.
public struct QueryResult: Sendable, Equatable {
    public var columns: [String]
    public var rows: [[SQLValue]]

    public init(columns: [String], rows: [[SQLValue]]) {
        self.columns = columns
        self.rows = rows
    }
}

extension ResultsDatabase {
    /// Runs one reading statement and hands over its rows one by one, from one consistent snapshot.
    ///
    /// - Parameters:
    ///   - columns: receives the column names before the first row.
    ///   - row: receives each row; returning false ends the query.
    ///   - seconds: how long it may take at most; nil for as long as it needs.
    /// - Throws: ``ResultsStoreError/notASelect(found:)`` for a statement that could change anything,
    ///   ``ResultsStoreError/badQuery(message:sql:hint:)`` for SQL that SQLite refuses, ``ResultsStoreError/slowQuery(seconds:)``, and
    ///   whatever the closures throw.
    public func query(
        _ sql: String, arguments: [SQLValue] = [], seconds: Double? = nil, columns: ([String]) throws -> Void,
        row: ([SQLValue]) throws -> Bool
    ) throws {
        try checkReads(sql)
        try read("run a query") { db in
            let limit = seconds.map { QueryLimit(seconds: $0) }
            limit?.watch(db)
            defer { limit?.unwatch(db) }
            do {
                let statement = try db.makeStatement(sql: sql)
                guard statement.isReadonly else { throw ResultsStoreError.notASelect(found: "a statement that writes") }
                let rows = try Row.fetchCursor(
                    statement, arguments: StatementArguments(arguments.map(\.databaseValue)))
                try columns(statement.columnNames)
                while let next = try rows.next() {
                    if try !row(next.databaseValues.map(SQLValue.init)) { return }
                }
            } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT && limit?.isOver == true {
                throw ResultsStoreError.slowQuery(seconds: seconds ?? 0)
            } catch let error as DatabaseError where StorageProblem(error, path: path) == nil {
                let library = error.message ?? "\(error)"
                // GRDB goes on with advice for programs.
                let message = library.hasPrefix("Multiple statements found") ? "found several statements, allowed: one" : library
                throw ResultsStoreError.badQuery(
                    message: message, sql: sql, hint: try hint(db, for: message))
            }
        }
    }

    /// Runs one reading statement and returns all its rows.
    public func query(_ sql: String, arguments: [SQLValue] = []) throws -> QueryResult {
        var result = QueryResult(columns: [], rows: [])
        try query(sql, arguments: arguments) {
            result.columns = $0
        } row: { row in
            result.rows.append(row)
            return true
        }
        return result
    }

    /// ATTACH and PRAGMA count as reading for SQLite, but change the connection.
    private func checkReads(_ sql: String) throws {
        let word = firstWord(of: sql)
        guard ["SELECT", "WITH", "VALUES", "EXPLAIN"].contains(word.uppercased()) else {
            throw ResultsStoreError.notASelect(found: word.isEmpty ? "no statement" : "`\(word.uppercased())`")
        }
    }

    /// The nearest table, view or column to the name that SQLite did not find, or which of them have the column.
    private func hint(_ db: Database, for message: String) throws -> String? {
        func missing(_ prefix: String) -> String? {
            guard message.hasPrefix(prefix) else { return nil }
            return message.dropFirst(prefix.count).split(separator: ".").last.map(String.init) ?? ""
        }
        var names: [String] = []
        if missing("no such table: ") != nil {
            names = try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name")
        } else if let column = missing("no such column: ") {
            let columns = "FROM sqlite_schema s JOIN pragma_table_info(s.name) c WHERE s.type IN ('table', 'view')"
            let homes = try String.fetchAll(db, sql: "SELECT s.name \(columns) AND c.name = ? ORDER BY s.name", arguments: [column])
            guard homes.isEmpty else { return "it is a column of \(homes.joined(separator: ", "))" }
            names = try String.fetchAll(db, sql: "SELECT DISTINCT c.name \(columns) ORDER BY c.name")
        }
        let word = missing("no such table: ") ?? missing("no such column: ")
        return word.flatMap { nearestWord(to: $0, among: names) }.map { "did you mean `\($0)`?" }
    }
}

/// Ends a statement that takes too long, between two of SQLite's steps.
private final class QueryLimit {
    private let end: ContinuousClock.Instant

    init(seconds: Double) { end = .now + .seconds(seconds) }

    var isOver: Bool { .now >= end }

    func watch(_ db: Database) {
        let steps: Int32 = 10_000
        sqlite3_progress_handler(
            db.sqliteConnection, steps,
            { limit in Unmanaged<QueryLimit>.fromOpaque(limit!).takeUnretainedValue().isOver ? 1 : 0 },
            Unmanaged.passUnretained(self).toOpaque())
    }

    func unwatch(_ db: Database) { sqlite3_progress_handler(db.sqliteConnection, 0, nil, nil) }
}

/// The first keyword after white space, comments and opening parentheses.
private func firstWord(of sql: String) -> String {
    var rest = Substring(sql)
    while let first = rest.first {
        if first.isWhitespace || first == "(" || first == ";" {
            rest.removeFirst()
        } else if rest.hasPrefix("--") {
            rest = rest.drop { !$0.isNewline }
        } else if rest.hasPrefix("/*"), let end = rest.range(of: "*/") {
            rest = rest[end.upperBound...]
        } else {
            break
        }
    }
    let word = rest.prefix { $0.isLetter || $0 == "_" }
    return String(word.isEmpty ? rest.prefix(1) : word)
}

extension SQLValue {
    fileprivate init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let integer): self = .integer(integer)
        case .double(let real): self = .real(real)
        case .string(let text): self = .text(text)
        case .blob(let data): self = .blob(data)
        }
    }

    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let integer): integer.databaseValue
        case .real(let real): real.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let data): data.databaseValue
        }
    }
}

import Foundation

/// Everything the store can refuse or fail at. `description` says where, what was found, what is
/// allowed and what to do about it.
public enum ResultsStoreError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Read-only access to a file that does not exist.
    case missingFile(path: String)
    /// The folder that should hold a new database does not exist.
    case missingFolder(path: String, folder: String)
    /// The file is no SQLite database, or one that another program made.
    case foreignFile(path: String, found: String)
    /// Written by a later version of this program.
    case newerSchema(path: String, unknown: [String], known: [String])
    /// Written by an earlier version and opened read-only, so that it cannot be brought up to date.
    case olderSchema(path: String, missing: [String])
    /// A write through a connection opened read-only.
    case readOnly(path: String)
    case unknownJob(key: String)
    /// An abbreviated key that no job starts with, or several do.
    case unknownPrefix(String)
    case ambiguousPrefix(String, matches: [String])
    /// The attempt ended already, or lost its job to another runner.
    case attemptNotRunning(attempt: Int64, ending: String?)
    /// A query that is not one reading statement.
    case notASelect(found: String)
    /// SQLite refused a query; `hint` says what may be meant.
    case badQuery(message: String, sql: String, hint: String?)
    /// A query that took longer than it may.
    case slowQuery(seconds: Double)
    /// A record that cannot be stored as it is.
    case badRecord(what: String, found: String, allowed: String)
    /// A stored value that this version cannot read; the path is added where the database is known.
    case corrupt(path: String? = nil, table: String, column: String, found: String)
    /// The attempt lost its job to another one: nothing it has to say is taken any more.
    case fenced(attempt: Int64, job: String)
    /// The store cannot be written (or read) now, through no fault of the job: it can go on when that is mended.
    case storage(path: String, operation: String, problem: StorageProblem)
    /// Any other SQLite failure.
    case database(path: String, operation: String, message: String)

    public var description: String {
        switch self {
        case .missingFile(let path):
            "\(path): no such results database; `fusiongrid run SPEC --store \(path)` creates one"
        case .missingFolder(let path, let folder):
            "\(path): cannot create the results database: the folder \(folder) does not exist; create it first"
        case .foreignFile(let path, let found):
            "\(path): not a fusiongrid results database: found \(found); name another file with --store"
        case .newerSchema(let path, let unknown, let known):
            "\(path): written by a newer version of fusiongrid (migrations \(unknown.joined(separator: ", "))); "
                + "this version knows \(known.joined(separator: ", ")): update fusiongrid or use another --store"
        case .olderSchema(let path, let missing):
            "\(path): written by an older version of fusiongrid (migrations \(missing.joined(separator: ", ")) are missing) "
                + "and opened read-only; open it once with a command that writes (`fusiongrid run`, `fusiongrid tag`) to update it"
        case .readOnly(let path):
            "\(path): the results database is open read-only; this operation writes"
        case .unknownJob(let key):
            "job \(key): not in the results database; `fusiongrid status SPEC` lists the jobs of a spec"
        case .unknownPrefix(let prefix):
            "job \(prefix): no job's key starts with this; `fusiongrid status SPEC` lists the jobs of a spec"
        case .ambiguousPrefix(let prefix, let matches):
            "job \(prefix): \(matches.count) keys start with this "
                + "(\(matches.prefix(3).map { String($0.prefix(16)) }.joined(separator: ", "))"
                + (matches.count > 3 ? ", ..." : "") + "); give more characters"
        case .attemptNotRunning(let attempt, let ending):
            "attempt \(attempt): " + (ending.map { "ended already as \($0)" } ?? "no such attempt")
                + "; only a running attempt can be finished or measured"
        case .notASelect(let found):
            "query: found \(found); allowed is one statement that only reads: SELECT, WITH ... SELECT, VALUES, EXPLAIN"
        case .badQuery(let message, let sql, let hint):
            "query: \(message)" + (hint.map { "; \($0)" } ?? "") + "\n  in: \(sql)"
        case .slowQuery(let seconds):
            "query: found one that takes longer than \(seconds.formatted(.number.locale(Locale(identifier: "en_US_POSIX")))) s; ask for "
                + "less, or run it with `fusiongrid query`, which waits"
        case .badRecord(let what, let found, let allowed):
            "\(what): found \(found); allowed is \(allowed)"
        case .corrupt(let path, let table, let column, let found):
            "\(path ?? "results database"): \(table).\(column) holds `\(found.prefix(100))`, which this version cannot read: another "
                + "program changed it or the file is damaged; use a copy made before, or mend that row with sqlite3"
        case .fenced(let attempt, let job):
            "attempt \(attempt): job \(job.prefix(12)) belongs to another attempt now; this one's results are not taken"
        case .storage(let path, let operation, let problem):
            "\(path): could not \(operation): \(problem.description)"
        case .database(let path, let operation, let message):
            "\(path): could not \(operation): \(message)"
        }
    }
}

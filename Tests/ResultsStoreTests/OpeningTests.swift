import Foundation
import GRDB
import Results
import TestSupport
import Testing
@testable import ResultsStore

@Suite("Opening a results database")
struct OpeningTests {
    @Test("A new file is created, and what was written is there when it is opened again, read-only too")
    func createsAndReopens() throws {
        let folder = TemporaryFolder(), path = folder.path("results.sqlite")
        do {
            let store = try ResultsDatabase(path: path, access: .readWrite)
            try store.register([job("a")])
            try store.close()
        }
        let again = try ResultsDatabase(path: path, access: .readOnly)
        #expect(try again.states(["a"])["a"]?.state == .pending)
        #expect(
            message { try again.register([job("b")]) }
                == "\(path): the results database is open read-only; this operation writes")
    }

    @Test("Read-only works while another connection writes, and sees what it committed")
    func readsBesideAWriter() throws {
        let folder = TemporaryFolder(), path = folder.path("results.sqlite")
        let writer = try ResultsDatabase(path: path, access: .readWrite)
        let reader = try ResultsDatabase(path: path, access: .readOnly)
        try writer.register([job("a")])
        #expect(try reader.states(["a"]).count == 1)
    }

    @Test("A missing file under read-only access says what creates it")
    func missingFile() throws {
        let folder = TemporaryFolder(), path = folder.path("none.sqlite")
        #expect(
            message { _ = try ResultsDatabase(path: path, access: .readOnly) }
                == "\(path): no such results database; `fusiongrid run SPEC --store \(path)` creates one")
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("A missing folder is named")
    func missingFolder() throws {
        let folder = TemporaryFolder(), path = folder.path("no/where.sqlite")
        #expect(
            message { _ = try ResultsDatabase(path: path, access: .readWrite) }
                == "\(path): cannot create the results database: the folder \(folder.path("no")) does not exist; create it first")
    }

    @Test(
        "Text files, folders and other programs' databases are refused and left alone",
        arguments: [ResultsDatabase.Access.readWrite, .readOnly])
    func foreignFiles(access: ResultsDatabase.Access) throws {
        let folder = TemporaryFolder()
        let text = folder.path("notes.txt"), contents = String(repeating: "not a database\n", count: 100)
        try contents.write(toFile: text, atomically: true, encoding: .utf8)
        #expect(
            message { _ = try ResultsDatabase(path: text, access: access) }
                == "\(text): not a fusiongrid results database: found a file that is not an SQLite database; name another file with --store"
        )
        #expect(try String(contentsOfFile: text, encoding: .utf8) == contents)
        #expect(message { _ = try ResultsDatabase(path: folder.url.path, access: access) }?.contains("found a folder") == true)

        let other = folder.path("other.sqlite")
        try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE a (b); CREATE TABLE c (d); CREATE TABLE e (f)") }
        #expect(
            message { _ = try ResultsDatabase(path: other, access: access) }
                == "\(other): not a fusiongrid results database: found the database of another program; name another file with --store")
        let tables = try DatabaseQueue(path: other).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_master") }
        #expect(tables == 3)
    }

    @Test("A newer schema is refused by name", arguments: [ResultsDatabase.Access.readWrite, .readOnly])
    func newerSchema(access: ResultsDatabase.Access) throws {
        let folder = TemporaryFolder(), path = folder.path("results.sqlite")
        try ResultsDatabase(path: path, access: .readWrite).close()
        try DatabaseQueue(path: path).write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v99')") }
        let known = Schema.migrator.migrations.joined(separator: ", ")
        #expect(known.hasPrefix("v1"))
        #expect(
            message { _ = try ResultsDatabase(path: path, access: access) }
                == "\(path): written by a newer version of fusiongrid (migrations v99); this version knows \(known): update fusiongrid or use another --store"
        )
    }

    @Test("A database of schema v1 with rows in it opens, and its rows are read")
    func fixtureOfVersion1() throws {
        let folder = TemporaryFolder(), path = folder.path("v1.sqlite")
        let queue = try DatabaseQueue(path: path)
        try Schema.migrator.migrate(queue, upTo: "v1")
        try queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO configurations VALUES (1, 0, '{}');
                    INSERT INTO jobs VALUES (1, 'k', 't', 1, 7, 'd', 'done', NULL, NULL, 0,
                        '2025-01-01 00:00:00.000', '2025-01-01 00:00:00.000');
                    INSERT INTO metric_series VALUES (1, 'loss', 'validation');
                    INSERT INTO metrics VALUES (1, 1, 10, 0.5, 0), (1, 1, 20, NULL, 1);
                    """)
        }
        try queue.close()
        let store = try ResultsDatabase(path: path, access: .readWrite)
        #expect(try store.states(["k"])["k"]?.state == .done)
        #expect(try store.finalMetrics(["k"])["k"]?[MetricName("loss", "validation")]?.value.isNaN == true)
    }

    @Test("Two processes may create the same file together")
    func createdTogether() async throws {
        let folder = TemporaryFolder(), path = folder.path("results.sqlite")
        let states = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let store = try ResultsDatabase(path: path, access: .readWrite)
                    return try store.register([job("job\(number)")])
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(states == 8)
    }

    @Test("A copy is one compact file with the same rows")
    func copies() throws {
        let folder = TemporaryFolder(), copy = folder.path("copy.sqlite")
        let store = try ResultsDatabase(path: folder.path("results.sqlite"), access: .readWrite)
        try store.register([job("a")])
        try store.attempt("a").record(metrics: [MetricValue(MetricName("loss", "train"), step: 1, value: 2)])
        try store.copy(to: copy)
        let copied = try ResultsDatabase(path: copy, access: .readOnly)
        #expect(try copied.finalMetrics(["a"])["a"] == [MetricName("loss", "train"): MetricPoint(step: 1, value: 2)])
        #expect(!FileManager.default.fileExists(atPath: copy + "-wal"))
    }
}

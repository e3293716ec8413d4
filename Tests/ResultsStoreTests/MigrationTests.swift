import Foundation
import GRDB
import Results
import TestSupport
import Testing
@testable import ResultsStore

@Suite("A database of an earlier schema")
struct MigrationTests {
    /// Dumps made by the programs of their time: `schema-MIGRATION.sql`, one for each schema that was ever published.
    static let dumps: [URL] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/schemas")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "sql" }.sorted { $0.path < $1.path }
    }()

    private static let unpackedMaps = """
        SELECT j.key, a.step, c.text, a.block_index, b.name, a.head, a.timestep, a.query_tokens, a.key_tokens, a.shape, a.data
        FROM attention_maps a JOIN jobs j ON j.id = a.job JOIN captions c ON c.id = a.caption JOIN blocks b ON b.id = a.block
        ORDER BY 1, 2, 3, 4, 5, 6, 7
        """
    private static let packedMaps = """
        SELECT job, step, caption, block_index, block, head, timestep, query_tokens, key_tokens, shape, data
        FROM v_attention_maps ORDER BY 1, 2, 3, 4, 5, 6, 7
        """

    private func restored(_ dump: URL, in folder: TemporaryFolder) throws -> String {
        let path = folder.path("old.sqlite")
        let queue = try DatabaseQueue(path: path)
        let text = try String(contentsOf: dump, encoding: .utf8)
        try queue.writeWithoutTransaction { try $0.execute(sql: text) }
        try queue.close()
        return path
    }

    @Test("There is a dump of every earlier schema")
    func present() {
        let earlier = Schema.migrator.migrations.dropLast().map { "schema-\($0.replacing(" ", with: "-")).sql" }
        #expect(MigrationTests.dumps.map(\.lastPathComponent) == earlier.sorted())
    }

    @Test("is updated when it is opened for writing, with a backup beside it, and keeps every row", arguments: dumps)
    func updates(dump: URL) throws {
        let folder = TemporaryFolder(), path = try restored(dump, in: folder)
        func rows(_ path: String) throws -> [[[DatabaseValue]]] {
            try DatabaseQueue(path: path).read { db in
                var tables = try ["jobs", "attempts", "metrics", "samples", "measurements", "configuration_options"].map {
                    try Row.fetchAll(db, sql: "SELECT \($0 == "jobs" || $0 == "attempts" ? "id, 1" : "*") FROM \($0) ORDER BY 1, 2")
                }
                let isPacked = try db.viewExists("v_attention_maps")
                tables.append(try Row.fetchAll(db, sql: isPacked ? Self.packedMaps : Self.unpackedMaps))
                return tables.map { rows in rows.map { Array($0.databaseValues) } }
            }
        }
        let before = try rows(path)
        #expect(before.allSatisfy { !$0.isEmpty })
        #expect(message { _ = try ResultsDatabase(path: path, access: .readOnly) }?.contains("older version") == true)

        let store = try ResultsDatabase(path: path, access: .readWrite)
        #expect(try rows(path) == before)
        #expect(try store.query("SELECT * FROM pragma_integrity_check").rows == [[.text("ok")]])
        #expect(try store.query("SELECT * FROM pragma_foreign_key_check").rows.isEmpty)
        let keys = try store.query("SELECT key FROM jobs ORDER BY key").rows.compactMap { row -> String? in
            if case .text(let key) = row[0] { key } else { nil }
        }
        #expect(try store.states(keys).values.allSatisfy { $0.state == .done })
        #expect(try store.finalMetrics(keys).values.allSatisfy { $0[MetricName("loss", "validation")] != nil })
        // What is new works on what is old.
        #expect(try store.retry([keys[0]], endings: [.done]) == [keys[0]])
        let attempt = try #require(try store.claim(keys[0], by: .current, leaseSeconds: 60, startStep: 0))
        try attempt.finish(.done)
        try store.close()

        let backups = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter { $0.contains("was-updated") }
        let backup = try #require(backups.first)
        #expect(backups.count == 1 && backup.hasPrefix("old.sqlite.before-"))
        #expect(try rows(folder.path(backup)) == before)
        #expect(message { _ = try ResultsDatabase(path: folder.path(backup), access: .readOnly) }?.contains("older version") == true)
    }

    @Test("gives a job to another store", arguments: dumps)
    func gathered(dump: URL) throws {
        let folder = TemporaryFolder(), path = try restored(dump, in: folder)
        let key = try #require(
            try DatabaseQueue(path: path).read { try String.fetchOne($0, sql: "SELECT key FROM jobs ORDER BY id LIMIT 1") })
        let all = try ResultsDatabase(path: folder.path("all.sqlite"), access: .readWrite)
        #expect(message { _ = try all.gather("abc", from: path) }?.contains("job abc") == true)
        #expect(try all.gather(key, from: path) && !all.gather(key, from: path))
        let source = try ResultsDatabase(path: path, access: .readOnly)
        #expect(try all.states([key])[key]?.state == .done && all.finalMetrics([key]) == source.finalMetrics([key]))
        let count = "SELECT count(*) FROM metrics m JOIN jobs j ON j.id = m.job WHERE j.key = '\(key)'"
        #expect(try all.query(count).rows == source.query(count).rows)
        withExtendedLifetime(folder) {}
    }

    @Test("and another program's gives none")
    func foreign() throws {
        let folder = TemporaryFolder(), path = folder.path("other.sqlite")
        try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE jobs (key TEXT)") }
        let all = try ResultsDatabase(path: folder.path("all.sqlite"), access: .readWrite)
        #expect(message { _ = try all.gather("abc", from: path) }?.contains("the database of another program") == true)
        withExtendedLifetime(folder) {}
    }

    @Test("A database of tables alone takes in jobs as any other")
    func bare() throws {
        let folder = TemporaryFolder(), dump = MigrationTests.dumps[0], path = try restored(dump, in: folder),
            bare = folder.path("bare.sqlite")
        let source = try ResultsDatabase(path: path, access: .readWrite)
        try ResultsDatabase.makeBare(at: bare)
        let extra = "SELECT count(*) FROM sqlite_schema WHERE type = 'view' OR type = 'index' AND sql IS NOT NULL"
        #expect(try DatabaseQueue(path: bare).read { try Int.fetchOne($0, sql: extra) } == 0)
        let key = try #require(
            try DatabaseQueue(path: path).read { try String.fetchOne($0, sql: "SELECT key FROM jobs ORDER BY id LIMIT 1") })
        try source.copy(jobs: [key], to: bare)
        let all = try ResultsDatabase(path: folder.path("all.sqlite"), access: .readWrite)
        #expect(try all.gather(key, from: bare) && all.finalMetrics([key]) == source.finalMetrics([key]))
        withExtendedLifetime(folder) {}
    }

    @Test("A new database needs no backup")
    func fresh() throws {
        let folder = TemporaryFolder()
        _ = try ResultsDatabase(path: folder.path("new.sqlite"), access: .readWrite)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).allSatisfy { !$0.contains("was-updated") })
    }
}

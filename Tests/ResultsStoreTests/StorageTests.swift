import Foundation
import GRDB
import Results
import TestSupport
import Testing
@testable import ResultsStore

@Suite("A store that cannot be used")
struct StorageTests {
    @Test("A damaged database is named with what to do, whatever is damaged", arguments: [20, 4096 + 8, 3 * 4096 + 1])
    func damaged(offset: Int) throws {
        let folder = TemporaryFolder(), path = folder.path("copy.sqlite")
        let database = try ResultsDatabase(path: folder.path("results.sqlite"), access: .readWrite)
        try database.register((0..<200).map { job("job\($0)") })
        try database.copy(to: path)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        for i in 0..<3000 where offset + i < bytes.count { bytes[offset + i] = 0xA5 }
        try bytes.write(to: URL(fileURLWithPath: path))
        let said = message {
            let again = try ResultsDatabase(path: path, access: .readWrite)
            _ = try again.register([job("new")])
            _ = try again.query("SELECT * FROM v_results")
            let check = try again.query("SELECT * FROM pragma_integrity_check").rows
            if check != [[.text("ok")]] { throw ResultsStoreError.storage(path: path, operation: "check", problem: .damaged) }
        }
        let text = try #require(said)
        #expect(text.hasPrefix(path) && text.contains(offset < 100 ? "not an SQLite database" : "damaged"), "\(text)")
    }

    @Test("A closed database's file alone is whole, even while another process reads it")
    func closed() throws {
        let folder = TemporaryFolder(), path = folder.path("results.sqlite"), copy = folder.path("alone.sqlite")
        let store = try ResultsDatabase(path: path, access: .readWrite)
        try store.register([job("a")])
        try store.attempt("a").record(metrics: [Metric.loss.value(2, on: .train, step: 1)])
        let reader = try ResultsDatabase(path: path, access: .readOnly)
        #expect(try reader.metricNames().count == 1)
        try store.close()
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        let alone = try ResultsDatabase(path: copy, access: .readOnly)
        #expect(try alone.finalMetrics(["a"])["a"]?[Metric.loss.name(on: .train)]?.value == 2)
        try reader.close()
    }

    @Test("A file with a second name is not written to: SQLite would keep a log beside each name")
    func hardLinks() throws {
        let folder = TemporaryFolder(), path = folder.path("results.sqlite"), other = folder.path("other.sqlite")
        try ResultsDatabase(path: path, access: .readWrite).close()
        try FileManager.default.linkItem(atPath: path, toPath: other)
        let said = message { _ = try ResultsDatabase(path: other, access: .readWrite) }
        #expect(said?.hasPrefix("\(other): could not open it for writing: the file has 2 names (hard links)") == true)
        #expect(message { _ = try ResultsDatabase(path: other, access: .readOnly) } == nil)
        try FileManager.default.removeItem(atPath: other)
        #expect(message { _ = try ResultsDatabase(path: path, access: .readWrite) } == nil)
    }

    @Test(
        "A value that another program changed is named with its place and what to do",
        arguments: [
            ("UPDATE jobs SET state = 'odd'", "jobs.state holds `odd`"),
            ("UPDATE metrics SET kind = 9", "metrics.kind holds `9`"),
            ("UPDATE attention_packs SET data = x'0000'", "attention_packs.data holds `1 values of a 1 x 2 map`"),
            ("UPDATE attention_localisation SET role = 'verb'", "attention_localisation.role holds `verb`"),
            ("UPDATE attention_maps SET shape = 'flat'", "attention_maps.shape holds `flat`"),
        ])
    func changed(sql: String, found: String) throws {
        let folder = TemporaryFolder(), path = folder.path("results.sqlite")
        let store = try ResultsDatabase(path: path, access: .readWrite)
        try store.register([job("a")])
        try store.attempt("a").record(metrics: [MetricValue(MetricName("loss", "train"), step: 1, value: 1)])
        let site = AttentionSite(step: 1, caption: "c", blockIndex: 0, block: "b", head: 0, timestep: 1)
        try store.attempt("a").record(maps: [AttentionMap(site: site, queryTokens: 1, keyTokens: 2, values: [0, 1])])
        try store.attempt("a").record(localisation: [
            LocalisationRow(
                step: 1, source: .test, role: .noun, blockIndex: 0, block: "b", head: 0, timestep: 1, words: 1, pointing: 1, iou: 1,
                area: 1, chanceIoU: 1)
        ])
        let other = try DatabaseQueue(path: path)
        try other.writeWithoutTransaction { try $0.execute(sql: "PRAGMA ignore_check_constraints = 1; \(sql)") }
        let said = message {
            _ = try store.states(["a"])
            _ = try store.finalMetrics(["a"])
            _ = try store.attentionMaps("a")
            _ = try store.localisation(["a"])
        }
        #expect(
            said == "\(path): \(found), which this version cannot read: another program changed it or the file is damaged; "
                + "use a copy made before, or mend that row with sqlite3")
    }

    @Test(
        "A store on a network file system is told from one on a local disk",
        arguments: [
            ("/", nil), ("/home/me", "nfs4"), ("/home/me/local", nil), ("/home/me/local/deep", nil), ("/homes", nil),
            ("/mnt/with blank/x", "cifs"), ("/over", nil),
        ])
    func networks(folder: String, kind: String?) {
        let mounts = """
            /dev/vda / ext4 rw 0 0
            server:/home /home nfs4 rw 0 0
            /dev/vdb /home/me/local xfs rw 0 0
            //server/share /mnt/with\\040blank cifs rw 0 0
            server:/x /over nfs rw 0 0
            tmpfs /over tmpfs rw 0 0
            """
        #expect(StorageProblem.networkFileSystem(at: folder, mounts: mounts) == kind)
    }

    @Test("This machine's temporary folder is local, and the message says what to do")
    func local() {
        #expect(StorageProblem.networkFileSystem(at: FileManager.default.temporaryDirectory.path) == nil)
        #expect(
            StorageProblem.networkFileSystem(name: "nfs").description
                == "it lies on a network file system (nfs), where SQLite's write-ahead log is not safe; name a --store on a local disk")
    }

    @Test(
        "SQLite's errors become problems that can be mended",
        arguments: [
            (ResultCode.SQLITE_FULL, StorageProblem.full), (.SQLITE_READONLY_DIRECTORY, .notWritable),
            (.SQLITE_BUSY, .locked(seconds: 60)), (.SQLITE_CORRUPT, .damaged), (.SQLITE_IOERR_WRITE, .inputOutput(message: "m")),
        ])
    func problems(code: ResultCode, problem: StorageProblem) {
        #expect(StorageProblem(DatabaseError(resultCode: code, message: "m"), path: "/tmp/x") == problem)
    }

    @Test("A constraint is not a problem of the storage")
    func notStorage() {
        #expect(StorageProblem(DatabaseError(resultCode: .SQLITE_CONSTRAINT), path: "/tmp/x") == nil)
    }
}

import Foundation
import Testing
@testable import Runner

@Suite("The place of a store's files") struct StoreLocationTests {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fusiongrid-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    private func files(_ name: String) -> String {
        StoreLocation(path: path(name)).files(of: "k").folder.deletingLastPathComponent().standardizedFileURL.path
    }

    @Test(
        "lies beside the database under its name, and no two names share one",
        arguments: [
            ("results.sqlite", "results.files"), ("exp.v1", "exp.v1.files"), ("exp.v2", "exp.v2.files"), ("x.db", "x.db.files"),
            ("plain", "plain.files"),
        ])
    func names(name: String, expected: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(files(name) == path(expected))
    }

    @Test("is where an earlier version put it, for a database that is there already, and for no other")
    func earlier() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(atPath: path("exp.files"), withIntermediateDirectories: true)
        try Data().write(to: folder.appendingPathComponent("exp.v1"))
        #expect(files("exp.v1") == path("exp.files"))
        let new = StoreLocation(path: path("exp.v2"))
        try new.open(.readWrite).close()
        #expect(files("exp.v2") == path("exp.v2.files"))
    }

    @Test("is that of the file behind symbolic links, before it is made and after", arguments: [false, true])
    func links(exists: Bool) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(atPath: path("disk"), withIntermediateDirectories: true)
        if exists { try Data().write(to: folder.appendingPathComponent("disk/real.sqlite")) }
        try FileManager.default.createSymbolicLink(atPath: path("second.sqlite"), withDestinationPath: "first.sqlite")
        try FileManager.default.createSymbolicLink(atPath: path("first.sqlite"), withDestinationPath: "disk/real.sqlite")
        #expect(files("second.sqlite") == path("disk/real.files"))
        #expect(files("disk/real.sqlite") == path("disk/real.files"))
    }
}

import Foundation
import Testing
@testable import Platform

@Suite("Folders that last")
struct FolderTests {
    private let base = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

    @Test("missing folders are made, those that exist are left as they are")
    func create() throws {
        defer { try? FileManager.default.removeItem(at: base) }
        let folder = base.appendingPathComponent("a/b")
        try createFolder(folder)
        try Data([1]).write(to: folder.appendingPathComponent("x"))
        try createFolder(folder)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["x"])
    }

    @Test("what cannot be made is named with the reason")
    func refuse() throws {
        defer { try? FileManager.default.removeItem(at: base) }
        try Data([1]).write(to: base)
        let error = #expect(throws: FileError.self) { try createFolder(base.appendingPathComponent("a")) }
        #expect("\(error!)".contains("\(base.path)/a"))
        #expect("\(error!)".contains("Not a directory"))
    }
}

import Foundation
@testable import Platform
import Testing

@Suite("Files")
struct FileTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString, isDirectory: true)
        try createFolder(folder)
    }

    private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path) }

    @Test("a file appears whole, replaces an older one, and leaves nothing beside it")
    func replaces() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent(String(repeating: "n", count: 255))
        try writeFile(Data("old".utf8), to: file)
        try writeFile(Data("new".utf8), to: file)
        #expect(try String(contentsOf: file, encoding: .utf8) == "new")
        #expect(try names().count == 1)
    }

    @Test("an error while it is written leaves the older one")
    func keeps() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("x")
        try writeFile(Data("old".utf8), to: file)
        #expect(throws: Stopped.self) { try NewFile.make(file) { _ in throw Stopped() } }
        #expect(throws: Stopped.self) { try NewFile.make(file, beforeRename: { throw Stopped() }) { _ in } }
        #expect(try String(contentsOf: file, encoding: .utf8) == "old")
        #expect(try names() == ["x"])
    }

    @Test("a missing folder and a device are named with the reason")
    func refuses() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let absent = folder.appendingPathComponent("none/x.png")
        #expect(
            throws: FileError.unwritable(
                file: absent.path, reason: "cannot create a file in \(folder.path)/none: No such file or directory")
        ) { try writeFile(Data(), to: absent) }
        let error = #expect(throws: FileError.self) { try writeFile(Data(), to: URL(fileURLWithPath: "/dev/full")) }
        #expect("\(error!)" == "/dev/full: cannot write: it is there and not a regular file")
    }

    @Test("a lock has one holder, whether on a folder or on a file, and is free after it")
    func locks() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        for place in [folder, folder.appendingPathComponent("x.lock")] {
            let held = try #require(try FileLock(place))
            #expect(try FileLock(place) == nil)
            let stop = StopSignal()
            stop.request()
            #expect(throws: Stopped.self) { try FileLock.holding(place, stop: stop) {} }
            withExtendedLifetime(held) {}
        }
        #expect(try FileLock.holding(folder, stop: StopSignal()) { try FileLock(folder) == nil })
        #expect(try FileLock(folder) != nil)
    }
}

import Foundation
import TestSupport
import Testing
@testable import Exports

@Suite("Export folders")
struct ExportFolderTests {
    private let folder = TemporaryFolder()
    private var out: URL { folder.url.appendingPathComponent("out", isDirectory: true) }

    private func names() throws -> [String] { try FileManager.default.subpathsOfDirectory(atPath: out.path).sorted() }

    @Test("files in the way are refused, and so is a file where the folder should be")
    func refuses() throws {
        try folder.write("out/mine.txt", "mine")
        #expect(throws: ExportsError.folderNotEmpty(path: out.path)) { try ExportFolder(out, replacing: false) }
        #expect(throws: ExportsError.notAFolder(path: folder.path("out/mine.txt"))) {
            try ExportFolder(URL(fileURLWithPath: folder.path("out/mine.txt")), replacing: true)
        }
    }

    @Test("an earlier export goes away, what others put there stays")
    func replaces() throws {
        let first = try ExportFolder(out, replacing: false)
        try first.write("old.csv", "1")
        try first.write("samples/a/b.png", "2")
        try first.write("samples/c.png", "3")
        try first.finish()
        try folder.write("out/mine.txt", "mine")
        try folder.write("out/samples/mine.png", "mine")
        try folder.write("out/.x.partial", "cut short")
        let second = try ExportFolder(out, replacing: true)
        try second.write("new.csv", "4")
        try second.finish()
        #expect(try names() == [".fusiongrid-export", "mine.txt", "new.csv", "samples", "samples/mine.png"])
    }

    @Test("a list that somebody edited does not reach out of the folder")
    func staysInside() throws {
        try folder.write("precious.txt", "1")
        try folder.write("out/.fusiongrid-export", "../precious.txt\n\(folder.path("precious.txt"))\na/../../precious.txt\n")
        _ = try ExportFolder(out, replacing: true)
        #expect(FileManager.default.fileExists(atPath: folder.path("precious.txt")))
    }
}

import Foundation
@testable import Platform
import Testing

@Suite("The commit of a checkout")
struct GitCheckoutTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString, isDirectory: true)
    private let commit = String(repeating: "0a", count: 20), other = String(repeating: "1b", count: 20)

    private func write(_ name: String, _ text: String) throws {
        let file = folder.appendingPathComponent(name)
        try createFolder(file.deletingLastPathComponent())
        try writeFile(Data((text + "\n").utf8), to: file)
    }

    private func found(_ name: String) -> String? { GitCheckout(around: folder.appendingPathComponent(name))?.commit }

    @Test("is its branch's, also from a folder below it and when the branches are packed; or what HEAD names")
    func branches() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write(".git/HEAD", "ref: refs/heads/main")
        #expect(found("a") == nil)
        try write(".git/packed-refs", "# pack-refs with: peeled\n\(other) refs/heads/old/main\n\(commit) refs/heads/main")
        #expect(found(".build/release") == commit)
        try write(".git/refs/heads/main", other)
        #expect(found(".build/release") == other)
        try write(".git/HEAD", commit)
        #expect(found("") == commit)
    }

    @Test("of a worktree is its own, whose branch lies with the repository")
    func worktrees() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write("repository/.git/HEAD", other)
        try write("repository/.git/refs/heads/topic", commit)
        try write("repository/.git/worktrees/tree/HEAD", "ref: refs/heads/topic")
        try write("repository/.git/worktrees/tree/commondir", "../..")
        for place in ["\(folder.path)/repository/.git/worktrees/tree", "../repository/.git/worktrees/tree"] {
            try write("tree/.git", "gitdir: \(place)")
            #expect(found("tree/Sources") == commit)
        }
    }
}

import Foundation

/// A git checkout, read without git.
public struct GitCheckout {
    public let root: URL
    /// Its own folder of git's files; of a worktree that of the repository, too, where branches are kept.
    private let own: URL, shared: URL

    /// The checkout that `folder` lies in; nil outside of one.
    public init?(around folder: URL) {
        var root = folder.standardizedFileURL
        while true {
            let git = root.appendingPathComponent(".git")
            // In a worktree a file names the folder.
            let place = Self.text(git).flatMap { $0.hasPrefix("gitdir: ") ? String($0.dropFirst(8)) : nil }
            let own = place.map { URL(fileURLWithPath: $0, relativeTo: root) } ?? git
            if Self.text(own.appendingPathComponent("HEAD")) != nil {
                self.root = root
                self.own = own
                let common = Self.text(own.appendingPathComponent("commondir"))
                shared = common.map { URL(fileURLWithPath: $0, relativeTo: URL(fileURLWithPath: own.path, isDirectory: true)) } ?? own
                return
            }
            guard root.path != "/" else { return nil }
            root.deleteLastPathComponent()
        }
    }

    /// What is checked out, 40 hexadecimal digits; nil before the first commit.
    public var commit: String? {
        guard let head = Self.text(own.appendingPathComponent("HEAD")) else { return nil }
        guard head.hasPrefix("ref: ") else { return head }
        let branch = String(head.dropFirst(5))
        if let commit = Self.text(shared.appendingPathComponent(branch)) { return commit }
        let packed = Self.text(shared.appendingPathComponent("packed-refs"))?.split(separator: "\n") ?? []
        return packed.first { $0.hasSuffix(" \(branch)") }.map { String($0.prefix { $0 != " " }) }
    }

    private static func text(_ file: URL) -> String? {
        (try? String(contentsOf: file, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

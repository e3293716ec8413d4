import Foundation
import Platform

/// Remembers what files hold, so that a folder of a million files is read once and only asked for its files' times later.
///
/// A file's facts are taken from here while its stamp is the one they were found under (``FileStamp``), and only kept when the file had
/// been at rest for seconds before it was read and did not change meanwhile: a change within one tick of the clock is never missed.
/// The folder may be removed at any time.
struct FactsCache: Sendable {
    /// nil keeps nothing.
    let folder: URL?
    /// What has to be read anew before it is worth keeping.
    var leastFiles = 1_000
    var leastBytes = 64 << 20
    var clock: @Sendable () -> Date = { Date() }

    /// The user's, `fusiongrid` in `$XDG_CACHE_HOME` or `~/.cache`.
    static let user: FactsCache = {
        let environment = ProcessInfo.processInfo.environment
        func folder(_ name: String) -> URL? {
            environment[name].flatMap { $0.hasPrefix("/") ? URL(fileURLWithPath: $0, isDirectory: true) : nil }
        }
        let caches = folder("XDG_CACHE_HOME") ?? folder("HOME")?.appendingPathComponent(".cache", isDirectory: true)
        return FactsCache(folder: caches?.appendingPathComponent("fusiongrid/files", isDirectory: true))
    }()

    struct Answer {
        /// In the order of the paths.
        var facts: [Result<FileFacts, any Error>]
        /// Files that had to be read.
        var read: Int
        /// Why what was read could not be kept, where it was worth it.
        var problem: String?
    }

    private struct Found: Sendable {
        var facts: Result<FileFacts, any Error>
        var stamp: FileStamp?
        var isRead = false
    }

    /// The facts of files, from all cores.
    /// - Parameters:
    ///   - dataFolder: that the files belong to; its facts are kept in one file.
    ///   - kind: what `read` finds out, with a number for its version.
    ///   - read: what is to be known of a file's content, from the path and the bytes.
    func facts(
        of paths: [String], in dataFolder: String, kind: String,
        read: @escaping @Sendable (String, UnsafeRawBufferPointer) throws -> FileFacts
    ) -> Answer {
        let url = url(dataFolder, kind), table = FactsTable(url)
        let found = inParallel(paths) { path -> Found in
            if table.count > 0, let stamp = FileStamp(path), let known = table[stamp] { return Found(facts: .success(known), stamp: stamp) }
            let now = clock()
            var before: FileStamp?
            let facts = Result {
                try withFile(path) { bytes, stamp in
                    before = stamp
                    return try read(path, bytes)
                }
            }
            let isSettled = before?.isAtRest(now) == true && before == FileStamp(path)
            return Found(facts: facts, stamp: isSettled ? before : nil, isRead: true)
        }
        var answer = Answer(facts: found.map(\.facts), read: found.count(where: \.isRead))
        if let url { answer.problem = keep(found, beside: table, in: url) }
        return answer
    }

    private func url(_ dataFolder: String, _ kind: String) -> URL? {
        guard let folder else { return nil }
        let real = URL(fileURLWithPath: dataFolder, isDirectory: true).resolvingSymlinksInPath().path
        return folder.appendingPathComponent(ContentHash.hex([kind, real]).prefix(32) + ".facts", isDirectory: false)
    }

    private func keep(_ found: [Found], beside table: FactsTable, in url: URL) -> String? {
        let new = found.filter { $0.isRead && $0.stamp != nil }
        guard new.count >= leastFiles || new.reduce(0, { $0 + $1.stamp!.bytes }) >= leastBytes else { return nil }
        var records: [FactsTable.Record] = [], stamps: Set<FileStamp> = []
        for file in found {
            guard let stamp = file.stamp, case .success(let facts) = file.facts, stamps.insert(stamp).inserted else { continue }
            records.append(FactsTable.Record(stamp: stamp, facts: facts))
        }
        // Files of the folder that this time did not ask for keep their place, as long as they are not the more.
        records += table.records(without: stamps, limit: records.count)
        do {
            try FactsTable.write(records, to: url)
            return nil
        } catch {
            return "what was read cannot be kept, so every command reads it again: \(error)"
        }
    }
}

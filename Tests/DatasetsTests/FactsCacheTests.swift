import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Datasets

@Suite("The cache of files' facts")
struct FactsCacheTests {
    private let folder = TemporaryFolder()
    private let data = TemporaryFolder()

    /// One that finds all files at rest, unless it is `prompt`.
    private func cache(leastFiles: Int = 1, isPrompt: Bool = false) -> FactsCache {
        FactsCache(
            folder: folder.url.appendingPathComponent("x/y"), leastFiles: leastFiles, clock: { Date() + (isPrompt ? 0 : 60) })
    }

    private func paths(_ count: Int) throws -> [String] {
        try (0..<count).map {
            try data.write("\($0)", "content \($0)")
            return data.path("\($0)")
        }
    }

    /// Long enough for the clock of files to tick.
    private func rest() { usleep(50_000) }

    private func ask(_ cache: FactsCache, _ paths: [String], kind: String = "test") -> FactsCache.Answer {
        cache.facts(of: paths, in: data.path, kind: kind) { FileFacts(of: $1, detail: UInt64($1.count)) }
    }

    @Test("Files at rest are read once, whatever was written since is read again, and damage is found")
    func lifecycle() throws {
        let paths = try paths(20), cache = cache(), fresh = ask(self.cache(isPrompt: true), paths)
        #expect(fresh.read == 20 && fresh.problem == nil)
        #expect(ask(cache, paths).read == 20)  // written a moment before they were read: not trusted
        let known = ask(cache, paths)
        #expect(known.read == 0)
        #expect(zip(known.facts, fresh.facts).allSatisfy { (try? $0.get()) == (try? $1.get()) })
        #expect(ask(cache, paths, kind: "other").read == 20)

        // The same length, and times set back to what they were.
        rest()
        let before = try FileManager.default.attributesOfItem(atPath: paths[3])[.modificationDate] as! Date
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: paths[3]))
        try handle.write(contentsOf: Data("CONTENT 3".utf8))
        try handle.close()
        try FileManager.default.setAttributes([.modificationDate: before], ofItemAtPath: paths[3])
        let changed = ask(cache, paths)
        #expect(changed.read == 1)
        #expect(try changed.facts[3].get().digestBytes == ContentHash.digest(of: Data("CONTENT 3".utf8)))
        // Another file in its place, moved there with its times.
        try data.write("spare", "content X")
        rest()
        _ = ask(cache, paths + [data.path("spare")])
        _ = rename(data.path("spare"), paths[5])
        #expect(try ask(cache, paths).facts[5].get().digestBytes == ContentHash.digest(of: Data("content X".utf8)))
        try FileManager.default.removeItem(atPath: paths[7])
        guard case .failure(DatasetError.badImage(nil, .unreadable("no such file"))) = ask(cache, paths).facts[7] else {
            Issue.record("a file that is gone has facts")
            return
        }
        // A part of the files keeps what is known of the others.
        #expect(ask(cache, Array(paths[8...])).read == 0)
        // A byte of the table that flipped.
        let table = try #require(try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".facts") }.first)
        for place in [3, 40, 100] {
            var bytes = try Data(contentsOf: folder.url.appendingPathComponent(table))
            bytes[place] ^= 1
            try bytes.write(to: folder.url.appendingPathComponent(table))
            #expect(FactsTable(folder.url.appendingPathComponent(table)).count == 0)
            bytes[place] ^= 1
            try bytes.write(to: folder.url.appendingPathComponent(table))
        }
        #expect(FactsTable(folder.url.appendingPathComponent(table)).count > 0)
    }

    @Test("A cache that cannot be written costs time and is told; small folders leave nothing behind")
    func unwritable() throws {
        let paths = try paths(5)
        try folder.write("x", "a file where the folder should be")
        let answer = ask(cache(), paths)
        #expect(answer.read == 5 && answer.facts.allSatisfy { (try? $0.get()) != nil })
        #expect(answer.problem?.hasPrefix("what was read cannot be kept, so every command reads it again: ") == true)
        #expect(ask(cache(leastFiles: 6), paths).problem == nil)
        let none = FactsCache(folder: nil)
        #expect(ask(none, paths).read == 5 && ask(none, paths).problem == nil)
    }

    @Test("A picture's and a feature's fingerprint are the same with and without a cache")
    func fingerprints() throws {
        for name in ["a", "b"] {
            try data.writeImage("\(name).png", shade: UInt8(name.utf8.first!))
            try data.write("\(name).txt", "picture \(name)")
        }
        let features = try FeatureFolder()
        let images = ImageFolderConfiguration(path: data.path, imageSize: 8, test: 0)
        let none = FactsCache(folder: nil), some = cache()
        let first = try ImageFolderDataset.survey(of: images, cache: none)
        let feature = try FeaturesDataset.survey(of: features.configuration(), cache: none)
        for _ in 0..<2 {
            #expect(try ImageFolderDataset.survey(of: images, cache: some) == first)
            #expect(try FeaturesDataset.survey(of: features.configuration(), cache: some) == feature)
        }
        // A shape is wrong for one size and right for another, read or known.
        let other = FeaturesConfiguration(path: features.path, imageSize: 8)
        for cache in [none, some] {
            do {
                _ = try FeaturesDataset.survey(of: other, cache: cache)
                Issue.record("a wrong shape passed")
            } catch {
                #expect("\(error)".contains("train/0.npy: its shape is [8, 4, 4], allowed: [8, 8, 8] or [4, 8, 8] (data.image_size)"))
            }
        }
    }
}

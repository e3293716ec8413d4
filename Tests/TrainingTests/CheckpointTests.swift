import Experiments
import Foundation
import Platform
import TestSupport
import Testing
@testable import Training

@Suite("A checkpoint")
struct CheckpointTests {
    private let job = TinyJobs.job()

    /// Runs the job until `stopping`; notes are collected.
    private func run(
        in folder: TemporaryFolder, sink: MemorySink, notes: inout [String], stopping: (JobProgress) -> Bool = { _ in false }
    ) throws -> JobOutcome {
        let stop = StopSignal()
        var collected: [String] = []
        defer { notes = collected }
        return try withoutActuallyEscaping(stopping) { stopping in
            try JobTrainer(
                job: job, assets: JobAssets(), files: files(folder), threads: 1, sink: sink, stop: stop,
                report: { if stopping($0) { stop.request() } }, note: { collected.append($0) }
            ).run()
        }
    }

    private func files(_ folder: TemporaryFolder) -> JobFiles { JobFiles(root: folder.url, key: job.key) }

    /// A folder with a job stopped after step 9: checkpoints of steps 9 and 8.
    private func stopped(_ sink: MemorySink) throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        var notes: [String] = []
        let outcome = try run(in: folder, sink: sink, notes: &notes) { $0.phase == .training && $0.step == 9 }
        #expect(outcome == .interrupted(step: 9) && notes.isEmpty)
        return folder
    }

    /// What the job records, and the bytes of its weights and of its last checkpoint.
    private func undisturbed() throws -> (MemorySink, [Data]) {
        let folder = TemporaryFolder(), sink = MemorySink()
        var notes: [String] = []
        #expect(try run(in: folder, sink: sink, notes: &notes) == .done)
        return (sink, try written(folder))
    }

    private func written(_ folder: TemporaryFolder) throws -> [Data] {
        try [files(folder).model, files(folder).checkpoint].map { try Data(contentsOf: $0) }
    }

    @Test("is kept twice, and its step is known without reading the weights")
    func twoKept() throws {
        let folder = try stopped(MemorySink())
        #expect(files(folder).checkpointStep == 9)
        try FileManager.default.removeItem(at: files(folder).checkpoint)
        #expect(files(folder).checkpointStep == 8)
        let names = try FileManager.default.contentsOfDirectory(atPath: files(folder).folder.path)
        #expect(names == ["checkpoint.previous.safetensors"])
        files(folder).removeCheckpoints()
        #expect(files(folder).checkpointStep == 0)
    }

    @Test("of the step that a job is stopped after is not written twice: the one before stays")
    func writtenOnce() throws {
        let folder = TemporaryFolder()
        var notes: [String] = []
        #expect(try run(in: folder, sink: MemorySink(), notes: &notes) { $0.step == 8 } == .interrupted(step: 8))
        try FileManager.default.removeItem(at: files(folder).checkpoint)
        #expect(files(folder).checkpointStep == 4)
    }

    @Test("takes its place only after what led to it is synced")
    func syncedFirst() throws {
        let folder = TemporaryFolder(), sink = MemorySink()
        var seen: [(step: Int, metrics: Int)] = []
        sink.whenSynced = { seen.append((files(folder).checkpointStep, $0)) }
        var notes: [String] = []
        #expect(try run(in: folder, sink: sink, notes: &notes) == .done)
        // Checkpoints of steps 4, 8 and 12: the one before is still the newest then.
        #expect(seen.map(\.step) == [0, 4, 8])
        #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.metrics < $1.metrics })
    }

    enum Damage: CaseIterable {
        case empty, halved, oneByteShort, headerBit, stepDigit, dataBit, garbage
    }

    @Test("that is truncated or has a flipped bit is named, and the previous one leads to the same bits", arguments: Damage.allCases)
    func damage(_ damage: Damage) throws {
        let (whole, wholeFiles) = try undisturbed()
        let sink = MemorySink(), folder = try stopped(sink)
        let url = files(folder).checkpoint
        var bytes = try Data(contentsOf: url)
        switch damage {
        case .empty: bytes = Data()
        case .halved: bytes = bytes.prefix(bytes.count / 2)
        case .oneByteShort: bytes.removeLast()
        case .headerBit: bytes[20] ^= 4
        case .stepDigit:
            // Valid safetensors that claims another step.
            let range = try #require(bytes.range(of: Data("\"step\":\"9\"".utf8)))
            bytes.replaceSubrange(range, with: Data("\"step\":\"7\"".utf8))
        case .dataBit: bytes[bytes.count - 1000] ^= 1
        case .garbage: bytes = Data((0..<bytes.count).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        }
        try bytes.write(to: url)
        var notes: [String] = []
        #expect(try run(in: folder, sink: sink, notes: &notes) == .done)
        #expect(notes.count == 2)
        #expect(notes.first?.hasPrefix("\(url.path): damaged checkpoint, not used: ") == true)
        #expect(notes.last == "going on from the previous checkpoint, step 8")
        #expect(sink.metrics == whole.metrics && sink.attention == whole.attention && sink.sheets == whole.sheets)
        #expect(try written(folder) == wholeFiles)
        #expect(try Data(contentsOf: files(folder).damagedCheckpoint) == bytes)
    }

    @Test("damaged, and the previous one too: the job starts anew and ends in the same bits")
    func bothDamaged() throws {
        let (whole, _) = try undisturbed()
        let sink = MemorySink(), folder = try stopped(sink)
        for url in [files(folder).checkpoint, files(folder).previousCheckpoint] { try Data("x".utf8).write(to: url) }
        var notes: [String] = []
        #expect(try run(in: folder, sink: sink, notes: &notes) == .done)
        #expect(notes.count == 2 && sink.metrics == whole.metrics)
    }

    @Test("missing after a crash between two renames: the previous one is used")
    func betweenRenames() throws {
        let sink = MemorySink(), folder = try stopped(sink)
        try FileManager.default.removeItem(at: files(folder).checkpoint)
        try Data("half".utf8).write(to: files(folder).folder.appendingPathComponent(".checkpoint.safetensors.X.partial"))
        var notes: [String] = []
        #expect(try run(in: folder, sink: sink, notes: &notes) == .done)
        #expect(notes == ["going on from the previous checkpoint, step 8"])
        #expect(sink.metrics == (try undisturbed().0.metrics))
    }

    @Test("stays until whoever recorded the end of its job removes it")
    func staysAtTheEnd() throws {
        let folder = TemporaryFolder()
        var notes: [String] = []
        #expect(try run(in: folder, sink: MemorySink(), notes: &notes) == .done)
        #expect(files(folder).checkpointStep == 12)
    }
}

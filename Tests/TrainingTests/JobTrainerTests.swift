import Choices
import Experiments
import Foundation
import Platform
import TensorFiles
import TestSupport
import Testing
@testable import Training

@Suite("A job")
struct JobTrainerTests {
    private func run(
        _ job: TrainingJob, threads: Int, in folder: TemporaryFolder, sink: MemorySink = MemorySink(),
        stopping: (JobProgress) -> Bool = { _ in false }
    ) throws -> (JobOutcome, MemorySink, Data?) {
        let stop = StopSignal()
        let files = JobFiles(root: folder.url, key: job.key)
        let outcome = try withoutActuallyEscaping(stopping) { stopping in
            try JobTrainer(
                job: job, assets: JobAssets(), files: files, threads: threads, sink: sink, stop: stop
            ) { if stopping($0) { stop.request() } }.run()
        }
        return (outcome, sink, try? Data(contentsOf: files.model))
    }

    @Test(
        "gives the same bits with 1, 2 and 3 threads, samples and attention included",
        arguments: [Conditioning.concat, .crossAttention])
    func threads(conditioning: Conditioning) throws {
        let job = TinyJobs.job { $0.fusion.conditioning = conditioning }
        let results = try (1...3).map { try run(job, threads: $0, in: TemporaryFolder()) }
        for (outcome, sink, model) in results {
            #expect(outcome == .done)
            #expect(sink.metrics == results[0].1.metrics)
            #expect(sink.attention == results[0].1.attention)
            #expect(sink.sheets == results[0].1.sheets)
            #expect(model != nil && model == results[0].2)
        }
        #expect(results[0].1.metrics.count > 30)
        #expect(!results[0].1.attention.isEmpty)
    }

    @Test("interrupted after any step and resumed equals the uninterrupted one, bit for bit", arguments: [1, 4, 5, 8, 11, 12])
    func resume(step: Int) throws {
        let job = TinyJobs.job()
        let (_, whole, wholeModel) = try run(job, threads: 1, in: TemporaryFolder())
        let folder = TemporaryFolder()
        let sink = MemorySink()
        let first = try run(job, threads: 2, in: folder, sink: sink) { $0.phase == .training && $0.step == step }
        #expect(first.0 == .interrupted(step: step))
        let second = try run(job, threads: 1, in: folder, sink: sink)
        #expect(second.0 == .done)
        #expect(sink.metrics == whole.metrics)
        #expect(sink.attention == whole.attention)
        #expect(sink.sheets == whole.sheets)
        #expect(second.2 == wholeModel)
    }

    @Test(
        "interrupted while it looks at its finished network goes on from its last step",
        arguments: [JobProgress.Phase.sampling, .attention])
    func resumeLooking(phase: JobProgress.Phase) throws {
        let job = TinyJobs.job { $0.evaluate.localisation = 4 }
        let (_, whole, _) = try run(job, threads: 1, in: TemporaryFolder())
        let folder = TemporaryFolder()
        let sink = MemorySink()
        #expect(try run(job, threads: 1, in: folder, sink: sink) { $0.phase == phase }.0 == .interrupted(step: 12))
        #expect(sink.attention.isEmpty)
        #expect(try run(job, threads: 1, in: folder, sink: sink).0 == .done)
        #expect(sink.metrics == whole.metrics && sink.attention == whole.attention && sink.localisation == whole.localisation)
    }

    @Test("tells where its time went: parts that add up, and a line of them")
    func timeSpent() throws {
        let job = TinyJobs.job {
            $0.evaluate.knockout = 2
            $0.evaluate.blockProbes = 20
        }
        let folder = TemporaryFolder(), sink = MemorySink(), watch = Stopwatch()
        let trainer = try JobTrainer(
            job: job, assets: JobAssets(), files: JobFiles(root: folder.url, key: job.key), threads: 1, sink: sink, stop: StopSignal())
        #expect(try trainer.run() == .done)
        let whole = watch.seconds
        let parts = ["validation", "sampling", "attention", "knockout", "block_probe"].map { sink.measurements["\($0)_seconds"] ?? 0 }
        #expect(parts.allSatisfy { $0 > 0 })
        let looking = try #require(sink.measurements["evaluation_seconds"])
        #expect(abs(parts.reduce(0, +) - looking) < 1e-9)
        let training = try #require(sink.measurements["training_seconds"]), storage = try #require(sink.measurements["storage_seconds"])
        #expect(training > 0 && storage > 0 && training + looking + storage <= whole)
        let words = trainer.timeSpent.split(separator: ", ").map { $0.split(separator: " ").dropLast(2).joined(separator: " ") }
        #expect(words == ["training", "validation", "sampling", "attention", "knock-out", "block probes", "storage"])
    }

    @Test("differs when the seed differs")
    func seeds() throws {
        let a = try run(TinyJobs.job(seed: 1), threads: 1, in: TemporaryFolder()).1
        let b = try run(TinyJobs.job(seed: 2), threads: 1, in: TemporaryFolder()).1
        #expect(a.value("loss", "train", 5) != b.value("loss", "train", 5))
    }

    @Test("records every kind of result the store promises")
    func records() throws {
        let sink = try run(TinyJobs.job(), threads: 1, in: TemporaryFolder()).1
        for step in [5, 10] { #expect(sink.value("loss", "train", step) != nil) }
        for step in [6, 12] {
            #expect(sink.value("loss", "validation", step) != nil)
            #expect(sink.value("text_use_gap", "validation", step) != nil)
            #expect((0..<10).allSatisfy { sink.value("loss_bucket_\($0)", "validation", step) != nil })
        }
        for name in ["oracle_count", "oracle_colour", "oracle_shape", "oracle_all"] {
            for split in ["all", "seen", "held-out"] { #expect(sink.value(name, split, 12) != nil) }
        }
        #expect(sink.value("items", "train", 0) == 60 && sink.value("items", "test", 0) == 24)
        #expect(sink.value("skipped_files", "data", 0) == 0)
        #expect(sink.value("oracle_images", "all", 8) == 4)
        #expect(sink.value("oracle_images", "all", 12) == 5)
        #expect(sink.value("parameters", "cost", 12).map { $0 > 1000 } == true)
        #expect(sink.measurements["images_per_second"].map { $0 > 0 } == true)
        #expect(sink.identities["text_encoder"]?.hasPrefix("random") == true)
        // 2 captions x 3 joint blocks x 2 heads x 2 timesteps
        #expect(sink.attention.count == 24)
    }

    @Test("measures where attention falls when asked, on test images and generated ones, with chance beside")
    func localisation() throws {
        let job = TinyJobs.job { $0.evaluate.localisation = 6 }
        let sink = try run(job, threads: 1, in: TemporaryFolder()).1
        let records = try #require(sink.localisation["12"])
        let test = records.filter { $0.source == .test }
        // nouns, colours and counts x 3 joint blocks x 2 heads x 2 timesteps
        #expect(test.count == 36)
        for record in test {
            #expect(record.words == 6)
            #expect(0...1 ~= record.pointing && 0...1 ~= record.iou)
            #expect(record.area > 0 && record.area < 0.6 && record.chanceIoU > 0 && record.chanceIoU < record.area)
        }
        #expect(sink.value("attention_pointing", "test", 12) != nil && sink.value("attention_iou_chance", "test", 12) != nil)
        let again = try run(job, threads: 3, in: TemporaryFolder()).1
        #expect(again.localisation == sink.localisation)
        #expect(try run(TinyJobs.job(), threads: 1, in: TemporaryFolder()).1.localisation.isEmpty)
    }

    @Test("learns: the training loss falls")
    func learns() throws {
        let job = TinyJobs.job {
            $0.train.steps = 150
            $0.train.logEvery = 10
            $0.evaluate.sampleEvery = 0
        }
        let sink = try run(job, threads: 2, in: TemporaryFolder()).1
        let first = try #require(sink.value("loss", "train", 10)), last = try #require(sink.value("loss", "train", 150))
        #expect(last < 0.7 * first)
    }

    @Test("that diverges says at which step and what to do")
    func divergence() throws {
        let job = TinyJobs.job {
            $0.train.learningRate = 1e20
            $0.train.warmupSteps = 0
        }
        let error = #expect(throws: TrainingError.self) { _ = try run(job, threads: 1, in: TemporaryFolder()) }
        guard case .diverged(let step, let loss, _) = try #require(error) else {
            Issue.record("\(String(describing: error)) is not a divergence")
            return
        }
        #expect(step > 0 && !loss.isFinite)
        #expect(try #require(error).description.contains("lower train.learning_rate"))
    }

    @Test("refuses a checkpoint of another job")
    func foreignCheckpoint() throws {
        let folder = TemporaryFolder()
        let one = TinyJobs.job(seed: 1), two = TinyJobs.job(seed: 2)
        _ = try run(one, threads: 1, in: folder) { $0.step == 3 }
        let source = JobFiles(root: folder.url, key: one.key).checkpoint
        let target = JobFiles(root: folder.url, key: two.key)
        try FileManager.default.createDirectory(at: target.folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: source, to: target.checkpoint)
        #expect(throws: TrainingError.foreignFile(path: target.checkpoint.path, expected: two.key, found: one.key)) {
            _ = try run(two, threads: 1, in: folder)
        }
    }

    @Test("refuses a batch larger than its training split")
    func batchTooLarge() throws {
        let job = TinyJobs.job { $0.train.batchSize = 61 }
        #expect(throws: TrainingError.batchLargerThanData(batch: 61, items: 60)) {
            _ = try run(job, threads: 1, in: TemporaryFolder())
        }
    }

    @Test("counts captions that are longer than the text tokens")
    func truncation() throws {
        let none = try run(TinyJobs.job(), threads: 1, in: TemporaryFolder()).1
        let short = try run(TinyJobs.job { $0.text.maxTokens = 2 }, threads: 1, in: TemporaryFolder()).1
        #expect(none.value("truncated_captions", "train", 0) == 0)
        #expect(try #require(short.value("truncated_captions", "train", 0)) > 0)
    }
}

import Datasets
import Evaluation
import Experiments
import Foundation
import Kernels
import MiniCLIP
import Platform
import TestSupport
import Testing
import UViT
@testable import Training

@Suite("Jobs with mini-clips")
struct LearnedMetricsTests {
    private func job(seed: Int = 1, _ change: (inout JobConfiguration) -> Void = { _ in }) -> TrainingJob {
        TinyJobs.job(seed: seed) {
            $0.text.encoder = .miniCLIP
            $0.text.encoderSteps = 3
            $0.evaluate.evaluator = .miniCLIP
            $0.evaluate.evaluatorSteps = 4
            $0.sample.images = 24
            change(&$0)
        }
    }

    private func run(_ job: TrainingJob, threads: Int = 1, assets: JobAssets = JobAssets()) throws -> MemorySink {
        let (folder, sink) = (TemporaryFolder(), MemorySink())
        let trainer = try JobTrainer(
            job: job, assets: assets, files: JobFiles(root: folder.url, key: job.key), threads: threads, sink: sink,
            stop: StopSignal())
        #expect(try trainer.run() == .done)
        return sink
    }

    @Test("records every learned metric in its splits, the encoders' accuracies and both identities")
    func records() throws {
        let sink = try run(job())
        let both = ["all", "seen", "held-out"]
        for name in [
            "frechet_distance", "kernel_inception_distance", "kernel_inception_distance_error", "precision", "recall", "clip_score",
            "retrieval_rank", "retrieval_first", "retrieval_count", "retrieval_colour", "retrieval_shape",
        ] {
            for split in both { #expect(sink.value(name, split, 12)?.isFinite == true, "\(name)/\(split)") }
        }
        for split in both {
            #expect(sink.value("evaluator_retrieval", split, 0) != nil)
            #expect(sink.value("text_encoder_retrieval", split, 0) != nil)
        }
        #expect(sink.value("learned_images", "all", 12) == 24)
        for name in [
            "cmmd", "density", "coverage", "frechet_distance_floor", "kernel_inception_distance_floor", "cmmd_floor",
        ] {
            #expect(sink.value(name, "all", 12)?.isFinite == true, "\(name)")
            #expect(sink.value(name, "seen", 12) == nil && sink.missing["\(name)/seen@12"] == nil)
        }
        #expect(sink.missing["frechet_distance_infinity/all@12"] == "24 generated image(s); at least 60 are needed")
        #expect(try #require(sink.value("retrieval_rank", "all", 12)) >= 1)
        let identities = (sink.identities["text_encoder"] ?? "", sink.identities["evaluator"] ?? "")
        #expect(identities.0.hasPrefix("mini-clip(") && identities.1.hasPrefix("mini-clip("))
        #expect(identities.0 != identities.1)
    }

    @Test("an evaluator with data of its own is another one, which saw all combinations; files cannot be drawn anew")
    func ownData() throws {
        let assets = JobAssets()
        let configuration = job { $0.evaluate.evaluatorData = .own }.configuration
        let dataset = try assets.dataset(configuration.data)
        let items = try assets.evaluatorItems(configuration, judging: dataset)
        #expect(items.fingerprint != dataset.fingerprint && items.count(.train) == 600 && items.count(.test) == 24)
        #expect(items.captions(.test) == dataset.captions(.test) && items.captions(.train) != dataset.captions(.train))
        #expect(items.isHeldOut(.test, 1) && !items.isHeldOut(.test, 0))
        let judges = try [configuration, job().configuration].map {
            try #require(try assets.judge($0, for: dataset, textEncoder: "", preparation: Preparation()).judge)
        }
        #expect(judges[0].encoder.identity != judges[1].encoder.identity)
        var folder = configuration
        folder.data.kind = .images
        #expect(throws: DatasetError.self) { try assets.evaluatorItems(folder, judging: dataset) }
        // Of enough items every combination that the jobs' training never shows is among the evaluator's.
        var large = configuration
        large.data.train = 4000
        let shapes = try #require(try assets.dataset(large.data) as? ShapesDataset)
        let own = try #require(try assets.ownEvaluatorData(large.data) as? ShapesDataset)
        func groups(_ dataset: ShapesDataset) -> Set<ObjectGroup> {
            Set((0..<4000).flatMap { dataset.scene(.train, $0).meaning.groups })
        }
        let heldOut = Set(shapes.heldOut.heldOut)
        #expect(!heldOut.isEmpty && groups(shapes).isDisjoint(with: heldOut) && groups(own).isSuperset(of: heldOut))
        #expect(own.heldOut.heldOut.isEmpty)
    }

    @Test("floors, density and coverage of real images: near their distribution")
    func floors() throws {
        let large = job {
            $0.data.train = 200
            $0.data.test = 160
        }.configuration
        let dataset = try JobAssets().dataset(large.data)
        let judge = try #require(
            try JobAssets().judge(large, for: dataset, textEncoder: "", preparation: Preparation()).judge)
        let judged = JudgedSamples(encoder: judge.encoder, reference: judge.reference, threads: 1)
        let images = FloatBuffer(count: 160 * judge.encoder.configuration.imageElements)
        for item in 0..<160 {
            dataset.fillImage(images.pointer + item * judge.encoder.configuration.imageElements, .train, item)
        }
        judged.add(images.readPointer, (0..<160).map { .init(caption: dataset.caption(.train, $0, wording: 0), splits: [.all]) })
        let found = judged.measure(step: 0)
        func value(_ name: String) throws -> Double { try #require(found.metrics.first { $0.name.name == name }?.value) }
        // These are the very images of the floor.
        #expect(try abs(value("frechet_distance") - value("frechet_distance_floor")) < 1e-6 * value("frechet_distance"))
        #expect(try abs(value("kernel_inception_distance") - value("kernel_inception_distance_floor")) < 1e-6)
        #expect(try abs(value("cmmd") - value("cmmd_floor")) < 1e-6)
        #expect(try value("frechet_distance_infinity") < value("frechet_distance"))
        #expect(try value("density") > 0.5 && value("coverage") > 0.5)
    }

    @Test("the oracle's ceiling and chance are recorded: real pictures and captions, and captions of others")
    func oracleBaseline() throws {
        let sink = try run(job { $0.evaluate.evaluator = .none })
        for question in ["count", "colour", "shape", "all"] {
            let real = try #require(sink.value("oracle_\(question)_real", "test", 0))
            let chance = try #require(sink.value("oracle_\(question)_chance", "test", 0))
            #expect(real > 0.8 && chance < real)
        }
    }

    @Test("says why a metric has no value instead of giving a wrong one")
    func missing() throws {
        // After 8 steps only 4 images are drawn; counts alone never speak of a relation.
        let sink = try run(job())
        #expect(sink.missing["frechet_distance/all@8"] == "4 generated image(s); at least 10 are needed")
        #expect(sink.missing["recall/seen@8"] == "2 generated image(s); at least 10 are needed")
        #expect(sink.value("frechet_distance", "all", 8) == nil)
        #expect(
            sink.missing["retrieval_relation/all@12"] == "no caption speaks of a relation that could be exchanged for another known one")
        #expect(sink.value("retrieval_relation", "all", 12) == nil)
        #expect(sink.value("clip_score", "all", 8) != nil)
    }

    @Test("without an evaluator nothing learned is recorded, as before")
    func none() throws {
        let sink = try run(TinyJobs.job())
        #expect(sink.missing.isEmpty)
        #expect(!sink.metrics.keys.contains { $0.hasPrefix("clip_score") || $0.hasPrefix("learned") || $0.contains("retrieval") })
        #expect(sink.identities["evaluator"] == nil)
    }

    @Test("results are bit-identical for 1, 2 and 3 threads, and with encoders from files")
    func deterministic() throws {
        let folder = TemporaryFolder()
        let first = try run(job(), assets: JobAssets(folder: folder.url, threads: 1))
        let kept = try run(job(), threads: 2, assets: JobAssets(folder: folder.url, threads: 2))
        let three = try run(job(), threads: 3, assets: JobAssets(threads: 3))
        for other in [kept, three] {
            #expect(other.metrics == first.metrics)
            #expect(other.attention == first.attention)
            #expect(other.missing == first.missing)
            #expect(other.identities == first.identities)
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(names.count { $0.hasSuffix(".safetensors") } == 3)
    }

    @Test("a stop while an encoder is being trained interrupts the job")
    func stopped() throws {
        let stop = StopSignal()
        stop.request()
        let job = job()
        #expect(throws: Stopped.self) {
            try JobTrainer(
                job: job, assets: JobAssets(), files: JobFiles(root: FileManager.default.temporaryDirectory, key: job.key),
                threads: 1, sink: MemorySink(), stop: stop)
        }
    }

    @Test("a network that only draws trains no evaluator")
    func drawing() throws {
        let folder = TemporaryFolder(), job = job { $0.text.encoder = .random }
        let files = JobFiles(root: folder.url, key: job.key)
        try files.create()
        try TrainedWeights.save(Parameters(job.configuration.modelConfiguration), of: job, to: files)
        let assets = folder.url.appendingPathComponent("shared")
        let model = try TrainedModel(job: job, assets: JobAssets(folder: assets), files: files, threads: 1)
        #expect(try model.sample(caption: "a red circle", count: 2, seed: 1, guidance: nil, steps: 1).count == 2)
        #expect(!FileManager.default.fileExists(atPath: assets.path))
    }

    @Test("data that cannot train an evaluator give a reason, data that cannot train the text encoder an error")
    func oneCaption() throws {
        let assets = JobAssets()
        var configuration = JobConfiguration()
        configuration.evaluate.evaluator = .miniCLIP
        let found = try assets.judge(configuration, for: Lamps(), textEncoder: "", preparation: Preparation())
        #expect(found.judge == nil)
        #expect(
            found.problem
                == "mini-clip cannot be trained: all 12 training items have the caption \"a lamp\"; it needs at least 2 different ones")
        configuration.text.encoder = .miniCLIP
        #expect(throws: MiniCLIPError.self) { try assets.fittedEncoder(configuration.text, for: Lamps(), preparation: Preparation()) }
    }

    @Test("an evaluator that is the text encoder is refused")
    func sameIdentity() throws {
        let dataset = try JobAssets().dataset(job().configuration.data)
        let assets = JobAssets()
        let judge = try #require(try assets.judge(job().configuration, for: dataset, textEncoder: "", preparation: Preparation()).judge)
        #expect(throws: TrainingError.evaluatorConditions(identity: judge.encoder.identity)) {
            try assets.judge(
                job().configuration, for: dataset, textEncoder: judge.encoder.identity, preparation: Preparation())
        }
    }

    @Test("captions longer than the evaluator reads leave alignment without a value")
    func longCaption() throws {
        let dataset = try JobAssets().dataset(job().configuration.data)
        let judge = try #require(
            try JobAssets().judge(job().configuration, for: dataset, textEncoder: "", preparation: Preparation()).judge)
        let judged = JudgedSamples(encoder: judge.encoder, reference: judge.reference, threads: 1)
        let images = FloatBuffer(count: 12 * judge.encoder.configuration.imageElements)
        let long = "a red circle and so on and on and on"
        judged.add(images.readPointer, (0..<12).map { .init(caption: $0 == 11 ? long : "a red circle", splits: [.all]) })
        let measured = judged.measure(step: 3)
        #expect(
            measured.missing.first { $0.name.name == "clip_score" }?.reason
                == "the caption \"\(long)\" has 10 words; the evaluator reads 6")
        #expect(measured.metrics.contains { $0.name.name == "frechet_distance" })
        #expect(!measured.metrics.contains { $0.name.name.hasPrefix("retrieval") || $0.name.name == "clip_score" })
    }

    @Test("real images judged as generated ones lie at no distance and cover themselves")
    func realImages() throws {
        let dataset = try JobAssets().dataset(job().configuration.data)
        let judge = try #require(
            try JobAssets().judge(job().configuration, for: dataset, textEncoder: "", preparation: Preparation()).judge)
        let judged = JudgedSamples(encoder: judge.encoder, reference: judge.reference, threads: 1)
        let elements = judge.encoder.configuration.imageElements
        let images = FloatBuffer(count: 24 * elements)
        for item in 0..<24 { dataset.fillImage(images.pointer + item * elements, .test, item) }
        judged.add(
            images.readPointer, (0..<24).map { .init(caption: dataset.caption(.test, $0, wording: 0), splits: judge.splits(of: $0)) })
        let values = Dictionary(grouping: judged.measure(step: 0).metrics, by: \.name.name)
        for value in values["frechet_distance"] ?? [] { #expect(value.value < 1e-6) }
        for name in ["precision", "recall"] { #expect(values[name]?.map(\.value) == [1, 1, 1]) }
        #expect(values["learned_images"]?.map(\.value) == [24, 12, 12])
    }
}

/// Twelve pictures of one caption.
final class Lamps: CaptionedDataset {
    let imageSize = 16, channels = 3, fingerprint = "lamps"
    func count(_ split: Split) -> Int { 12 }
    func wordings(_ split: Split, _ index: Int) -> [String] { ["a lamp"] }
    func fillImage(_ out: UnsafeMutablePointer<Float>, _ split: Split, _ index: Int) {
        out.update(repeating: 0, count: 3 * 16 * 16)
    }
}

import Choices
import Datasets
import Experiments
import Foundation
import Kernels
import Platform
import TestSupport
import Testing
import UViT

@testable import Training

@Suite("Linear readers of blocks")
struct BlockProbeTests {
    private func run(_ job: TrainingJob, threads: Int = 1) throws -> MemorySink {
        let (folder, sink) = (TemporaryFolder(), MemorySink())
        let trainer = try JobTrainer(
            job: job, assets: JobAssets(), files: JobFiles(root: folder.url, key: job.key), threads: threads, sink: sink,
            stop: StopSignal())
        #expect(try trainer.run() == .done)
        return sink
    }

    @Test("record every concept for the input and every block, by timestep and by place", arguments: Conditioning.allCases)
    func records(conditioning: Conditioning) throws {
        let job = TinyJobs.job {
            $0.fusion.conditioning = conditioning
            $0.data.grammar = [.counts, .relations]
            ($0.data.train, $0.data.test) = (300, 150)
            $0.evaluate.blockProbes = 200
        }
        let sink = try run(job)
        func value(_ name: String) throws -> Double { try #require(sink.value("block_probe_\(name)", "test", 12), "\(name)") }
        for concept in ["count", "colour", "shape", "relation", "place"] {
            for place in ["input", "block_0", "block_1", "block_2"] {
                let mean = try value("\(concept)_\(place)")
                let steps = try [100, 900].map { try value("\(concept)_\(place)_timestep_\($0)") }
                #expect(abs(mean - (steps[0] + steps[1]) / 2) < 1e-12 && (0...1).contains(mean))
            }
            let blocks = try (0..<3).map { try value("\(concept)_block_\($0)") }
            #expect(try value("\(concept)_outer") == (blocks[0] + blocks[2]) / 2)
            #expect(try value("\(concept)_inner") == blocks[1])
            #expect(try value("\(concept)_inner_minus_outer") == blocks[1] - (blocks[0] + blocks[2]) / 2)
        }
        #expect(sink.value("block_probe_kind_input", "test", 12) == nil)
        // Pixels with little noise tell colours, pixels with much do not.
        #expect(try value("colour_input_timestep_100") > 0.6)
        #expect(try value("colour_input_timestep_100") > value("colour_input_timestep_900"))
        for block in 0..<3 {
            #expect(sink.value("token_cka_block_\(block)", "test", 12).map { (0...1).contains($0) } == true)
            #expect(sink.value("token_norm_ratio_block_\(block)", "test", 12).map { $0 > 0 } == true)
        }
        #expect(try run(job, threads: 3).metrics == sink.metrics)
        let without = try run(
            TinyJobs.job {
                $0.fusion.conditioning = conditioning
                $0.data.grammar = [.counts, .relations]
                ($0.data.train, $0.data.test) = (300, 150)
            })
        #expect(without.metrics.keys.allSatisfy { !$0.contains("block_probe") && !$0.contains("token_") })
        for (name, value) in without.metrics { #expect(sink.metrics[name] == value) }
    }

    @Test("of scenes ask for kinds; of a folder of pictures nothing is known, and only tokens are compared")
    func otherData() throws {
        let folder = try StampFolder.usual()
        func sink(_ kind: DatasetKind, size: Int) throws -> MemorySink {
            try run(
                TinyJobs.job {
                    $0.data.kind = kind
                    $0.data.path = folder.path
                    $0.data.imageSize = size
                    ($0.data.train, $0.data.test, $0.data.kinds) = kind == .scenes ? (80, 40, 4) : (8, 4, 8)
                    $0.model.patchSize = size / 4
                    ($0.train.steps, $0.train.batchSize) = (3, 4)
                    $0.evaluate.validation = 4
                    $0.evaluate.knockout = 2
                    $0.evaluate.blockProbes = 80
                })
        }
        let scenes = try sink(.scenes, size: 48)
        for concept in ["count", "kind", "place"] {
            #expect(scenes.value("block_probe_\(concept)_block_1", "test", 3).map { $0 > 0 && $0 <= 1 } == true)
        }
        #expect(scenes.value("block_probe_colour_block_1", "test", 3) == nil)
        #expect(scenes.value("knockout_cost_all_oracle_kind", "generated", 3) != nil)
        let pictures = try sink(.images, size: 16)
        #expect(pictures.metrics.keys.allSatisfy { !$0.contains("block_probe") && !$0.contains("knockout") })
        #expect(pictures.value("token_cka_block_0", "test", 3).map { (0...1).contains($0) } == true)
        #expect(pictures.value("token_norm_ratio_block_2", "test", 3).map { $0 > 0 } == true)
    }

    @Test("know what shapes and scenes show; a concept of one answer is no question")
    func truths() throws {
        let shapes = try ShapesDataset(TinyJobs.configuration { $0.data.grammar = [.counts, .relations] }.data.composition)
        let model = TinyJobs.configuration().modelConfiguration
        let truths = try (0..<24).map { try #require(PictureTruth(shapes, .test, $0, model)) }
        for (item, truth) in truths.enumerated() {
            let meaning = shapes.scene(.test, item).meaning
            #expect(truth.count == meaning.objectCount && truth.relation == meaning.relation?.rawValue)
            #expect(
                truth.present == [
                    .colour: Set(meaning.groups.map(\.colour.rawValue)), .shape: Set(meaning.groups.map(\.shape.rawValue)),
                ])
            #expect(truth.isOnObject.count == 16 && truth.isOnObject.contains(true) && truth.isOnObject.contains(false))
        }
        let questions = ProbeQuestion.all(train: truths, test: truths)
        #expect(questions.map(\.concept).first == .count && questions.map(\.concept).last == .relation)
        #expect(questions.count { $0.concept == .colour } == 6 && questions.count { $0.concept == .shape } == 3)
        #expect(questions.last!.train.map { $0 == nil } == truths.map { $0.relation == nil })
        let same = truths.filter { $0.relation == nil }.map { truth in
            var truth = truth
            truth.count = 2
            return truth
        }
        #expect(ProbeQuestion.all(train: same, test: same).allSatisfy { $0.concept != .count && $0.concept != .relation })
        #expect(ProbeQuestion.all(train: truths, test: same).allSatisfy { $0.concept != .count })
        #expect(ProbeQuestion.all(train: [], test: []).isEmpty)

        let folder = try StampFolder.usual()
        let scenes = try ScenesDataset(
            TinyJobs.configuration {
                $0.data.kind = .scenes
                $0.data.path = folder.path
                $0.data.imageSize = 64
                $0.data.kinds = 4
            }.data.scenes)
        var large = model
        large.imageSize = 64
        let scene = try #require(PictureTruth(scenes, .test, 0, large))
        #expect(scene.present == [.kind: Set(scenes.asked(.test, 0).groups.map(\.kind))])
        #expect(scene.count == scenes.asked(.test, 0).objectCount && scene.isOnObject.count == 256)
    }

    @Test("read a picture by the means of its quarters")
    func quarters() {
        func quarters(_ side: Int, _ tokens: [Float]) -> [Float] {
            let site = ProbeSite(block: 0, dimensions: 1, streamTokens: side * side + 1, imageTokens: side * side)
            let buffer = FloatBuffer(tokens)
            return site.quarters(buffer.readPointer)
        }
        #expect(quarters(2, [1, 2, 3, 4]) == [1, 2, 3, 4])
        #expect(quarters(4, (0..<16).map(Float.init)) == [2.5, 4.5, 10.5, 12.5])
        // Of three rows the first two begin in the upper half.
        #expect(quarters(3, (0..<9).map(Float.init)) == [2, 3.5, 6.5, 8])
        #expect(quarters(1, [7]) == [7, 0, 0, 0])
    }

    /// A feature that grows with the number of objects is read without error; one that does not vary is no reader.
    @Test("find what is planted in the tokens of a site, and tokens on objects")
    func planted() throws {
        let shapes = try ShapesDataset(TinyJobs.configuration { $0.data.maximumObjects = 2 }.data.composition)
        let model = TinyJobs.configuration().modelConfiguration
        let truths = try (0..<60).map { try #require(PictureTruth(shapes, .train, $0, model)) }
        let (train, test) = (Array(truths[..<40]), Array(truths[40...]))
        let count = try #require(ProbeQuestion.all(train: train, test: test).first { $0.concept == .count })
        for isPlanted in [true, false] {
            var features = SiteFeatures(ProbeSite(block: 0, dimensions: 2, streamTokens: 17, imageTokens: 16))
            func tokens(_ truths: [PictureTruth]) -> FloatBuffer {
                FloatBuffer(
                    truths.flatMap { truth in
                        truth.isOnObject.flatMap { [$0 ? Float(1) : 0.5, isPlanted ? Float(truth.count) : 3] } + [100, -100]
                    })
            }
            let learned = tokens(train), asked = tokens(test)
            show(&features, learned, train, asked, test)
            #expect(features.placeAccuracy == 1)
            if isPlanted { #expect(features.accuracy(of: count) == 1) }
        }
        var constant = SiteFeatures(ProbeSite(block: 0, dimensions: 1, streamTokens: 16, imageTokens: 16))
        let ones = FloatBuffer(Array(repeating: 1, count: 40 * 16))
        show(&constant, ones, train, ones, test)
        #expect(constant.placeAccuracy == nil && constant.accuracy(of: count) == nil)
    }

    private func show(
        _ features: inout SiteFeatures, _ learned: FloatBuffer, _ train: [PictureTruth], _ asked: FloatBuffer, _ test: [PictureTruth]
    ) {
        let tokens = features.site.streamTokens * features.site.dimensions
        // In two batches, the first of 7 pictures.
        for batch in [0..<7, 7..<train.count] {
            var part = SiteFeatures.Part()
            features.learn(&part, learned.readPointer + batch.lowerBound * tokens, train[batch])
            features.takeLearned(part)
        }
        features.finishLearning()
        for batch in [0..<7, 7..<test.count] {
            var part = SiteFeatures.Part()
            features.answer(&part, asked.readPointer + batch.lowerBound * tokens, test[batch])
            features.takeAnswered(part)
        }
    }

    /// Mean image tokens (1, 0), (0, 2), (1, 2) and mean text tokens (2, 0), (0, 4), (2, 4): one set is twice the other. Norms of image
    /// tokens sum to 1 + 1 + 2 + 2 + 2 sqrt(5) over six, those of text tokens to twice as much.
    @Test("compare mean tokens over pictures, padding left out")
    func mismatch() throws {
        var mismatch = TokenMismatch(width: 2), last = mismatch
        for (x, y) in [(1, 0), (0, 2), (1, 2)] as [(Float, Float)] {
            let image = FloatBuffer([x, y, x, y, 9, 9]), text = FloatBuffer([2 * x, 2 * y, 2 * x, 2 * y, -50, 70])
            if x == 1, y == 2 {
                last.add(image: image.readPointer, imageTokens: 2, text: text.readPointer, words: 2)
            } else {
                mismatch.add(image: image.readPointer, imageTokens: 2, text: text.readPointer, words: 2)
            }
        }
        mismatch.add(last)
        #expect(abs(try #require(mismatch.alignment) - 1) < 1e-12)
        #expect(abs(try #require(mismatch.normRatio) - 0.5) < 1e-12)
        var empty = TokenMismatch(width: 1)
        let (one, zero) = (FloatBuffer([1]), FloatBuffer([0]))
        empty.add(image: one.readPointer, imageTokens: 1, text: zero.readPointer, words: 1)
        #expect(empty.alignment == nil && empty.normRatio == nil)
    }

    @Test("cost what the estimate says: passes of the network and matrix products")
    func costs() {
        let off = TinyJobs.configuration()
        #expect(off.knockoutImages == 0 && off.blockProbePasses == 0 && off.blockProbeReaderFLOPs == 0)
        let on = TinyJobs.configuration {
            $0.evaluate.knockout = 10
            $0.evaluate.blockProbes = 50
        }
        // Nothing, all, outer and three single blocks, one of which is all that is inner.
        #expect(on.knockoutImages == 60)
        // 50 of 60 training and, without and with captions, all 24 test pictures at two timesteps.
        #expect(on.blockProbePasses == 196)
        func fit(_ size: Double, _ rows: Double) -> Double { 2 * rows * size * size + size * size * size / 3 }
        // A count, six colours and three shapes, each with 0.3 of the pictures outside its largest class, beside all pictures once;
        // tokens of 32 numbers, patches of 48.
        func pictures(_ size: Double) -> Double { 2 * 50 * size * size + 10 * fit(size, 15) }
        let blocks = 3 * (pictures(128) + fit(32, 800)), input = pictures(192) + fit(48, 800)
        #expect(abs(on.blockProbeReaderFLOPs / (2 * (blocks + input)) - 1) < 1e-12)
    }
}

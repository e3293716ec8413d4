import Choices
import Experiments
import Foundation
import Platform
import TestSupport
import Testing
import UViT

@testable import Training

@Suite("Knock-out while sampling")
struct KnockoutEvaluationTests {
    private func run(_ job: TrainingJob, threads: Int = 1) throws -> MemorySink {
        let (folder, sink) = (TemporaryFolder(), MemorySink())
        let trainer = try JobTrainer(
            job: job, assets: JobAssets(), files: JobFiles(root: folder.url, key: job.key), threads: threads, sink: sink,
            stop: StopSignal())
        #expect(try trainer.run() == .done)
        return sink
    }

    @Test(
        "Outer blocks are the first and the last quarter, rounded down, one at least",
        arguments: [(3, [0, 2]), (5, [0, 4]), (9, [0, 1, 7, 8])])
    func places(count: Int, outer: [Int]) {
        #expect((0..<count).filter { BlockPlace.of(position: $0, count: count) == .outer } == outer)
    }

    private func model(_ conditioning: Conditioning, depth: Int, point: Int) -> ModelConfiguration {
        TinyJobs.configuration {
            $0.model.depth = depth
            $0.fusion.conditioning = conditioning
            $0.fusion.point = point
            $0.fusion.textDepth = 2
        }.modelConfiguration
    }

    /// Two text blocks stand before the joint ones: image stream position k is block k for the image blocks before them, k + 2 behind.
    @Test("The plan names the blocks that see text by their place in the image stream and samples every set once")
    func plan() {
        let early = KnockoutPlan(model(.concat, depth: 4, point: 0))
        #expect(
            early.choices.map(\.name) == ["none", "all", "outer", "inner", "block_0", "block_1", "block_2", "block_3", "block_4"])
        #expect(early.choices[2].blocks == [2, 6] && early.choices[3].blocks == [3, 4, 5] && early.choices[4].blocks == [2])
        #expect(early.sets.count == 9)
        let middle = KnockoutPlan(model(.crossAttention, depth: 4, point: 2))
        #expect(middle.choices.map(\.name) == ["none", "all", "outer", "inner", "block_2"])
        #expect(middle.choices[2].blocks.isEmpty && middle.choices[3].blocks == [4])
        #expect(middle.sets == [[], [4]])
    }

    @Test("records what every choice of blocks costs, the same with any number of threads", arguments: Conditioning.allCases)
    func records(conditioning: Conditioning) throws {
        let job = TinyJobs.job {
            $0.fusion.conditioning = conditioning
            $0.evaluate.knockout = 5
            $0.sample.images = 5
        }
        let sink = try run(job)
        for question in ["all", "count", "colour", "shape"] {
            let none = try #require(sink.value("knockout_none_oracle_\(question)", "generated", 12))
            // The first images of the job's own sample: same captions, same noise.
            #expect(none == sink.value("oracle_\(question)", "all", 12))
            for (place, cost) in [("all", "all"), ("outer", "outer"), ("inner", "inner"), ("block_0", "block_0"), ("block_2", "block_2")] {
                let share = try #require(sink.value("knockout_\(place)_oracle_\(question)", "generated", 12))
                #expect(sink.value("knockout_cost_\(cost)_oracle_\(question)", "generated", 12) == none - share)
            }
        }
        #expect(sink.value("knockout_none_frechet_distance", "generated", 12) == nil)
        #expect(try run(job, threads: 3).metrics == sink.metrics)
        let without = try run(TinyJobs.job { $0.fusion.conditioning = conditioning })
        #expect(without.metrics.keys.allSatisfy { !$0.contains("knockout") })
        // It only looks: everything else keeps its bits.
        for (name, value) in without.metrics { #expect(sink.metrics[name] == value) }
    }

    /// Images that several looks ask for are drawn once; whether they are must not show.
    @Test("draws an image from its place and caption alone, also when another look has drawn it", arguments: [3, 40])
    func sharedImages(first count: Int) throws {
        let job = TinyJobs.job {
            $0.evaluate.knockout = 35
            $0.evaluate.localisation = 2
        }
        #expect(job.configuration.sharedImages == 35)
        let materials = try JobAssets().materials(for: job.configuration, judged: false)
        let weights = Parameters(materials.model)
        weights.initialise(seed: 3, scheme: .fanIn)
        func network() -> JobNetwork { JobNetwork(materials, weights: weights, seed: 5, step: 1, threads: 2, stop: StopSignal()) }
        let captions = (0..<70).map { materials.dataset.caption(.test, $0 % 24, wording: 0) }, elements = materials.model.imageElements
        let one = network(), other = network()
        let drawn = try one.images(for: captions).array
        #expect(try other.images(for: Array(captions[..<count])).array == Array(drawn[..<(count * elements)]))
        // Kept, drawn again behind what is kept, and never taken for those of another caption or of hidden text.
        #expect(try one.images(for: captions).array == drawn)
        #expect(try one.images(for: Array(captions[..<count])).array == Array(drawn[..<(count * elements)]))
        let turned = Array(captions[1...] + captions[..<1])
        #expect(try one.images(for: turned).array == network().images(for: turned).array)
        var hidden: [Float] = []
        try one.forEachBatch(of: captions, hidingTextIn: [1, 2, 3]) {
            hidden += UnsafeBufferPointer(start: $0, count: $1.count * elements)
        }
        #expect(hidden != drawn)
    }

    @Test("says which blocks do not see the text, and judges where there is a judge")
    func missing() throws {
        let job = TinyJobs.job {
            $0.fusion.point = 1
            $0.evaluate.evaluator = .miniCLIP
            $0.evaluate.evaluatorSteps = 3
            $0.evaluate.knockout = 12
            $0.sample.images = 12
        }
        let sink = try run(job)
        #expect(sink.missing["knockout_cost_outer_oracle_count/generated@12"] == "no outer block sees the text")
        for place in ["none", "all", "inner", "block_1"] {
            #expect(sink.value("knockout_\(place)_frechet_distance", "generated", 12)?.isFinite == true)
            #expect(sink.value("knockout_\(place)_clip_score", "generated", 12)?.isFinite == true)
        }
        #expect(sink.value("knockout_outer_clip_score", "generated", 12) == nil)
        #expect(sink.value("knockout_none_frechet_distance", "generated", 12) == sink.value("frechet_distance", "all", 12))
        #expect(sink.value("knockout_none_clip_score", "generated", 12) == sink.value("clip_score", "all", 12))
        // All blocks that see text are inner and a single one.
        let all = sink.value("knockout_all_frechet_distance", "generated", 12)
        #expect(all == sink.value("knockout_block_1_frechet_distance", "generated", 12))
        #expect(all != sink.value("knockout_none_frechet_distance", "generated", 12))
    }

    @Test("with guidance the half without caption sees its empty context as before")
    func guidance() throws {
        let materials = try JobAssets().materials(for: TinyJobs.configuration(), judged: false)
        let weights = Parameters(materials.model)
        weights.initialise(seed: 1, scheme: .fanIn)
        let network = JobNetwork(materials, weights: weights, seed: 1, step: 1, threads: 1, stop: StopSignal())
        let seeing = Set(materials.model.blocks.indices.filter { materials.model.blocks[$0].seesText })
        func images(_ captions: [String], hiding hidden: Set<Int>) throws -> [Float] {
            var images: [Float] = []
            try network.forEachBatch(of: captions, hidingTextIn: hidden) { batch, range in
                images += UnsafeBufferPointer(start: batch, count: range.count * materials.model.imageElements)
            }
            return images
        }
        let captions = ["one red circle", "two blue squares", "three green circles"]
        let hidden = try images(captions, hiding: seeing)
        // Independent of the captions, and not what the unhidden empty caption gives: only the other half reads it.
        #expect(try images(["one blue square", "", "two red circles"], hiding: seeing) == hidden)
        #expect(try images(["", "", ""], hiding: []) != hidden)
        #expect(try images(captions, hiding: []) != hidden)
        #expect(network.predictor.knockout == nil)
    }
}

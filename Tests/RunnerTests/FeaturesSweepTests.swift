import Experiments
import Foundation
import ResultsStore
@testable import Runner
import TensorFiles
import Testing
import Training

/// Latents whose first channel says which of two contexts they have.
private func writeFeatures(_ folder: URL) throws {
    func write(_ name: String, _ shape: [Int], _ values: [Float]) throws {
        let url = folder.appendingPathComponent("\(name).npy")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try values.withUnsafeBufferPointer { try writeNumPy(to: url, shape: shape, floats: $0) }
    }
    let area = 16 * 16
    for (split, count) in [("train", 24), ("val", 8)] {
        for item in 0..<count {
            let sign: Float = item % 2 == 0 ? 6 : -6
            let means = (0..<4 * area).map { $0 < area ? sign : 0 }
            try write("\(split)/\(item)", [8, 16, 16], means + Array(repeating: -4, count: 4 * area))
            try write("\(split)/\(item)_0", [3, 4], Array(repeating: sign / 6, count: 12))
        }
    }
    try write("empty_context", [3, 4], Array(repeating: 0, count: 12))
}

@Suite("A sweep on features")
struct FeaturesSweepTests {
    private let options = [
        "data={kind: features, path: features, image_size: 16, train: 0, test: 8}", "text={encoder: precomputed, max_tokens: 3, width: 4}",
        "train.steps=300", "train.prediction=x0", "train.learning_rate=3e-3", "train.ema=0.98", "evaluate.validation=8",
        "evaluate.every=300",
        "sample.images=4", "sample.steps=10",
    ]

    private func spec(_ changes: [String]) -> String {
        (options + changes).map { option in
            let parts = option.split(separator: "=", maxSplits: 1)
            return "  \(parts[0]): \(parts[1])"
        }.joined(separator: "\n")
    }

    private func sweep(_ fixture: SweepFixture, _ changes: [String] = [], axes: String = "", overrides: [String] = []) throws -> Sweep {
        let file = fixture.folder.appendingPathComponent("latents.yaml")
        let base = "model: {patch_size: 4, width: 32, depth: 2, heads: 2, init: fan-in}"
        try Data("name: latents\nbase:\n  \(base)\n  train.batch_size: 8\n  train.lanes: 2\n\(spec(changes))\n\(axes)".utf8).write(to: file)
        return try Sweep(path: file.path, overrides: overrides)
    }

    @Test("trains, samples what a context asks for, and gives the same bits with any number of threads")
    func learns() throws {
        let one = try SweepFixture(), two = try SweepFixture()
        for fixture in [one, two] { try writeFeatures(fixture.folder.appendingPathComponent("features")) }
        let sweep = try sweep(one, axes: "axes: {fusion.point: [0, 1], fusion.conditioning: [concat, cross-attention]}\n")
        #expect(try one.run(sweep).done == 4)
        #expect(
            try two.run(
                self.sweep(two, axes: "axes: {fusion.point: [0, 1], fusion.conditioning: [concat, cross-attention]}\n"), workers: 2,
                threads: 2
            ).done == 4)
        #expect(try one.results() == two.results())
        for job in sweep.jobs {
            let model = try TrainedModel(job: TrainingJob(job), assets: JobAssets(), files: one.store.files(of: job.key), threads: 1)
            for (caption, sign) in [("val/0_0", Float(6)), ("val/1_0", -6)] {
                let (values, shape) = try model.planarSamples(caption: caption, count: 2, seed: 1, guidance: 0, steps: 10)
                #expect(shape == [2, 4, 16, 16])
                let mean = values[..<256].reduce(0, +) / 256
                #expect(abs(mean - sign) < 1.5, "\(sweep.label(of: job)) \(caption): \(mean)")
            }
        }
    }

    @Test("finds its data again after their folder moved, once its spec was run from there; nothing is trained for that")
    func moves() throws {
        let fixture = try SweepFixture()
        let old = fixture.folder.appendingPathComponent("features"), new = fixture.folder.appendingPathComponent("moved")
        try writeFeatures(old)
        let short = ["train.steps=2", "evaluate.every=2"], before = try sweep(fixture, overrides: short), key = before.jobs[0].key
        #expect(try fixture.run(before).done == 1)
        func model() throws -> TrainedModel {
            let stored = try fixture.store.open(.readOnly).job(key).configuration.json
            let configuration = try JSONDecoder().decode(JobConfiguration.self, from: Data(stored.utf8))
            return try TrainedModel(
                job: TrainingJob(key: key, seed: 1, configuration: configuration), assets: JobAssets(), files: fixture.store.files(of: key),
                threads: 1)
        }
        #expect(try model().dataFingerprint == before.jobs[0].dataFingerprint)
        try FileManager.default.moveItem(at: old, to: new)
        #expect(throws: (any Error).self) { try model() }
        #expect(try fixture.run(sweep(fixture, overrides: short + ["data.path=\(new.path)"])).cached == 1)
        #expect(try model().dataFingerprint == before.jobs[0].dataFingerprint)
    }

    @Test("refuses text options that are not the contexts', and a judge, before anything runs")
    func refusals() throws {
        let fixture = try SweepFixture()
        try writeFeatures(fixture.folder.appendingPathComponent("features"))
        #expect(throws: (any Error).self) { try sweep(fixture, ["text={encoder: precomputed, max_tokens: 4, width: 4}"]) }
        let problem = #expect(throws: (any Error).self) { try sweep(fixture, ["text.width=5"]) }
        #expect("\(problem!)".contains("text.max_tokens and text.width") || "\(problem!)".contains("twice"))
        #expect(throws: SpecFailure.self) { try sweep(fixture, ["evaluate.evaluator=mini-clip"]) }
    }
}

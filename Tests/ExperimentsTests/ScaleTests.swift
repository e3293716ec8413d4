import Foundation
import Testing
@testable import Experiments

@Suite(.serialized) struct ScaleTests {
    static func grid(_ seeds: Int) -> String {
        let points = Array(0..<10).map(String.init).joined(separator: ", ")
        let rates = (1...100).map { "\($0)e-5" }.joined(separator: ", ")
        return """
            base: {model.depth: 20, data.train: 100000}
            axes:
              fusion.point: [\(points)]
              fusion.text_depth: [\(points)]
              data.seed: [\(points)]
              train.learning_rate: [\(rates)]
            exclude: [{fusion.point: 0, fusion.text_depth: 9, data.seed: 9, train.learning_rate: 1e-3}]
            when: [{if: {fusion.point: [8, 9]}, set: {train.steps: 5000}}]
            seeds: {count: \(seeds)}
            """
    }

    /// The bounds are several times what an idle machine needs, so that a busy one passes.
    @Test("A hundred thousand cells are planned in seconds and little memory", arguments: [1, 6])
    func hundredThousandCells(_ seeds: Int) throws {
        let before = residentBytes()
        let clock = ContinuousClock()
        var spec: Spec?
        let loading = try clock.measure { spec = try loadSpec(Self.grid(seeds)) }
        let loaded = try #require(spec)
        #expect(loaded.cellCount == 99_999)
        var jobs: [Job] = []
        let hashing = clock.measure { jobs = loaded.jobs { "seed \($0.seed)" } }
        let grown = (residentBytes() - before) >> 20
        print("\(loaded.cellCount) cells x \(seeds) seeds: load \(loading), keys \(hashing), \(grown) MB more")
        #expect(jobs.count == 99_999 * seeds)
        #expect(Set(jobs.map(\.key)).count == jobs.count)
        #expect(loading + hashing < .seconds(seeds == 1 ? 6 : 15))
        #expect(grown < 500)
        let last = jobs[jobs.count - 1]
        #expect(last.configuration.key(seed: seeds, dataFingerprint: "seed 9") == last.key)
        #expect(loaded.cell(99_998).label == "point=9 text_depth=9 seed=9 learning_rate=0.001 steps=5000")
    }

    @Test("Grids beyond the limits are refused before they are built") func limits() {
        let values = (1...200).map(String.init).joined(separator: ", ")
        let axes = ["train.steps", "train.warmup_steps", "data.seed", "text.seed", "train.log_every", "sample.steps"]
        let three = "axes: {" + axes.prefix(3).map { "\($0): [\(values)]" }.joined(separator: ", ") + "}"
        #expect(errors(three) == ["spec.yaml:1:8: error: the axes expand to 8000000 cells, allowed: at most 1000000"])
        let two = "axes: {" + axes.prefix(2).map { "\($0): [\(values)]" }.joined(separator: ", ") + "}\nseeds: {count: 1000}"
        #expect(errors(two) == ["spec.yaml:2:8: error: 40000 cells with 1000 seeds each make 40000000 jobs, allowed: at most 5000000"])
        let nine = ["evaluate.every", "train.checkpoint_every", "evaluate.sample_every"]
        let many = "axes: {" + (axes + nine).map { "\($0): [\(values)]" }.joined(separator: ", ") + "}"
        #expect(errors(many) == ["spec.yaml:1:8: error: the axes expand to far too many cells, allowed: at most 1000000"])
    }

    private func residentBytes() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * 4096
    }
}

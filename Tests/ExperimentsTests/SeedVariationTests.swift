import Foundation
import Testing
@testable import Experiments

@Suite("Options that vary with the seed") struct SeedVariationTests {
    static let vary = "vary: [data.seed, text.seed, evaluate.evaluator_seed]"
    static let axes = "axes: {fusion.point: [0, 2], fusion.conditioning: [concat, cross-attention]}\n"

    /// Both hashes by Python's hashlib over the documented text: `data.seed=3`, `evaluate.evaluator_seed=103` (jobs only),
    /// `text.seed=3`, `seed=3`, `data=shapes-32`, `format=job-1` or `training-1`, a line each.
    @Test("enter keys as if each were written out") func golden() throws {
        let jobs = try loadSpec("seeds: {count: 3, \(Self.vary)}").jobs { "shapes-\($0.imageSize)" }
        #expect(jobs[2].key == "3b576622c9cb833834e10e050e84c6b321f3b3cefcdae890aa230f1ed2e8e051")
        #expect(jobs[2].trainingKey == "f60d793d3a6f04f56b2689ea9aa1ab0343a8ab94cd3086cca86b194f33331912")
    }

    @Test(
        "move by the distance to the first seed, which has the declared values",
        arguments: [("{count: 4, first: 3, VARY}", [3, 4, 5, 6]), ("{list: [7, 4, 12], VARY}", [7, 4, 12])])
    func values(_ seeds: String, _ numbers: [Int]) throws {
        let text = "base: {data.seed: 20, text.seed: 30}\n" + Self.axes
        let spec = try loadSpec(text + "seeds: " + seeds.replacing("VARY", with: Self.vary))
        let jobs = spec.jobs { "data \($0.seed)" }
        #expect(jobs.map(\.seed) == [numbers, numbers, numbers, numbers].flatMap(\.self))
        #expect(jobs.map(\.cellIndex) == (0..<4).flatMap { Array(repeating: $0, count: numbers.count) })
        for job in jobs {
            let offset = job.seed - numbers[0], configuration = job.configuration
            #expect(
                (configuration.data.seed, configuration.text.seed, configuration.evaluate.evaluatorSeed) == (
                    20 + offset, 30 + offset, 101 + offset
                ))
            #expect(job.seedOffset == offset && job.dataFingerprint == "data \(20 + offset)")
            // The plain form of the same, and what a store that reads the recorded configuration makes of it.
            #expect(configuration.key(seed: job.seed, dataFingerprint: job.dataFingerprint) == job.key)
            #expect(configuration.trainingKey(seed: job.seed, dataFingerprint: job.dataFingerprint) == job.trainingKey)
            let recorded = try JSONDecoder().decode(JobConfiguration.self, from: Data(configuration.resolvedJSON.utf8))
            #expect(recorded == configuration)
        }
        let first = try loadSpec(text + "seeds: [\(numbers[0])]").jobs { "data \($0.seed)" }
        #expect(jobs.filter { $0.seed == numbers[0] }.map(\.key) == first.map(\.key))
        let second = try loadSpec(
            text + "seeds: [\(numbers[1])]",
            overrides: [
                "data.seed=\(20 + numbers[1] - numbers[0])", "text.seed=\(30 + numbers[1] - numbers[0])",
                "evaluate.evaluator_seed=\(101 + numbers[1] - numbers[0])",
            ]
        ).jobs { "data \($0.seed)" }
        #expect(jobs.filter { $0.seed == numbers[1] }.map(\.key) == second.map(\.key))
        #expect(spec.cell(3).configuration.data.seed == 20)
    }

    @Test("leave the training alone where only the judge varies") func training() throws {
        let plain = try loadSpec(Self.axes + "seeds: {count: 3}").jobs { _ in "" }
        let varied = try loadSpec(Self.axes + "seeds: {count: 3, vary: [evaluate.evaluator_seed]}").jobs { _ in "" }
        #expect(plain.map(\.trainingKey) == varied.map(\.trainingKey))
        #expect(zip(plain, varied).filter { $0.key == $1.key }.map(\.0.seed) == [1, 1, 1, 1])
    }

    @Test("ask for a data set's fingerprint once a data set") func fingerprints() throws {
        func asked(_ seeds: String) throws -> [Int] {
            var asked: [Int] = []
            _ = try loadSpec(Self.axes + "seeds: \(seeds)").jobs { data in
                asked.append(data.seed)
                return "\(data.seed)"
            }
            return asked
        }
        #expect(try asked("{count: 3}") == [1])
        #expect(try asked("{count: 3, vary: [text.seed]}") == [1])
        #expect(try asked("{count: 3, vary: [data.seed]}") == [1, 2, 3])
    }

    @Test(
        "are seeds, named once, and the same in all cells",
        arguments: [
            (
                "seeds: {count: 2, vary: [data.sed]}",
                "spec.yaml:1:26: error: `seeds.vary`: found `data.sed`, allowed: `data.seed`, `text.seed`, `evaluate.evaluator_seed`; did you mean `data.seed`?"
            ),
            (
                "seeds: {count: 2, vary: [train.steps]}",
                "spec.yaml:1:26: error: `seeds.vary`: found `train.steps`, allowed: `data.seed`, `text.seed`, `evaluate.evaluator_seed`"
            ),
            (
                "seeds: {count: 2, vary: data.seed}",
                "spec.yaml:1:25: error: `seeds.vary`: found `data.seed`, allowed: a list of `data.seed`, `text.seed`, `evaluate.evaluator_seed`"
            ),
            ("seeds: {count: 2, vary: [data.seed, data.seed]}", "spec.yaml:1:37: error: `seeds.vary` lists `data.seed` twice"),
            (
                "seeds: {count: 2, vary: [data.seed]}\naxes: {data.seed: [1, 2]}",
                "spec.yaml:1:26: error: `seeds.vary` names `data.seed`, which the grid sets cell by cell (`axes`, `zip`, `when` or `include`), allowed: options with one value in all cells"
            ),
            (
                "seeds: {count: 2, vary: [text.seed]}\nwhen: [{if: {fusion.point: 0}, set: {text.seed: 2}}]",
                "spec.yaml:1:26: error: `seeds.vary` names `text.seed`, which the grid sets cell by cell (`axes`, `zip`, `when` or `include`), allowed: options with one value in all cells"
            ),
            (
                "seeds: {list: [4, 1], vary: [data.seed]}",
                "spec.yaml:1:30: error: `seeds.vary`: `data.seed` is 1, with seed 1 it would be -2, allowed: an integer from 0 to 9007199254740992"
            ),
            ("seeds: {list: [4, 1], first: 3}", "spec.yaml:1:23: error: `seeds`: `first` and `list` exclude each other"),
            ("seeds: {list: [4, 4]}", "spec.yaml:1:19: error: `seeds.list` lists `4` twice"),
            (
                "seeds: {list: 4}",
                "spec.yaml:1:15: error: `seeds.list`: found `4`, allowed: a list of integers; `[4]` is the seed 4, `{count: 4}` are so many"
            ),
            (
                "base: {text.encoder: mini-clip, evaluate.evaluator: mini-clip, evaluate.evaluator_seed: 3}\nseeds: {count: 3, vary: [text.seed]}",
                "spec.yaml:1:89: error: `evaluate.evaluator_seed` is 3, the seed of the encoder that conditions (`text.seed`): a judge must not be what it judges; give it another seed (with seed 3)"
            ),
        ]) func refused(_ text: String, _ message: String)
    {
        #expect(errors(text) == [message])
    }

    @Test("stay with seeds that the command line picks, and go with seeds that another file declares") func inherited() throws {
        let text = "seeds: {count: 3, first: 2, vary: [data.seed]}"
        func seeds(_ spec: Spec) -> [[Int]] { spec.jobs { _ in "" }.map { [$0.seed, $0.configuration.data.seed] } }
        #expect(try seeds(loadSpec(text)) == [[2, 1], [3, 2], [4, 3]])
        #expect(try seeds(loadSpec(text, overrides: ["seeds=[4]"])) == [[4, 3]])
        #expect(try seeds(loadSpec(text, overrides: ["seeds=[9]", "seeds={count: 1, first: 3}"])) == [[3, 2]])
        #expect(try seeds(loadSpec(text, overrides: ["data.seed=11"])) == [[2, 11], [3, 12], [4, 13]])
        #expect(try seeds(loadSpec(text, overrides: ["seeds={list: [4], vary: []}"])) == [[4, 1]])
        #expect(try seeds(loadSpec(text, overrides: ["seeds={list: [4, 5], vary: [data.seed]}"])) == [[4, 1], [5, 2]])
        #expect(try seeds(loadSpec("extends: parent.yaml", files: ["parent.yaml": text])) == [[2, 1], [3, 2], [4, 3]])
        #expect(try seeds(loadSpec("extends: parent.yaml\nseeds: [3, 4]", files: ["parent.yaml": text])) == [[3, 1], [4, 1]])
        #expect(try loadSpec(text).varied == ["data.seed"] && loadSpec("seeds: [1]").varied == [])
    }
}

@testable import Experiments
import Testing

@Suite("What may have been meant by a wrong value")
struct HintTests {
    /// The part of an override's error after what is allowed.
    private func hint(_ override: String) -> String {
        let messages = errors("name: x\nbase: {train.steps: 10}\naxes: {model.width: [32, 64]}", overrides: [override])
        guard messages.count == 1 else { return messages.joined(separator: "\n") }
        return messages[0].split(separator: "; ", maxSplits: 1).dropFirst().joined()
    }

    @Test(
        "is told of overrides, and never another number",
        arguments: [
            ("train.steps=1,2", "for several values write `axes.train.steps=[1, 2]`"),
            ("train.steps=1;2", "for several values write `axes.train.steps=[1, 2]`"),
            ("train.steps=100, 200, 300", "for several values write `axes.train.steps=[100, 200, 300]`"),
            ("train.steps=1,000", "did you mean `1000`?"),
            ("train.steps=1_000", "did you mean `1000`?"),
            ("train.steps=1'000'000", "did you mean `1000000`?"),
            ("train.steps=1 000", "did you mean `1000`?"),
            ("train.steps=1.000.000", "did you mean `1000000`?"),
            ("train.steps=20,5", "for several values write `axes.train.steps=[20, 5]`"),
            ("train.steps=\"20\"", "write it without quotes"),
            ("train.steps=２０", "did you mean `20`?"),
            ("train.steps=12,34,567", "for several values write `axes.train.steps=[12, 34, 567]`"),
            ("train.steps=[1, 2]", "to sweep it, write `axes.train.steps=[1, 2]`"),
            ("train.steps=20px", ""),
            ("train.learning_rate=0,001", "did you mean `0.001`?"),
            ("train.learning_rate=1,5e-3", "did you mean `1.5e-3`, or for several values `axes.train.learning_rate=[1, 5e-3]`?"),
            ("train.learning_rate=1,000", "did you mean `1000` or `1.000`?"),
            ("train.learning_rate=1.000,5", "did you mean `1000.5`, or for several values `axes.train.learning_rate=[1.000, 5]`?"),
            ("train.learning_rate=1e\u{2212}3", "did you mean `1e-3`?"),
            ("train.learning_rate=1e-3,1e-4", "for several values write `axes.train.learning_rate=[1e-3, 1e-4]`"),
            ("fusion.point=0,1", "for several values write `axes.fusion.point=[0, 1]`"),
            ("fusion.conditioning=concat,cross-attention", "for several values write `axes.fusion.conditioning=[concat, cross-attention]`"),
            ("fusion.conditioning=concta", "did you mean `concat`?"),
            ("model.qkv_bias=true,false", "for several values write `axes.model.qkv_bias=[true, false]`"),
            ("axes.fusion.point=0,1", "did you mean `[0, 1]`?"),
            ("axes.fusion.point=1", "did you mean `[1]`?"),
            ("evaluate.timesteps=50,500", "did you mean `[50, 500]`?"),
            ("evaluate.timesteps=50", "did you mean `[50]`?"),
            ("data.grammar=counts,relations", "did you mean `[counts, relations]`?"),
            ("data.path=2024", "put it in quotes: `'data.path=\"2024\"'`"),
            ("data.path=true", "put it in quotes: `'data.path=\"true\"'`"),
            ("seeds=1,2", "did you mean `[1, 2]`?"),
            ("seeds=3", "`[3]` is the seed 3, `{count: 3}` are so many"),
        ]) func overrides(_ override: String, _ expected: String)
    { #expect(hint(override) == expected) }

    @Test(
        "is told in files where the right place is",
        arguments: [
            ("base: {train.steps: '1,2'}", "; for several values write `train.steps: [1, 2]` under `axes`"),
            ("base: {data.path: 2024}", "; put it in quotes: `\"2024\"`"),
            ("axes: {fusion.point: '0,1'}", "; did you mean `[0, 1]`?"),
            ("seeds: 1 2", "; did you mean `[1, 2]`?"),
        ]) func files(_ text: String, _ expected: String)
    { #expect(errors(text).contains { $0.hasSuffix(expected) }, "\(errors(text))") }

    @Test("whatever separators stand in a number, a suggestion has its digits and its value")
    func sameNumber() throws {
        let option = try #require(OptionSchema.option("train.learning_rate"))
        let digits = ["0", "00", "1", "12", "001", "123", "1234", "5e-3"]
        for first in digits {
            for second in digits {
                for third in ["", "000", "25"] {
                    for mark in [",", ".", "_", "'", " "] {
                        let text = first + mark + second + (third.isEmpty ? "" : mark + third)
                        let tree = YAMLTree(
                            content: .scalar(text: text, isPlain: true), position: SourcePosition(file: "f", line: 0, column: 0))
                        for reading in ValueReadings(tree, of: option)?.numbers ?? [] {
                            let found = reading.filter(\.isNumber), written = text.filter(\.isNumber)
                            #expect(found == written || found == "0" + written, "\(text) -> \(reading)")
                            #expect(!reading.hasPrefix("00") && !(reading.first == "0" && reading.dropFirst().first?.isNumber == true))
                        }
                    }
                }
            }
        }
    }

    @Test("seeds take whole numbers however they are written")
    func seeds() throws {
        #expect(try loadSpec("base: {train.steps: 5}\nseeds: [1e1, 2.0]").seeds == [10, 2])
        #expect(
            errors("base: {train.steps: 5}\nseeds: [1.5]") == [
                "spec.yaml:2:9: error: `seeds`: found `1.5`, allowed: an integer from 0 to 9007199254740992"
            ])
    }

    @Test("an empty spec is refused, one without options is doubted", arguments: ["", "# later\n", "---\n", "{}"])
    func empty(text: String) throws {
        let message =
            "spec.yaml:1:1: error: the spec is empty: that is a job of nothing but defaults (4000 steps). Options go under `base` and "
            + "`axes`, as in experiments/quickstart.yaml; `fusiongrid schema` has them all"
        #expect(errors(text) == [message])
        #expect(errors(text, overrides: ["seeds=[1, 2]"]) == [message])
        #expect(try loadSpec(text, overrides: ["train.steps=5"]).warnings.isEmpty, "an option is set")
        let named = try loadSpec("name: x\nseeds: [1, 2]")
        #expect(named.warnings.map(\.description).contains { $0.hasPrefix("spec.yaml:1:1: warning: the spec sets no option: ") })
        #expect(try loadSpec("extends: a.yaml", files: ["a.yaml": "base: {train.steps: 5}"]).warnings.isEmpty)
    }
}

import Claims
import Testing
@testable import Experiments

@Suite("Claims as data")
struct ClaimsTests {
    private static let grid = """
        name: s
        axes: {fusion.point: [0, 1], fusion.text_depth: [0, 2]}

        """

    private static let claim = """
        claims:
          - id: deep
            says: Deeper is better.
            compare: {change: fusion.point, from: 0, to: last}
            each: fusion.text_depth
            where: {fusion.text_depth: [0, last]}
            primary: {metric: loss, expect: lower, margin: 5 %}
            others: [text_use_gap]

        """

    @Test("A claim says what it compares, by what, and what is no difference")
    func read() throws {
        let list = try loadSpec(Self.grid + Self.claim).claims
        #expect(
            list.claims == [
                Claim(
                    id: "deep", statement: "Deeper is better.", question: .change("fusion.point", from: .value("0"), to: .last),
                    each: ["fusion.text_depth"], conditions: [Condition("fusion.text_depth", [.value("0"), .last])],
                    primary: [Measure("loss/validation", expected: .lower, margin: .percent(5))],
                    others: [Measure("text_use_gap/validation", expected: .higher)])
            ])
        #expect(list.evaluatorAccuracy == 0.98)
    }

    @Test("Every form of a question, margin and expectation")
    func forms() throws {
        func claim(_ compare: String, _ primary: String = "loss") throws -> Claim {
            let text = "claims:\n  - {id: a, says: b, compare: \(compare), primary: \(primary)}\n"
            return try #require(try loadSpec(Self.grid + text).claims.claims.first)
        }
        #expect(try claim("{slope: fusion.point}").question == .slope("fusion.point"))
        #expect(try claim("{interaction: [fusion.point, fusion.text_depth]}").question == .interaction("fusion.point", "fusion.text_depth"))
        #expect(try claim("{level: 0.5}").question == .level(0.5))
        #expect(try claim("{change: fusion.point}").question == .change("fusion.point", from: .first, to: .last))
        #expect(
            try claim("{cells: {fusion: {point: last}}, with: {fusion.point: 0}}").question
                == .cells([Condition("fusion.point", [.last])], against: [Condition("fusion.point", [.value("0")])]))
        let measures = try claim(
            "{slope: fusion.point}",
            "[{metric: oracle_all, margin: 3 points}, {metric: attention_entropy, expect: either, margin: 0.05 absolute}, {metric: loss/train, by: 1.5%}]"
        )
        #expect(
            measures.primary == [
                Measure("oracle_all/all", expected: .higher, margin: .points(3)),
                Measure("attention_entropy", expected: nil, margin: .absolute(0.05)),
                Measure("loss/train", expected: .lower, size: .percent(1.5)),
            ])
    }

    @Test("Without claims those of the paper are asked; they can be extended, margins and accuracy changed")
    func paper() throws {
        let list = try loadSpec(Self.grid).claims
        #expect(list == PaperClaims.list && list.name == "arxiv-2403.16530" && list.claims.count > 8)
        #expect(Set(list.claims.map(\.id)).count == list.claims.count)
        let own = try loadSpec(
            Self.grid + """
                claims:
                  evaluator_accuracy: 0.5
                  margins: {oracle_all: 2 points, loss/validation: 5 %}
                  claims:
                    - {id: quality, says: mine, compare: {slope: fusion.point}, primary: loss}
                  extends: arxiv-2403.16530
                """
        ).claims
        #expect(own.evaluatorAccuracy == 0.5 && own.claims.count == list.claims.count)
        #expect(own.claims.first { $0.id == "quality" }?.statement == "mine")
        #expect(own.margins == ["oracle_all/all": .points(2), "loss/validation": .percent(5)])
    }

    @Test("A file of claims is read from beside the file that names it, and is part of the source")
    func files() throws {
        let mine = "name: mine\nclaims:\n  - {id: a, says: b, compare: {slope: fusion.point}, primary: loss}\n"
        let spec = try loadSpec(Self.grid + "claims: sub/mine.yaml\n", files: ["sub/mine.yaml": mine])
        #expect(spec.claims.claims.map(\.id) == ["a"])
        #expect(spec.sourceText.contains("name: mine"))
        let child = try loadSpec("extends: base.yaml\nname: c\n", files: ["base.yaml": Self.grid + Self.claim])
        #expect(child.claims.claims.map(\.id) == ["deep"])
        #expect(try loadSpec(Self.grid + Self.claim, overrides: ["claims="]).claims == PaperClaims.list)
    }

    @Test("Claims change no job")
    func keys() throws {
        let plain = try loadSpec(Self.grid), claimed = try loadSpec(Self.grid + Self.claim)
        #expect(try plain.jobs { _ in "d" }.map(\.key) == claimed.jobs { _ in "d" }.map(\.key))
    }

    private static let faults: [(String, String)] = [
        (
            "compare: {change: fusion.pont}, primary: loss",
            "spec.yaml:4:40: error: unknown option `fusion.pont`; did you mean `fusion.point`?"
        ),
        (
            "compare: {slope: fusion.point}, primary: {metric: los, expect: lower}",
            "spec.yaml:4:72: error: unknown metric `los`; did you mean `loss`?"
        ),
        (
            "compare: {slope: fusion.point}, primary: {metric: oracle_all/tset}",
            "spec.yaml:4:72: error: metric `oracle_all/tset`: `oracle_all` is not measured on `tset`, allowed: `oracle_all/all`, `oracle_all/seen`, `oracle_all/held-out`"
        ),
        (
            "compare: {slope: fusion.point}, primary: {metric: oracle_all, margin: 3}",
            "spec.yaml:4:92: error: `margin`: found `3`, allowed: a number and its unit: `3 points`, `10 %` of the side compared with, `0.05 absolute`; the unit is missing"
        ),
        (
            "compare: {slope: fusion.point}, primary: {metric: loss, margin: 3 points}",
            "spec.yaml:4:86: error: `margin`: found `3 points`, allowed: a number and its unit: `10 %` of the side compared with, `0.05 absolute`; `loss/validation` is no share, so it has no points"
        ),
        (
            "compare: {slope: fusion.point}, primary: {metric: attention_entropy}",
            "spec.yaml:4:63: error: `attention_entropy` has no better, so `expect` is needed: lower, higher or either"
        ),
        (
            "compare: {slope: fusion.point}, primary: {metric: loss, expect: lowr}",
            "spec.yaml:4:86: error: `expect`: found `lowr`, allowed: lower, higher or either; did you mean `lower`?"
        ),
        ("compare: {slop: fusion.point}, primary: loss", "did you mean `slope`?"),
        (
            "compare: {slope: fusion.point}, primary: {metric: loss, by: 100 %}",
            "`by`: found `100 %`, allowed: less than 100 %: nothing is lower by all of itself"
        ),
        (
            "compare: {level: 0.5}, primary: {metric: oracle_all, by: 3 points}",
            "`by` with `level`: found `3 points`, allowed: the level that must be exceeded, without `by`"
        ),
        (
            "compare: {level: 0.5}, primary: {metric: oracle_all, margin: 10 %}",
            "`margin` with `level`: found `10 %`, allowed: points or absolute; no side is compared with"
        ),
        ("compare: {cells: {fusion.point: 1}}, primary: loss", "`cells` needs `with`: the cells they are compared with"),
        ("compare: {slope: fusion.point}", "spec.yaml:4:5: error: a claim needs `primary`"),
        (
            "compare: {slope: fusion.point}, primary: loss, wher: {fusion.point: 0}",
            "unknown key `wher` in `a claim`; did you mean `where`?"
        ),
        (
            "compare: {slope: fusion.point}, primary: loss, where: {fusion.point: x}",
            "`fusion.point`: found `x`, allowed: an integer from 0 to 64"
        ),
        (
            "compare: {slope: fusion.point}, primary: attention_pointing/test",
            "spec.yaml:4:63: error: claim `a`: no job of this spec records its primary measure (attention_pointing/test: it needs `evaluate.localisation` above 0)"
        ),
        (
            "compare: {slope: fusion.point}, primary: [clip_score, oracle_relation]",
            "no job of this spec records its primary measure (clip_score/all: it needs an `evaluate.evaluator`; oracle_relation/all: it needs `relations` in `data.grammar`)"
        ),
    ]

    @Test("Faulty claims name the place, what was found and the nearest word", arguments: faults)
    func faulty(rest: String, message: String) throws {
        let text = Self.grid + "claims:\n  - {id: a, says: b, \(rest)}\n"
        do {
            _ = try loadSpec(text.replacing("\n\n", with: "\n"), overrides: ["data.grammar=[counts]"])
            Issue.record("no error for \(rest)")
        } catch {
            #expect("\(error)".contains(message), "\(error)")
        }
    }

    @Test("Faults of the grid and of claims are told at once")
    func together() {
        let text = "axes: {fusion.pont: [0]}\nclaims:\n  - {id: a, says: b, compare: {slope: fusion.point}, primary: los}\n"
        #expect(
            errors(text) == [
                "spec.yaml:1:8: error: unknown option `fusion.pont`; did you mean `fusion.point`?",
                "spec.yaml:3:63: error: unknown metric `los`; did you mean `loss`?",
            ])
    }

    @Test("A circle of files, a missing one, and one that is no list")
    func badFiles() {
        func failure(_ claims: String, _ files: [String: String]) -> String {
            do {
                _ = try loadSpec(Self.grid + "claims: \(claims)\n", files: files)
                return ""
            } catch { return "\(error)" }
        }
        #expect(
            failure("a.yaml", ["a.yaml": "extends: b.yaml\n", "b.yaml": "extends: a.yaml\n"])
                .contains("b.yaml:1:10: error: `extends` of claims runs in a circle: a.yaml -> b.yaml -> a.yaml"))
        #expect(failure("arxiv-2403.16531", [:]).contains("did you mean `arxiv-2403.16530`?"))
        #expect(failure("3", ["3": "5"]).contains("3:1:1: error: cannot read the claims `5`: no such file"))
        #expect(failure("", [:]).contains("`claims`: found nothing, allowed: a list of claims, a file of them, or a mapping with"))
        #expect(failure("[a]", [:]).contains("a claim: found `a`, allowed: a mapping with `id`, `says`"))
    }
}

import Claims
import Foundation
import Results
import ResultsStore
import Testing
@testable import Reports

@Suite("Claims")
struct ClaimsTests {
    typealias Place = PlantedStore.Place

    private static let point = "fusion.point", depth = "fusion.text_depth", conditioning = "fusion.conditioning"

    private static func claim(
        _ id: String, _ question: Question, each: [String] = [], where conditions: [Condition] = [],
        _ metric: String = "frechet_distance/all", _ expected: Metric.Direction? = .lower, size: Margin? = nil, margin: Margin? = nil,
        others: [Measure] = []
    ) -> Claim {
        Claim(
            id: id, statement: "It is \(id).", question: question, each: each, conditions: conditions,
            primary: [Measure(metric, expected: expected, size: size, margin: margin)], others: others)
    }

    private static let list = ClaimList(
        name: "mine", evaluatorAccuracy: 0,
        claims: [
            claim("point", .change(point, from: .value("0"), to: .last)), claim("slope", .slope(point)),
            claim("blocks", .change(depth, from: .first, to: .last), each: [conditioning], "clip_score/all", .higher),
            claim("both", .interaction(point, depth), margin: .absolute(1.5)),
            claim("count", .change(point, from: .first, to: .last), "oracle_count/all", .higher, margin: .points(3)),
            claim(
                "model",
                .cells(
                    [Condition(point, [.last]), Condition(depth, [.last])],
                    against: [Condition(point, [.first]), Condition(depth, [.first])]),
                "reference_forward_flops/cost", size: .percent(10)),
            claim("fast", .change(point, from: .first, to: .last), "images_per_second", .higher),
            claim("focus", .level(0), where: [Condition(point, [.value("0")])], "gap/validation", .higher),
        ])

    /// Deeper points and text blocks help Fréchet, nothing interacts; text blocks help CLIP; counting suffers.
    private func planted(
        seeds: Int = 8, axes: [(path: String, values: [String])] = PlantedStore.fusionAxes, claims: ClaimList = list,
        isMissing: (Place) -> Bool = { _ in false }, metrics extra: [(name: String, value: (Place) -> Double?)] = [],
        without: Set<String> = [], unfinished: (Place) -> Ending?? = { _ in nil }
    ) throws -> PlantedStore {
        let all: [(name: String, value: (Place) -> Double?)] = [
            ("frechet_distance/all", { 30 - 2 * $0.point - $0.depth + 0.2 * noise($0, "frechet") + Double($0.seed) }),
            ("clip_score/all", { 0.5 + 0.05 * $0.depth + 0.01 * noise($0, "clip") }),
            ("oracle_count/all", { 0.6 - 0.05 * $0.point + 0.01 * noise($0, "count") }),
            ("gap/validation", { 0.3 + 0.1 * noise($0, "gap") }), ("loss/validation", { _ in 0.1 }),
            ("images_per_second", { 100 * ($0.point > 0 ? 1.2 : 1) * exp(0.02 * noise($0, "rate")) }),
        ]
        return try PlantedStore(
            axes: axes, seeds: seeds, claims: claims, isMissing: isMissing,
            costs: [
                ("reference_forward_flops/cost", { 100 - 4 * $0.point + $0.depth }), ("parameters/cost", { 1e6 * (10 + $0.depth) }),
            ],
            metrics: all.filter { !without.contains($0.name) } + extra, unfinished: unfinished)
    }

    private func answers(_ made: PlantedStore) throws -> [String: ClaimAnswer] {
        let report = try ClaimsReport(grid: made.grid, store: made.store)
        return Dictionary(uniqueKeysWithValues: report.answers.filter(\.isPrimary).map { ($0.name(made.grid), $0) })
    }

    @Test("Planted effects are supported or contradicted, what is absent is no difference, and speed is not a sweep's to say")
    func verdicts() throws {
        let found = try answers(try planted())
        #expect(
            found.mapValues(\.verdict) == [
                "point": .supported, "slope": .supported, "blocks, concat": .supported, "blocks, cross-attention": .supported,
                "both": .equivalent, "count": .contradicted, "model": .supported, "fast": .unasked, "focus": .supported,
            ])
        #expect(found["fast"]?.reason == "a sweep cannot say: its speeds depend on what else ran; ask `fusiongrid bench`")
        #expect(found["fast"]?.p == nil && found["fast"]?.interval == nil)
        #expect(found["model"]?.isRatio == true && abs((found["model"]?.effect ?? 0) + 14) < 1e-9)
    }

    @Test("Effects are those that were planted, with one family's adjusted p beside each question's own")
    func effects() throws {
        let found = try answers(try planted())
        func effect(_ name: String) throws -> Double { try #require(found[name]?.effect) }
        #expect(abs(try effect("point") + 8) < 0.2)
        #expect(abs(try effect("slope") + 2) < 0.05)
        #expect(found["slope"]?.rate == "per block")
        #expect(abs(try effect("blocks, concat") - 0.1) < 0.01)
        #expect(abs(try effect("both")) < 0.4)
        #expect(found["point"]?.compared == "point=4 against point=0, over 4 otherwise equal pairs")
        #expect(found["point"]?.seeds == 8 && found["point"]?.p == 0.0078125 && found["point"]?.adjustedP == 0.0078125)
        let both = try #require(found["both"])
        #expect(try #require(both.adjustedP) >= #require(both.p))
        #expect(try #require(both.equivalenceP) <= 0.05 && both.margin == 1.5)
        #expect(try #require(both.smallestEffect) > 0)
    }

    @Test("A grid that lacks the cells is not asked: they are named, and what they would cost")
    func incomplete() throws {
        let made = try planted { $0.point == 0 && $0.depth == 2 }
        let found = try answers(made)
        for name in ["point", "slope", "both"] {
            #expect(found[name]?.verdict == .unasked && found[name]?.effect == nil, "\(name)")
            #expect(found[name]?.reason.hasPrefix("the grid lacks 2 cells (16 jobs): ") == true, "\(found[name]?.reason ?? "")")
        }
        #expect(found["point"]?.reason.contains("point=0 conditioning=concat text_depth=2; point=0 conditioning=cross-attention ") == true)
        // At one text depth the same grid can be asked.
        let fixed = ClaimList(
            name: "", claims: [Self.claim("point", .change(Self.point, from: .first, to: .last), each: [Self.depth])], margins: [:])
        var list = fixed
        list.evaluatorAccuracy = 0
        let split = try answers(try planted(claims: list) { $0.point == 0 && $0.depth == 2 })
        #expect(split["point, text_depth 0"]?.verdict == .supported)
        #expect(split["point, text_depth 2"]?.verdict == .unasked)
    }

    @Test("Not asked names its reason: options that do not vary, metrics nobody recorded, jobs that did not run")
    func reasons() throws {
        let narrow = try answers(try planted(axes: [("fusion.point", ["0", "2"])]))
        #expect(narrow["blocks"]?.reason == "the grid does not vary fusion.text_depth")
        #expect(narrow["both"]?.reason == "the grid does not vary fusion.text_depth")
        #expect(narrow["model"]?.reason == "the grid does not vary fusion.text_depth")
        #expect(narrow["point"]?.verdict == .supported)
        let few = try answers(try planted(seeds: 2, without: ["clip_score/all"]))
        #expect(few["point"]?.reason == "2 seeds reach p 0.5 at best, 6 are needed")
        #expect(few["blocks, concat"]?.reason == "not recorded")
        #expect(try answers(try planted(seeds: 6, unfinished: { _ in .some(nil) }))["point"]?.reason == "not run yet")
        let one = try answers(try planted(axes: [("fusion.point", ["0"])]))
        #expect(one["point"]?.verdict == .unasked)
        let text = try ClaimsReport(grid: planted(axes: [("fusion.point", ["0"])]).grid, store: planted().store).rendered(.text)
        #expect(text.contains("Not asked:\n"))
    }

    @Test("A seed that misses one compared cell is left out, and the count says so")
    func partial() throws {
        let made = try planted(unfinished: { $0.seed == 3 && $0.point == 4 && $0.depth == 2 ? .some(.some(.diverged)) : nil })
        let found = try answers(made)
        #expect(found["point"]?.seeds == 7 && found["point"]?.planned == 8)
        #expect(found["focus"]?.seeds == 8)
    }

    @Test("A slope whose ends do not differ is no slope")
    func slope() throws {
        // Four levels: the middle ones rise, the ends are alike.
        let axes = [("fusion.point", ["0", "1", "2", "3"])]
        let made = try PlantedStore(
            axes: axes, seeds: 8, claims: ClaimList(name: "", claims: [Self.claim("slope", .slope(Self.point), "loss/validation")]),
            metrics: [("loss/validation", { [1, 2, 0, 1][Int($0.point)] + 0.02 * noise($0, "x") })])
        let found = try #require(try answers(made)["slope"])
        #expect(found.verdict == .undecided && found.reason == "the last level against the first does not show it")
        #expect(try #require(found.adjustedP) <= 0.05)
    }

    @Test("An evaluator below the demanded accuracy gives numbers and no verdict")
    func evaluator() throws {
        var list = Self.list
        list.evaluatorAccuracy = 0.98
        let accuracy: [(name: String, value: (Place) -> Double?)] = [
            ("evaluator_retrieval/seen", { _ in 0.99 }), ("evaluator_retrieval/held-out", { _ in 0.84 }),
        ]
        let found = try answers(try planted(claims: list, metrics: accuracy))
        #expect(found["point"]?.verdict == .unasked && found["count"]?.verdict == .contradicted)
        #expect(
            found["point"]?.reason == "the evaluator finds 84.0 % of captions of real pictures, held-out; 98 % are demanded")
    }

    @Test("What differs between the sides beside the question is told")
    func remarks() throws {
        let found = try answers(try planted())
        #expect(found["blocks, concat"]?.remarks == ["+20 % parameters"])
        #expect(found["point"]?.remarks == [])
    }

    @Test("A claim knows whether it was declared before the jobs ended")
    func declared() throws {
        let made = try planted(), now = Date()
        func state(_ id: String) throws -> String {
            let report = try ClaimsReport(grid: made.grid, store: made.store)
            return report.declaration(of: try #require(made.grid.claims.claims.first { $0.id == id }))
        }
        #expect(try state("point") == "never")
        let claims = made.grid.claims.claims
        try made.store.declare(spec: "planted", claims: [(claims[0].id, claims[0].canonicalText)], now: now.addingTimeInterval(-3600))
        try made.store.declare(spec: "planted", claims: [(claims[1].id, claims[1].canonicalText)], now: now.addingTimeInterval(3600))
        try made.store.declare(spec: "planted", claims: [(claims[0].id, claims[0].canonicalText)], now: now.addingTimeInterval(7200))
        try made.store.declare(spec: "planted", claims: [(claims[2].id, "another question")], now: now.addingTimeInterval(-3600))
        #expect(try state("point") == "before" && state("slope") == "after" && state("blocks") == "never")
        let text = try ClaimsReport(grid: made.grid, store: made.store).rendered(.text)
        #expect(text.contains("Not declared before the first of these jobs ended, so exploratory: slope, blocks, "))
    }

    @Test("Every format holds the verdicts; the others are shown without")
    func formats() throws {
        var list = Self.list
        list.claims[0].others = [Measure("oracle_count/all", expected: .higher)]
        let made = try planted(claims: list), report = try ClaimsReport(grid: made.grid, store: made.store)
        let text = try report.rendered(.text), lines = text.split(separator: "\n").map(String.init)
        #expect(lines[0].hasPrefix("claim") && lines[0].hasSuffix("verdict"))
        #expect(lines.contains { $0.hasPrefix("blocks, concat  ") && $0.hasSuffix("supported (sides differ: +20 % parameters)") })
        #expect(text.contains("point: It is point. Compared: point=4 against point=0, over 4 otherwise equal pairs."))
        #expect(try report.rendered(.markdown).contains("| slope | frechet_distance ↓ | 8/8 | "))
        #expect(try report.rendered(.latex).contains("model & reference\\_forward\\_flops $\\downarrow$ & exact & $-$14.0 \\%"))
        let csv = try report.rendered(.csv).split(separator: "\n").map(String.init)
        #expect(
            csv[0] == "claim,statement,fusion.conditioning,compared,metric,role,declared,verdict,reason,effect,unit,ci95_low,ci95_high,"
                + "ci90_low,ci90_high,interval_method,p,p_max_t,margin,p_equivalence,smallest_effect,seeds_for_margin,seeds,planned,remarks"
        )
        #expect(csv[2].contains(",oracle_count/all,shown,never,,,-0.199"))
        #expect(csv.count == report.answers.count + 1)
        let json = try #require(try JSONSerialization.jsonObject(with: Data(try report.rendered(.json).utf8)) as? [String: Any])
        let claims = try #require(json["claims"] as? [[String: Any]])
        #expect(claims.count == report.answers.count && claims[0]["verdict"] as? String == "supported")
        #expect((claims[0]["differences"] as? [Double])?.count == 8)
        #expect(try report.rendered(.text) == ClaimsReport(grid: made.grid, store: made.store).rendered(.text))
    }

    @Test("The questions are there before anything has run")
    func questions() throws {
        let made = try planted { $0.point == 0 && $0.depth == 2 }
        let text = try ClaimQuestions(grid: made.grid).rendered(.text)
        #expect(text.contains("not asked: 2 cells are missing (16 jobs): "))
        #expect(text.contains("count: It is count."))
        #expect(text.contains("questions can be asked. 8 seeds reach p 0.00781 at best."))
    }
}

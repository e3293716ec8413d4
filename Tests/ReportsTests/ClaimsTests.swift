import Foundation
import ResultsStore
import Testing
@testable import Reports

@Suite("The paper's claims")
struct ClaimsTests {
    typealias Place = PlantedStore.Place

    /// Deeper points and text blocks help Fréchet; text blocks alone help CLIP; counting suffers; training is 20 %
    /// faster; attention ranks rise, entropies do not change.
    private func planted(
        seeds: Int = 8, axes: [(path: String, values: [String])] = PlantedStore.fusionAxes, options: [String: String] = [:],
        metrics extra: [(name: String, value: (Place) -> Double?)] = [], without: Set<String> = [],
        unfinished: (Place) -> Ending?? = { _ in nil }
    ) throws -> PlantedStore {
        let all: [(name: String, value: (Place) -> Double?)] = [
            ("frechet_distance/all", { 30 - 2 * $0.point - $0.depth + 0.2 * noise($0, "frechet") + Double($0.seed) }),
            ("clip_score/all", { 0.5 + 0.05 * $0.depth + 0.01 * noise($0, "clip") }),
            ("oracle_count/all", { 0.6 - 0.05 * $0.point + 0.01 * noise($0, "count") }),
            ("loss/validation", { _ in 0.1 }),
            ("images_per_second", { 100 * ($0.point > 0 ? 1.2 : 1) * exp(0.02 * noise($0, "rate")) }),
        ]
        return try PlantedStore(
            axes: axes, seeds: seeds, options: options,
            costs: [
                ("reference_forward_flops/cost", { 100 - 4 * $0.point + $0.depth }),
                ("executed_forward_flops/cost", { 80 - 8 * $0.point }),
            ],
            metrics: all.filter { !without.contains($0.name) } + extra,
            attention: { (0.7 + 0.02 * noise($0, "entropy"), 2 + 0.5 * $0.point + 0.05 * noise($0, "rank")) },
            unfinished: unfinished)
    }

    private func answers(_ made: PlantedStore) throws -> [String: ClaimAnswer] {
        let report = try ClaimsReport(grid: made.grid, store: made.store)
        return Dictionary(uniqueKeysWithValues: report.answers.map { ("\($0.claim.id) \($0.metric.id)", $0) })
    }

    @Test("Planted effects are supported or contradicted, the null is undecided")
    func verdicts() throws {
        let found = try answers(try planted())
        let verdicts = found.mapValues(\.verdict)
        #expect(
            verdicts == [
                "quality frechet_distance/all": .supported, "quality loss/validation": .undecided,
                "alignment clip_score/all": .supported, "counting oracle_count/all": .contradicted,
                "flops reference_forward_flops/cost": .supported, "flops executed_forward_flops/cost": .supported,
                "flops-20 reference_forward_flops/cost": .contradicted, "flops-20 executed_forward_flops/cost": .supported,
                "speed images_per_second": .supported, "speed-50 images_per_second": .contradicted,
                "attention-rank attention_effective_rank": .supported, "attention-focus attention_entropy": .undecided,
                "depth frechet_distance/all": .supported, "depth loss/validation": .undecided,
                "text-blocks clip_score/all": .supported, "both frechet_distance/all": .supported,
                "both clip_score/all": .undecided, "both loss/validation": .undecided,
            ])
        #expect(found["quality loss/validation"]?.isStandIn == true)
        #expect(found["quality loss/validation"]?.effect == 0 && found["quality loss/validation"]?.p == 1)
        #expect(found["quality loss/validation"]?.reason == "all differences are alike: no spread to judge by")
        #expect(found["attention-focus attention_entropy"]?.reason == "the interval holds 0")
        // The corner draws no better text than the other cells with two text blocks, and the report says which.
        #expect(found["both clip_score/all"]?.reason.hasPrefix("against fusion.point ") == true)
        #expect(found["both clip_score/all"]?.reason.contains("and fusion.text_depth 2: ") == true)
    }

    @Test("Effects are those that were planted, per seed and per block")
    func effects() throws {
        let found = try answers(try planted())
        func effect(_ name: String) throws -> Double { try #require(found[name]?.effect) }
        // Points 2 and 4 with depth 2 against point 0 with depth 0: -2 * 3 - 2 = -8.
        #expect(abs(try effect("quality frechet_distance/all") + 8) < 0.2)
        #expect(abs(try effect("depth frechet_distance/all") + 2) < 0.05)
        #expect(abs(try effect("text-blocks clip_score/all") - 0.05) < 0.005)
        #expect(abs(try effect("speed images_per_second") - 20) < 2)
        // Logarithms are averaged: sqrt(94 x 86) / 100.
        #expect(abs(try effect("flops reference_forward_flops/cost") - ((94.0 * 86).squareRoot() - 100)) < 1e-9)
        #expect(abs(try effect("both frechet_distance/all") + 2) < 0.3)
        let quality = try #require(found["quality frechet_distance/all"])
        #expect(quality.seeds == 8 && quality.planned == 8 && quality.p == 0.0078125)
        #expect(
            quality.compared
                == "fusion.point above 0 and fusion.text_depth above 0 (4 cells) against fusion.point 0 and fusion.text_depth 0 (2 cells)")
        #expect(found["depth frechet_distance/all"]?.compared == "one more of fusion.point (0, 2, 4), 4 groups of cells")
        #expect(found["depth frechet_distance/all"]?.rate == "per block")
    }

    @Test("Undecided names its reason: seeds, metric, cells, jobs")
    func reasons() throws {
        let few = try answers(try planted(seeds: 2, without: ["clip_score/all"]))
        #expect(few["quality frechet_distance/all"]?.reason == "2 seeds reach p 0.5 at best, 6 are needed")
        #expect(few["alignment clip_score/all"]?.reason == "not recorded")
        #expect(few["flops reference_forward_flops/cost"]?.verdict == .supported)
        let concat = [("fusion.point", ["0", "2"])]
        let narrow = try answers(try planted(axes: concat, options: ["fusion.text_depth": "0"]))
        #expect(narrow["quality frechet_distance/all"]?.compared == "fusion.point above 0 (1 cell) against fusion.point 0 (1 cell)")
        #expect(narrow["text-blocks clip_score/all"]?.reason == "the grid has no otherwise equal cells that differ in fusion.text_depth")
        #expect(
            narrow["both clip_score/all"]?.reason
                == "the grid has no otherwise equal cells that differ in fusion.point and in fusion.text_depth, with one cell greatest in all"
        )
        let waiting = try answers(try planted(seeds: 6) { _ in .some(nil) })
        #expect(waiting["quality frechet_distance/all"]?.reason == "not run yet")
        #expect(waiting["flops reference_forward_flops/cost"]?.verdict == .supported)
        let early = try answers(try planted(seeds: 6, without: ["clip_score/all"]) { $0.seed > 2 ? .some(nil) : nil })
        #expect(early["alignment clip_score/all"]?.reason == "not recorded")
        #expect(early["quality frechet_distance/all"]?.reason == "2 seeds reach p 0.5 at best, 6 are needed")
        let mixed = try answers(
            try planted(seeds: 2, axes: concat) { $0.point == 0 ? ($0.seed == 1 ? .some(.some(.diverged)) : .some(nil)) : nil })
        #expect(mixed["quality frechet_distance/all"]?.reason == "no seed has all compared cells: 1 diverged, 1 not run yet")
    }

    @Test("A seed that misses one compared cell is left out, and the count says so")
    func partial() throws {
        let made = try planted { $0.seed == 3 && $0.point == 2 && $0.depth == 2 ? .some(.some(.diverged)) : nil }
        let found = try answers(made)
        #expect(found["quality frechet_distance/all"]?.seeds == 7 && found["quality frechet_distance/all"]?.planned == 8)
        let text = try ClaimsReport(grid: made.grid, store: made.store).rendered(.text)
        #expect(
            text.contains("Left out: 2 of 96 jobs ended without result:\n  point=2 conditioning=concat text_depth=2: seed 3 diverged\n"))
    }

    @Test("A stand-in never takes the place of the paper's metric")
    func standIns() throws {
        let made = try planted(
            metrics: [("text_use_gap/validation", { 0.01 + 0.01 * $0.depth + 0.001 * noise($0, "gap") })],
            without: ["clip_score/all", "frechet_distance/all"])
        let text = try ClaimsReport(grid: made.grid, store: made.store).rendered(.text)
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.hasPrefix("alignment") && $0.contains("CLIP score ↑") && $0.hasSuffix("undecided: not recorded") })
        #expect(lines.contains { $0.contains("Text-use gap ↑ (stand-in)") && $0.hasSuffix("supported") })
        #expect(!text.contains("Kernel inception distance"))
    }

    @Test("Networks that do not read their captions are no evidence on alignment, and the report says so")
    func unread() throws {
        let made = try planted(metrics: [("text_use_gap/validation", { ($0.point == 4 ? 0.02 : -0.002) + 0.001 * noise($0, "gap") })])
        let text = try ClaimsReport(grid: made.grid, store: made.store).rendered(.text)
        #expect(text.contains("In 4 of 12 cells the text-use gap is surely above 0 (its 95 % interval). In the others "))
    }

    @Test("A claim that needs several comparisons is contradicted by one that is surely the other way")
    func corner() throws {
        let made = try planted(metrics: [
            (
                "oracle_all/all",
                { place in
                    (place.point == 4 && place.depth == 0 ? 0.9 : 0.2 + 0.05 * place.point) + 0.01 * noise(place, "all")
                }
            )
        ])
        let found = try #require(try answers(made)["both oracle_all/all"])
        #expect(found.verdict == .contradicted && found.reason == "worse than fusion.point 4 and fusion.text_depth 0")
    }

    @Test("Every format holds the verdicts; the measured rate's noise is told")
    func formats() throws {
        let made = try planted(), report = try ClaimsReport(grid: made.grid, store: made.store)
        let text = try report.rendered(.text)
        #expect(text.contains("quality: Intermediate fusion draws better pictures than early fusion.\nalignment: "))
        #expect(
            text.contains(
                "Compared for quality, alignment, counting, flops, flops-20, speed, speed-50, attention-rank, attention-focus: fusion.point above 0 and "
            ))
        #expect(text.contains("Fréchet distance and CLIP score: features of this project's own evaluator, not Inception's or CLIP's."))
        #expect(
            text.contains(
                "Training throughput was measured on this machine, beside whatever else ran: between seeds of one cell it varies by "))
        #expect(try report.rendered(.markdown).contains("| quality | Fréchet distance ↓ | 8/8 | "))
        #expect(
            try report.rendered(.latex).contains(
                "flops-20 & Forward pass, reference $\\downarrow$ & exact & $-$10.1 \\% & - & - & contradicted"))
        let csv = try report.rendered(.csv).split(separator: "\n").map(String.init)
        #expect(
            csv[0] == "claim,statement,compared,metric,role,verdict,reason,effect,unit,ci95_low,ci95_high,interval_method,p,seeds,planned")
        #expect(csv[1].contains(",frechet_distance/all,as in the paper,supported,,-"))
        #expect(csv.count == report.answers.count + 1)
        let json = try #require(try JSONSerialization.jsonObject(with: Data(try report.rendered(.json).utf8)) as? [String: Any])
        let claims = try #require(json["claims"] as? [[String: Any]])
        #expect(claims.count == report.answers.count && claims[0]["verdict"] as? String == "supported")
        #expect(try report.rendered(.text) == ClaimsReport(grid: made.grid, store: made.store).rendered(.text))
    }

    @Test("Every claim has an id of its own, the paper's measures are known, and a question")
    func list() {
        #expect(Set(PaperClaims.all.map(\.id)).count == PaperClaims.all.count)
        let known = Set(MetricRegistry.known.map(\.id))
        for claim in PaperClaims.all {
            #expect(!claim.questions.isEmpty && !claim.measures.isEmpty)
            for measure in claim.measures where !measure.isStandIn {
                #expect(known.contains(measure.metric), "\(claim.id): \(measure.metric)")
            }
        }
    }
}

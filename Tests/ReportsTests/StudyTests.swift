import Claims
import Foundation
import HumanEvaluation
import Results
import ResultsStore
import Testing
@testable import Reports

/// A grid of two cells whose pictures people judged: what each says is a formula.
private struct JudgedStore {
    let planted: PlantedStore
    let study: HumanStudy

    /// - Parameter answer: of a rater to an item whose first picture is of the first cell, and its seed.
    init(
        task: StudyTask = .preference, seeds: Int = 6, raters: Int = 8, scenes: Int = 24,
        answer: (_ rater: Int, _ item: HumanStudy.Item, _ picture: HumanStudy.Picture) -> Int
    ) throws {
        let claim = Claim(
            id: "people", statement: "People see it.", question: .change("fusion.point", from: .first, to: .last),
            primary: [Measure(task.metricName, expected: .higher, margin: .points(10))])
        let planted = try PlantedStore(
            axes: [("fusion.point", ["0", "2"])], seeds: seeds, claims: ClaimList(name: "own", claims: [claim]),
            metrics: [("loss/validation", { _ in 0.5 })])
        let cells = planted.grid.cells.map { cell in
            StudyDesign.Cell(
                label: planted.grid.label(of: cell), coordinates: "{}",
                jobs: cell.jobs.map { job in
                    StudyDesign.Job(
                        key: job.key, seed: job.seed, captions: (0..<24).map { "caption \($0)" }, pictures: (0..<24).map { _ in Data([1]) },
                        asked: (0..<24).map { $0 % 3 + 1 }, oracle: (0..<24).map { $0 % 2 + 1 })
                })
        }
        let checks = (0..<6).map { StudyDesign.Check(caption: "check \($0)", first: Data([2]), second: Data([3]), truth: 1) }
        let drawn = try StudyDesign(
            spec: "planted", task: task, seed: 3, cells: cells, comparisons: [(1, 0)], checks: checks, repeats: 4, plan: "{}"
        ).draw(scenes: scenes)
        let study = drawn.study
        (self.planted, self.study) = (planted, study)
        try planted.store.create(study, pictures: drawn.pictures)
        for rater in 0..<raters {
            let member = try planted.store.rater(named: "rater \(rater)", of: study.key)
            for (place, shown) in RaterSequence(study, orderSeed: member.orderSeed).showings.enumerated() {
                let item = study.items[shown.item]
                _ = try planted.store.record(
                    StudyVote(
                        item: shown.item, showing: shown.showing, answer: answer(rater, item, study.pictures[item.first]),
                        isFlipped: shown.isFlipped, place: place, seconds: 2, at: Date(timeIntervalSince1970: Double(place))), by: member)
            }
        }
    }

    var results: StudyResults { get throws { try StudyResults(study.key, store: planted.store) } }
    var claim: ClaimAnswer { get throws { try #require(try ClaimsReport(grid: planted.grid, store: planted.store).answers.first) } }

    /// A number in 0..<1 that follows from the names alone.
    static func chance(_ rater: Int, _ item: HumanStudy.Item) -> Double {
        let place = PlantedStore.Place(values: ["r": "\(rater)", "i": "\(item.first)"], seed: 1)
        return 0.5 * erfc(-noise(place, "vote") / 2.0.squareRoot())
    }
}

@Suite("What people say in reports")
struct StudyTests {
    @Test func `a win rate is a mean of votes with ties counted half, and a metric of each job within its seed`() throws {
        let judged = try JudgedStore { rater, item, _ in
            if let truth = item.truth { return truth }
            let chance = JudgedStore.chance(rater, item)
            return chance < 0.1 ? 0 : chance < 0.85 ? 1 : 2
        }
        let found = try #require(try judged.results.winRates.first)
        #expect(found.better + found.ties + found.worse == 8 * 24 && found.rate.votes == 8 * 24 && found.first == 1)
        #expect(abs(found.rate.mean - (Double(found.better) + 0.5 * Double(found.ties)) / (8 * 24)) < 1e-12)
        let interval = try #require(found.rate.interval)
        #expect(interval.low < found.rate.mean && found.rate.mean < interval.high && interval.low > 0.5)
        #expect(found.bySeed.count == 6 && found.holmP == found.rate.p)

        // Each seed: share for less share against, halved on either side.
        let metric = try MetricRegistry(store: judged.planted.store).metric("human_preference")
        let results = try GridResults(grid: judged.planted.grid, store: judged.planted.store, metrics: [metric])
        let summaries = judged.planted.grid.cells.map { results.summary($0, metric) }
        for (seed, rate) in found.bySeed {
            let values = try summaries.map { try #require($0.outcomes.first { $0.seed == seed }?.value) }
            #expect(abs(values[1] - (rate - 0.5)) < 1e-12 && abs(values[0] + values[1]) < 1e-12)
        }
        let table = try ComparisonTable(grid: judged.planted.grid, store: judged.planted.store).rendered(.text)
        #expect(table.contains("human_preference [points] ↑"), "\(table)")
        let compared = try Comparison(grid: judged.planted.grid, store: judged.planted.store, metrics: ["human_preference"])
        #expect(compared.metrics[0].cells[0].verdict(.higher).finding == .better)
        let claim = try judged.claim
        #expect(claim.verdict == .supported && claim.seeds == 6, "\(claim)")
        #expect(abs(try #require(claim.effect) - (2 * found.rate.mean - 1)) < 1e-9, "four pairs of each seed")
    }

    @Test func `a verdict needs other raters and captions as well as other seeds`() throws {
        // Two of three raters prefer the deeper cell always, the third never: every seed agrees, raters do not.
        let judged = try JudgedStore(raters: 3) { rater, item, _ in
            item.truth ?? (rater == 0 ? 2 : JudgedStore.chance(rater, item) < 0.1 ? 0 : 1)
        }
        let claim = try judged.claim
        #expect(claim.verdict == .undecided && claim.reason == "other raters and captions may see it otherwise", "\(claim)")
        #expect(try #require(claim.effect) > 0.2)
        let compared = try Comparison(grid: judged.planted.grid, store: judged.planted.store, metrics: ["human_preference"])
        #expect(compared.metrics[0].cells[0].verdict(.higher).reason == "other raters and captions may see it otherwise")
        // All raters agree in every caption, seeds do not.
        let other = try JudgedStore { _, item, picture in item.truth ?? (picture.seed! % 2 == 0 ? 1 : 2) }
        #expect(try other.claim.verdict == .undecided)
    }

    @Test func `without a study people's claims are not asked, and say how they would be`() throws {
        let judged = try JudgedStore(raters: 0) { _, _, _ in 0 }
        let claim = try judged.claim
        #expect(claim.verdict == .unasked && claim.reason.contains("fusiongrid rate new"), "\(claim)")
        let table = try ComparisonTable(grid: judged.planted.grid, store: judged.planted.store).rendered(.text)
        #expect(!table.contains("human_"))
    }

    @Test func `raters who fail the checks are kept out, and the report says what it would be with them`() throws {
        let judged = try JudgedStore { rater, item, _ in
            if rater >= 6 { return 2 }
            return item.truth ?? (JudgedStore.chance(rater, item) < 0.8 ? 1 : 2)
        }
        let results = try judged.results, found = try #require(results.winRates.first)
        #expect(results.quality.map { $0.exclusion != nil } == [false, false, false, false, false, false, true, true])
        #expect(results.quality[7].exclusion == "0 of 6 checks right" && results.quality[0].rightChecks == 6)
        #expect(found.rate.votes == 6 * 24 && abs(found.withAll - found.rate.mean * 0.75) < 1e-12)
        #expect(results.quality[7].repeats == 4 && results.quality[7].sameAnswers == 4)
        let report = StudyReport(results), text = try report.rendered(.text)
        #expect(text.contains("2 of 8 are kept out") && text.contains("no: 0 of 6 checks right"))
        #expect(
            try report.rendered(.json).contains("\"alpha_nominal\"") && report.rendered(.csv).hasPrefix("cell,against,votes,better,ties"))
        let votes = try judged.planted.store.votes(ofStudy: judged.study.key)
        let csv = try StudyVoteTable(results, votes: votes).rendered(.csv)
        #expect(csv.split(separator: "\n").count == 1 + 8 * (24 + 6 + 4))
    }

    @Test func `counts are held against captions and against the oracle`() throws {
        // People see what is asked for in the deeper cell, and one more in the other.
        let judged = try JudgedStore(task: .count) { rater, item, picture in
            if let truth = item.truth { return truth }
            let asked = picture.asked!
            return JudgedStore.chance(rater, item) < 0.1 ? 0 : picture.cell == 1 ? asked : asked + 1
        }
        let results = try judged.results, shares = results.countShares
        #expect(shares.map(\.cell) == [0, 1] && shares[0].right.mean == 0 && shares[1].right.mean > 0.8)
        #expect(shares[0].pictures == 24 && shares[0].right.votes == 8 * 24)
        // By hand: of 24 places asked is place % 3 + 1, the oracle sees place % 2 + 1: equal at 0, 1 of every six.
        #expect(abs(try #require(shares[1].oracleRight) - 2.0 / 6) < 1e-12)
        let confusion = results.confusionWithOracle()
        #expect(confusion.keys.sorted() == [1, 2] && confusion.values.reduce(0) { $0 + $1.reduce(0, +) } == 2 * 8 * 24)
        #expect(results.confusionWithCaption(cell: 1).allSatisfy { asked, row in row[asked] + row[0] == row.reduce(0, +) })
        let claim = try judged.claim
        #expect(claim.verdict == .supported && claim.metric.shownUnit == "%", "\(claim)")
        let names = try figureNames(grid: judged.planted.grid, store: judged.planted.store).map(\.name)
        #expect(names.contains("people-count-confusion") && !names.contains("people-win-rates"))
        #expect(try StudyReport(results).rendered(.text).contains("oracle sees"))
    }
}

@Suite("Simulated crowds")
struct CrowdStudyTests {
    @Test("Intervals hold the truth, careless raters are found, and nothing is biased", arguments: CrowdTruth.all)
    func crowd(truth: CrowdTruth) throws {
        let studies = 100, row = try CrowdStudy(truths: [truth], studies: studies).rows[0]
        // Fixed draws: these numbers do not change. Three standard errors of a share of 95 %.
        let least = 0.95 - 3 * (0.95 * 0.05 / Double(studies)).squareRoot()
        #expect(row.studies == studies)
        #expect(Double(row.covered) / Double(studies) > least, "\(row)")
        if row.strengths > 0 { #expect(Double(row.coveredStrengths) / Double(row.strengths) > least, "\(row)") }
        #expect(abs(row.bias) < 3.5 * row.standardError + 0.002, "\(row)")
        #expect(Double(row.attentiveOut) < 0.02 * Double(studies * truth.attentive), "\(row)")
        if truth.careless > 0 {
            #expect(Double(row.carelessOut) > 0.95 * Double(studies * truth.careless), "\(row)")
            #expect(row.errorOfAll / Double(studies) < -0.02, "careless votes would pull the rate towards one half")
        }
        if let plan = truth.plan {
            #expect(abs(Double(row.found) / Double(studies) - plan.power(pairs: truth.pairs)) < 0.13, "\(row)")
        }
    }

    @Test func `votes taken as independent would be wrong too often`() throws {
        let truth = CrowdTruth.all[1], row = try CrowdStudy(truths: [truth], studies: 100).rows[0]
        #expect(row.coveredNaively < 90 && row.covered > row.coveredNaively, "\(row)")
    }
}

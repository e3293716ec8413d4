import Foundation
import Testing

@testable import Statistics

/// Values of statsmodels and the package krippendorff: benchmarks/statistics/people.py.
private struct Fixture: Decodable {
    struct Estimate: Decodable { var value, low, high, p, freedom: Double }

    var votes: [[Double]]
    var win_rate_0_1: Estimate
    var score_differences_from_0: [Estimate]
    var strength_differences_from_0: [Estimate]
    var units: [[Int]]
    var alpha: [String: Double]

    static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/people.json")

    static func read() throws -> Fixture { try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: file)) }

    var comparisons: [PairedComparison] { votes.map { PairedComparison(first: Int($0[2]), second: Int($0[3]), score: $0[4]) } }
    var clusters: CrossedClusters { CrossedClusters(raters: votes.map { Int($0[0]) }, captions: votes.map { Int($0[1]) }) }
}

@Suite("What people prefer")
struct PeopleTests {
    private func expect(_ value: Double, _ influences: [Double], _ clusters: CrossedClusters, centre: Double = 0, _ known: Fixture.Estimate)
        throws
    {
        let spread = try #require(clusters.spread(influences)), interval = try #require(spread.interval(value))
        #expect(abs(value - known.value) < 1e-9)
        #expect(abs(spread.degreesOfFreedom - known.freedom) < 1e-6 * known.freedom)
        #expect(abs(interval.low - known.low) < 1e-8 && abs(interval.high - known.high) < 1e-8, "\(interval) for \(known)")
        #expect(abs(spread.p(value, centre: centre) - known.p) < 1e-8)
    }

    @Test func `a win rate, clustered by rater and caption, as statsmodels has it`() throws {
        let fixture = try Fixture.read(), chosen = fixture.votes.filter { $0[2] == 0 && $0[3] == 1 }
        let scores = chosen.map { $0[4] }, mean = scores.reduce(0, +) / Double(scores.count)
        let clusters = CrossedClusters(raters: chosen.map { Int($0[0]) }, captions: chosen.map { Int($0[1]) })
        try expect(mean, scores.map { ($0 - mean) / Double(scores.count) }, clusters, centre: 0.5, fixture.win_rate_0_1)
    }

    @Test func `scores and strengths, clustered, as statsmodels has them`() throws {
        let fixture = try Fixture.read(), comparisons = fixture.comparisons
        let scores = try #require(PreferenceScores(comparisons, count: 3))
        let strengths = try #require(BradleyTerry(comparisons, count: 3))
        #expect(abs(scores.scores.reduce(0) { $0 + ($1 ?? .nan) }) < 1e-12 && abs(strengths.strengths.reduce(0, +)) < 1e-12)
        for other in 1...2 {
            var weights = [-1.0, 0, 0]
            weights[other] = 1
            let difference = try #require(scores.scores[other]) - #require(scores.scores[0])
            try expect(
                difference, try #require(scores.influences(of: weights)), fixture.clusters, fixture.score_differences_from_0[other - 1])
            try expect(
                strengths.strengths[other] - strengths.strengths[0],
                zip(strengths.influences[other], strengths.influences[0]).map { $0 - $1 }, fixture.clusters,
                fixture.strength_differences_from_0[other - 1])
        }
    }

    @Test func `agreement as the package krippendorff has it`() throws {
        let fixture = try Fixture.read()
        for (name, level) in [("nominal", KrippendorffAlpha.Level.nominal), ("ordinal", .ordinal), ("interval", .interval)] {
            let found = try #require(KrippendorffAlpha.alpha(fixture.units, level)), known = try #require(fixture.alpha[name])
            #expect(abs(found - known) < 1e-12, "\(name)")
        }
    }

    /// The worked example of Krippendorff (2011): four observers, twelve units, some values missing.
    @Test func `agreement of the published example`() throws {
        let observers: [[Int?]] = [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, nil, nil, nil], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nil, 3],
            [nil, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nil], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nil],
        ]
        let units = (0..<12).map { unit in observers.compactMap { $0[unit] } }
        for (level, known) in [(KrippendorffAlpha.Level.nominal, 0.743), (.ordinal, 0.815), (.interval, 0.849)] {
            let found = try #require(KrippendorffAlpha.alpha(units, level))
            #expect(abs(found - known) < 0.0005, "\(level): \(found)")
        }
        #expect(KrippendorffAlpha.alpha([[1, 1], [1, 1]], .nominal) == nil, "no variation")
        #expect(KrippendorffAlpha.alpha([[1], [2]], .nominal) == nil, "no pair")
        #expect(KrippendorffAlpha.alpha([[1, 1], [2, 2, 2]], .ordinal) == 1)
    }

    @Test func `of two things the score is the difference of votes, ties counted for neither`() throws {
        let outcomes: [Double] = [1, 1, 1, 0.5, 0, 1]
        let scores = try #require(PreferenceScores(outcomes.map { PairedComparison(first: 0, second: 1, score: $0) }, count: 3))
        let first = try #require(scores.scores[0]), second = try #require(scores.scores[1])
        #expect(abs((first - second) - 3.0 / 6) < 1e-12 && scores.scores[2] == nil)
        #expect(scores.influences(of: [1, 0, -1]) == nil, "the third was never compared")
        // By hand: odds of two things are votes against votes.
        let strengths = try #require(BradleyTerry(outcomes.map { PairedComparison(first: 0, second: 1, score: $0) }, count: 2))
        #expect(abs(strengths.strengths[0] - strengths.strengths[1] - log(4.5 / 1.5)) < 1e-9)
    }

    @Test func `whoever never loses has no finite strength, and alike votes no spread`() {
        let wins = (0..<6).map { _ in PairedComparison(first: 0, second: 1, score: 1) }
        #expect(BradleyTerry(wins, count: 2) == nil)
        let clusters = CrossedClusters(raters: [0, 0, 1, 1, 2, 2], captions: [0, 1, 0, 1, 0, 1])
        #expect(clusters.spread([Double](repeating: 0, count: 6)) == nil)
        #expect(CrossedClusters(raters: [0, 0], captions: [0, 1]).spread([1, -1]) == nil, "one rater")
    }

    @Test func `pairs are planned for the declared power, and no more of them`() throws {
        let plan = PairPlan(effect: 0.6, raters: 10, captions: 200)
        let pairs = try #require(plan.pairs())
        #expect(plan.power(pairs: pairs) >= 0.8 && plan.power(pairs: pairs - 1) < 0.8)
        // Votes that share nothing: the textbook's number, (z + z)² w(1 - w) / (w - 1/2)².
        // 19,614 for a win rate of 0.51 and a normal test; Student's with some 70 degrees of freedom takes a little more.
        let independent = PairPlan(effect: 0.51, raters: 140, captions: 100_000, raterShare: 0, captionShare: 0)
        let votes = 140 * Double(try #require(independent.pairs()))
        #expect((1.0..<1.06).contains(votes / 19_614), "\(votes)")
        #expect(PairPlan(effect: 0.6, raters: 3, captions: 200, raterShare: 0.2).pairs() == nil, "three raters who differ much")
        #expect(try #require(PairPlan(effect: 0.6, raters: 3, captions: 200, raterShare: 0.2).ratersNeeded(pairs: 200)) > 10)
        #expect(try #require(PairPlan(effect: 0.6, raters: 10, captions: 200, comparisons: 3).pairs()) > pairs)
    }
}

import Foundation
import Testing

@testable import Statistics

@Suite struct JointSignFlipsTests {
    private let questions: [[Double]] = [
        [-0.602, -1.124, -0.048, 0.62, 1.336, 0.31, -0.353], [0.63, 3.697, 5.47, 2.746, -0.267, 0.283, 5.4],
        [0.701, -0.266, 0.558, 0.018, 0.285, 0.356, 0.243], [-0.347, -0.963, -1.489, -0.49, -0.07, -2.543, -1.157],
    ]

    // All 128 assignments by NumPy: itertools.product, maxima over the questions that are left.
    @Test("p and step-down max-T equal NumPy's over all assignments")
    func knownValues() throws {
        let both = try #require(JointSignFlips(questions, tail: .both))
        #expect(both.p == [0.984375, 0.03125, 0.078125, 0.015625])
        #expect(both.adjusted == [0.984375, 0.09375, 0.171875, 0.078125])
        let upper = try #require(JointSignFlips(questions, tail: .upper))
        #expect(upper.p == [0.4921875, 0.015625, 0.0390625, 1])
        #expect(upper.adjusted == [0.71875, 0.0625, 0.125, 1])
    }

    @Test("Alone, p is that of the sign-flip test, counted and drawn", arguments: [7, 20, 21, 70])
    func alone(pairs: Int) throws {
        var random = SplitMix64(state: 3)
        let differences = (0..<pairs).map { _ in random.normal() + 0.2 }
        let joint = try #require(JointSignFlips([differences], tail: .both)), single = try #require(SignFlipTest(differences))
        #expect(abs(joint.p[0] - single.p) < 1e-12)
        #expect(joint.adjusted == joint.p)
        #expect(joint.isExact == (pairs <= 20))
    }

    @Test("Questions that are copies of one cost nothing; a seed that answers none neither")
    func copies() throws {
        let copies = try #require(JointSignFlips([questions[1], questions[1].map { 3 * $0 }], tail: .both))
        #expect(copies.adjusted == copies.p)
        let gap = questions.map { $0.map(Optional.some) + [nil] }
        #expect(try #require(JointSignFlips(gap, tail: .both)).adjusted == JointSignFlips(questions, tail: .both)?.adjusted)
    }

    @Test("The critical statistic is reached by at most the level's share of assignments")
    func critical() throws {
        let flips = try #require(JointSignFlips([[1, 2, 3, 4, 5, 6.5, 7]], tail: .both))
        // 64 assignments, 3 of them are allowed: the sums 28.5, 26.5 and 24.5; 22.5 is there twice.
        let size = (1 + 4 + 9 + 16 + 25 + 42.25 + 49.0).squareRoot()
        #expect(abs(try #require(flips.critical(level: 0.05)) - 24.5 / size) < 1e-12)
        // Of four only what comes before the two that are equal.
        #expect(abs(try #require(flips.critical(level: 4.5 / 64)) - 24.5 / size) < 1e-12)
        #expect(abs(try #require(flips.critical(level: 5.0 / 64)) - 22.5 / size) < 1e-12)
        #expect(try #require(JointSignFlips([[1, 1, 1, 1]], tail: .both)).critical(level: 0.05) == nil)
    }

    @Test("Nothing to ask, and what is not finite")
    func refused() {
        #expect(JointSignFlips([], tail: .both) == nil)
        #expect(JointSignFlips([[nil, nil]], tail: .both) == nil)
        #expect(JointSignFlips([[1, .nan]], tail: .both) == nil)
    }
}

@Suite struct StudentPowerTests {
    // scipy.stats.nct: sf(critical) + cdf(-critical).
    @Test(
        "Power equals SciPy's non-central t",
        arguments: [
            (8, 2.306004, 3, 0.7480171312307837), (5, 3.5, 2, 0.18396336483010822), (1, 12.7062, 5, 0.305160210100877),
            (40, 2, 0, 0.05232234321504919), (8, 2.306004, -3, 0.7480171312307837),
        ] as [(Double, Double, Double, Double)])
    func power(freedom: Double, critical: Double, shift: Double, expected: Double) {
        #expect(abs(StudentPower.power(shift: shift, degreesOfFreedom: freedom, critical: critical) - expected) < 1e-7)
    }

    @Test("The distance that is found in 80 of 100 cases")
    func shift() throws {
        let shift = try #require(StudentPower.shift(degreesOfFreedom: 8, critical: 2.3060041350333704))
        #expect(abs(shift - 3.2009196484679783) < 1e-6)
        #expect(StudentPower.shift(degreesOfFreedom: 8, critical: .infinity) == nil)
    }

    @Test(
        "Pairs that find an effect, SciPy's and the least p's",
        arguments: [(0.5, 0.05, 34), (1, 0.05, 10), (2, 0.05, 6), (0.2, 0.05, 199), (1, 0.005, 18)] as [(Double, Double, Int)])
    func pairs(effect: Double, level: Double, expected: Int) {
        #expect(StudentPower.pairs(effect: effect, level: level) == expected)
    }
}

@Suite struct QuestionFamilyTests {
    private typealias Question = QuestionFamily.Question

    private func family(_ questions: Question...) -> [QuestionFamily.Answer] { QuestionFamily(questions).answers }

    @Test("Each verdict, and each reason for none")
    func verdicts() {
        let up = [1.0, 1.2, 0.9, 1.1, 1.3, 0.8], small = [0.01, -0.02, 0.015, -0.01, 0.02, -0.012]
        let answers = family(
            Question(up), Question(up.map { -$0 }), Question(small, margin: 0.1), Question(small), Question([nil, nil, nil, nil, nil, nil]),
            Question([1, 1, 1, 1, 1, 1]))
        #expect(
            answers.map(\.verdict) == [
                .above, .below, .within, .undecided(.intervalHoldsIt), .undecided(.noPair), .undecided(.noSpread),
            ])
        #expect(family(Question([1, 1.2, 0.9, 1.1, nil]))[0].verdict == .undecided(.tooFewSeeds))
        #expect(family(Question(up, centre: 1))[0].verdict == .undecided(.intervalHoldsIt))
        #expect(family(Question(up, centre: 0.5))[0].verdict == .above)
        #expect(family(Question(up.map { $0 + 4 }, centre: 5, margin: 2))[0].verdict == .within)
    }

    @Test("A margin narrower than the interval decides nothing, and five seeds nothing at all")
    func margins() {
        let values = [0.01, -0.02, 0.015, -0.01, 0.02, 0.005]
        #expect(family(Question(values, margin: 0.1))[0].verdict == .within)
        #expect(family(Question(values, margin: 0.1))[0].equivalenceP == 1.0 / 64)
        #expect(family(Question(values, margin: 0.005))[0].verdict == .undecided(.intervalHoldsIt))
        #expect(family(Question(Array(values.prefix(5)), margin: 0.1))[0].verdict == .undecided(.tooFewSeeds))
    }

    @Test("Without a spread there is no effect to see and no number of seeds; what is no number keeps no other question from an answer")
    func withoutSpread() {
        let answers = family(
            Question([0.25, 0.25, 0.1 + 0.15, 0.25, 0.25, 0.25], margin: 0.1), Question([1, 1.2, 0.9, 1.1, 1.3, 0.8]),
            Question([1, .infinity, 1, 1, 1, 1]))
        #expect(answers[0].verdict == .undecided(.noSpread) && answers[0].smallestEffect == nil && answers[0].seeds(for: 1) == nil)
        #expect(answers[1].verdict == .above && answers[2].verdict == .undecided(.noPair))
    }

    @Test("Many questions without an effect do not make room for a false equivalence")
    func mixedTruths() {
        let families = 1_500
        var wrong = 0
        for family in 0..<families {
            var random = SplitMix64(state: UInt64(90_000 + family))
            func noise(_ mean: Double) -> [Double] { (0..<9).map { _ in mean + random.normal() } }
            let questions = (0..<4).map { _ in Question(noise(0), margin: 3) } + [Question(noise(1.02), margin: 1)]
            let verdicts = QuestionFamily(questions).answers.map(\.verdict)
            let isWrong = verdicts.prefix(4).contains { $0 == .above || $0 == .below } || verdicts[4] == .within || verdicts[4] == .below
            wrong += isWrong ? 1 : 0
        }
        #expect(Double(wrong) / Double(families) <= 0.05 + 3 * (0.05 * 0.95 / Double(families)).squareRoot(), "\(wrong) of \(families)")
    }

    @Test("The smallest effect grows with the family, and more seeds see less")
    func smallestEffect() throws {
        var random = SplitMix64(state: 9)
        func noise(_ seeds: Int) -> [Double] { (0..<seeds).map { _ in random.normal() } }
        let rows = (0..<8).map { _ in noise(9) }
        let alone = try #require(QuestionFamily([Question(rows[0])]).answers[0].smallestEffect)
        let inFamily = try #require(QuestionFamily(rows.map { Question($0) }).answers[0].smallestEffect)
        #expect(inFamily > alone)
        let answer = QuestionFamily(rows.map { Question($0) }).answers[0]
        let needed = try #require(answer.seeds(for: 0.5 * inFamily))
        #expect(needed > 9)
        // However large the effect, nine flips are the fewest whose p reaches the level of eight questions.
        #expect(try #require(answer.seeds(for: 10 * inFamily)) <= 9)
    }

    @Test("False verdicts stay within one family in twenty, margins and all", arguments: [6, 9])
    func falseVerdicts(seeds: Int) {
        // Half the questions have no effect, half lie exactly on the margin; all share a part of their noise.
        let families = 1_000, rows = 8, margin = 1.2
        var wrong = 0
        for family in 0..<families {
            var random = SplitMix64(state: UInt64(1_000 * seeds + family))
            let shared = (0..<seeds).map { _ in random.normal() }
            let questions = (0..<rows).map { row in
                Question((0..<seeds).map { 0.6 * shared[$0] + 0.8 * random.normal() + (row % 2 == 0 ? 0 : margin) }, margin: margin)
            }
            let answers = QuestionFamily(questions).answers
            let isWrong = answers.enumerated().contains { row, answer in
                row % 2 == 0 ? answer.verdict == .above || answer.verdict == .below : answer.verdict == .within || answer.verdict == .below
            }
            wrong += isWrong ? 1 : 0
        }
        // Three standard errors above .05.
        #expect(Double(wrong) / Double(families) <= 0.05 + 3 * (0.05 * 0.95 / Double(families)).squareRoot(), "\(wrong) of \(families)")
    }
}

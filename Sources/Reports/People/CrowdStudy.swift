import Foundation
import Platform
import ResultsStore
import Statistics

/// The analysis of studies is judged: many simulated studies with a known truth, from the draw of pairs to the interval.
public struct CrowdStudy: Report {
    /// What came of one truth. Everything is about the win rate of the first cell against the second.
    public struct Row: Sendable, Equatable {
        public var truth: CrowdTruth
        public var studies = 0
        /// Intervals that hold the truth: over raters and captions, and as if all votes were independent (Wilson).
        public var covered = 0
        public var coveredNaively = 0
        /// Of the strengths, where there are more than two cells: intervals, and those that hold the truth.
        public var strengths = 0
        public var coveredStrengths = 0
        /// Sums of win rate less truth, their squares, and the same with raters who were kept out.
        public var error = 0.0
        public var squaredError = 0.0
        public var errorOfAll = 0.0
        /// p at most 0.05.
        public var found = 0
        /// Raters who were kept out.
        public var carelessOut = 0
        public var attentiveOut = 0

        var bias: Double { error / Double(studies) }
        /// Of the bias.
        var standardError: Double {
            ((squaredError / Double(studies) - bias * bias) / Double(studies)).squareRoot()
        }
    }

    public let rows: [Row]

    /// - Parameter studies: of each truth.
    public init(
        truths: [CrowdTruth] = CrowdTruth.all, studies: Int, stop: StopSignal = StopSignal(),
        report: @Sendable (String) -> Void = { _ in }
    ) throws {
        rows = try truths.map { truth in
            let study = try truth.study()
            let parts = try inParallel(Array(0..<8)) { part in
                var row = Row(truth: truth)
                for number in stride(from: part, to: studies, by: 8) {
                    try stop.check()
                    row.add(study, number: number)
                }
                return row
            }
            report(truth.name)
            return parts.dropFirst().reduce(into: parts[0]) { $0.add($1) }
        }
    }

    public var shown: ShownReport {
        func share(_ count: Int, _ of: Int) -> String { of == 0 ? "-" : fixed(100 * Double(count) / Double(of), digits: 1) + " %" }
        func points(_ value: Double) -> String { signed(100 * value, digits: 2) }
        let table = DataTable(rows) {
            Column.left("crowd") { $0.truth.name }
            Column.right("raters") { "\($0.truth.attentive + $0.truth.careless)" }
            Column.right("pairs") { "\($0.truth.pairs)" }
            Column.right("coverage") { share($0.covered, $0.studies) }
            Column.right("votes as independent") { share($0.coveredNaively, $0.studies) }
            Column.right("strengths") { share($0.coveredStrengths, $0.strengths) }
            Column.right("bias, points") { points($0.bias) + " ± " + fixed(100 * $0.standardError, digits: 2) }
            Column.right("with all raters") { points($0.errorOfAll / Double($0.studies)) }
            Column.right("found") { share($0.found, $0.studies) }
            Column.right("planned") { row in row.truth.plan.map { fixed(100 * $0.power(pairs: row.truth.pairs), digits: 1) + " %" } ?? "-" }
            Column.right("careless out") { share($0.carelessOut, $0.studies * $0.truth.careless) }
            Column.right("attentive out") { share($0.attentiveOut, $0.studies * $0.truth.attentive) }
        }
        return ShownReport(
            tables: [table],
            notes: [
                Note(
                    text: "coverage: 95 % intervals of the win rate that hold the truth; strengths: the same of Bradley-Terry. bias: mean "
                        + "of win rate less truth with its standard error, and with raters who were kept out. found: p at most 0.05.")
            ])
    }

    public var data: DataTable {
        DataTable(rows) {
            Column("crowd") { $0.truth.name }
            Column("studies") { $0.studies }
            Column("covered") { $0.covered }
            Column("covered_as_independent") { $0.coveredNaively }
            Column("strengths") { $0.strengths }
            Column("covered_strengths") { $0.coveredStrengths }
            Column("bias") { $0.bias }
            Column("bias_standard_error") { $0.standardError }
            Column("bias_all_raters") { $0.errorOfAll / Double($0.studies) }
            Column("found") { $0.found }
            Column("planned_power") { row in row.truth.plan.map { $0.power(pairs: row.truth.pairs) } }
            Column("careless") { $0.studies * $0.truth.careless }
            Column("careless_out") { $0.carelessOut }
            Column("attentive") { $0.studies * $0.truth.attentive }
            Column("attentive_out") { $0.attentiveOut }
        }
    }
}

extension CrowdStudy.Row {
    fileprivate mutating func add(_ other: Self) {
        studies += other.studies
        covered += other.covered
        coveredNaively += other.coveredNaively
        strengths += other.strengths
        coveredStrengths += other.coveredStrengths
        error += other.error
        squaredError += other.squaredError
        errorOfAll += other.errorOfAll
        found += other.found
        carelessOut += other.carelessOut
        attentiveOut += other.attentiveOut
    }

    fileprivate mutating func add(_ study: HumanStudy, number: Int) {
        let names = (0..<truth.attentive + truth.careless).map { "rater \($0)" }
        let results = StudyResults(study, raters: names, votes: truth.votes(study, number: number))
        guard let found = results.winRates.first(where: { $0.first == 0 && $0.second == 1 }) else { return }
        let rate = truth.rate(0, 1), difference = found.rate.mean - rate
        studies += 1
        error += difference
        squaredError += difference * difference
        errorOfAll += found.withAll - rate
        if let interval = found.rate.interval, interval.low <= rate, rate <= interval.high { covered += 1 }
        let naive = SeedStatistics.wilsonInterval(
            successes: Int((found.rate.mean * Double(found.rate.votes)).rounded()), trials: found.rate.votes)
        if let naive, naive.low <= rate, rate <= naive.high { coveredNaively += 1 }
        if let p = found.rate.p, p <= QuestionFamily.level { self.found += 1 }
        if truth.strengths.count > 2 {
            for strength in results.strengths ?? [] {
                strengths += 1
                let value = truth.strengths[strength.cell]
                if let interval = strength.interval, interval.low <= value, value <= interval.high { coveredStrengths += 1 }
            }
        }
        for rater in results.quality where rater.exclusion != nil {
            if rater.rater < truth.attentive { attentiveOut += 1 } else { carelessOut += 1 }
        }
    }
}

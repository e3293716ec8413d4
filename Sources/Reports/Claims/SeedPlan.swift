import Claims
import Platform
import ResultsStore
import Statistics

/// What a spec's seeds can decide: the effects that they would find in 80 of 100 cases, and the seeds that the declared margins
/// take. From the spread between the seeds that a store holds already; before that there is the least p alone.
public struct SeedPlan: Report {
    private struct Row {
        var claim: String
        var answer: ClaimAnswer
        /// As if all planned seeds had run with the spread seen so far, in the effect's unit.
        var sees: Double
        var seedsForMargin: Int?
    }

    private let rows: [Row]
    private let seeds: Int

    /// - Parameter store: nil when nothing has been run yet.
    public init(grid: Grid, store: ResultsDatabase?) throws {
        seeds = grid.cells.map(\.jobs.count).max() ?? 0
        guard let store else {
            rows = []
            return
        }
        let answers = try ClaimsReport(grid: grid, store: store).answers.filter { $0.isPrimary && $0.adjustedP != nil }
        let family = Double(max(answers.count, 1))
        rows = answers.compactMap { answer in
            let values = answer.differences.compactMap { $0 }
            guard let deviation = SeedStatistics.sampleStandardDeviation(values), deviation > 0, values.count > 2 else { return nil }
            // The family's correlation needs more seeds than a beginning has: Bonferroni's level is on the safe side.
            let planned = answer.planned, freedom = Double(planned - 1), level = QuestionFamily.level / family
            guard let critical = studentQuantile(1 - level / 2, degreesOfFreedom: freedom),
                let shift = StudentPower.shift(degreesOfFreedom: freedom, critical: critical)
            else { return nil }
            let scale = Scale(answer.measure, isRatio: false)
            let margin = answer.margin.map { scale.isRatio ? scale.compared(1 + $0 / 100) : $0 }
            return Row(
                claim: answer.name(grid), answer: answer, sees: scale.shown(shift * deviation / Double(planned).squareRoot()),
                seedsForMargin: margin.flatMap { StudentPower.pairs(effect: $0 / deviation, level: level) })
        }
    }

    public var shown: ShownReport {
        let least = SignFlipTest.smallestP(pairs: seeds)
        var text = "\(seeds) \(seeds == 1 ? "seed reaches" : "seeds reach") p \(pText(least)) at best"
        if least > QuestionFamily.level, let needed = SignFlipTest.pairsNeeded(level: QuestionFamily.level) {
            text += ": no verdict is possible; \(needed) seeds are the fewest for one."
        } else {
            text += rows.isEmpty ? "; how large an effect they find is known once three seeds are done." : "."
        }
        guard !rows.isEmpty else { return ShownReport(tables: [], notes: [Note(text: text)]) }
        let table = DataTable(rows) {
            Column.left("claim") { $0.claim }
            Column.left("measured by") { $0.answer.metric.shortName }
            Column.right("sees") { $0.answer.size($0.sees) }
            Column.right("margin") { row in row.answer.margin.map(row.answer.size) ?? "-" }
            Column.right("seeds for it") { row in
                row.answer.margin == nil ? "-" : row.seedsForMargin.map { "\($0)" } ?? "over 100000"
            }
        }
        return ShownReport(
            tables: [table],
            notes: [
                Note(
                    text: text
                        + " sees: the effect that they find in 80 of 100 cases (p at Bonferroni's level over these questions, spread of "
                        + "the seeds done so far); seeds for it: how many find one as large as the margin.")
            ])
    }

    public var data: DataTable {
        DataTable(rows) {
            Column("claim") { $0.claim }
            Column("metric") { $0.answer.metric.id }
            Column("smallest_effect") { $0.sees }
            Column("margin") { $0.answer.margin }
            Column("seeds_for_margin") { $0.seedsForMargin }
        }
    }
}

import Foundation
import Platform
import ResultsStore
import Statistics

/// The paper's claims, each judged by a grid's results: supported, contradicted or undecided, with effect and interval.
public struct ClaimsReport: Sendable {
    public let grid: Grid
    public let answers: [ClaimAnswer]
    let missing: MissingJobs
    /// Of each measured rate that was used: how much it varies between the seeds of one cell, in per cent.
    let noise: [(label: String, percent: Double)]
    /// In how many cells the text-use gap is surely above 0, of those where that can be judged; nil without any.
    let reading: (cells: Int, of: Int)?

    /// - Throws: ``ReportsError/emptyGrid(name:)``; store errors.
    public init(grid: Grid, store: ResultsDatabase, claims: [PaperClaim] = PaperClaims.all) throws {
        let registry = try MetricRegistry(store: store)
        let ids = unique(claims.flatMap { $0.measures.map(\.metric) })
        let metrics = ids.compactMap { id in registry.definitions.first { $0.id == id } }
        let results = try GridResults(grid: grid, store: store, metrics: metrics)
        let judge = ClaimJudge(grid: grid, results: results)
        self.grid = grid
        answers = claims.flatMap { claim in
            claim.measures.compactMap { measure -> ClaimAnswer? in
                let metric =
                    metrics.first { $0.id == measure.metric }
                    ?? MetricDefinition(source: .measurement(measure.metric), label: measure.metric)
                let isAbsent = !metric.isExact && grid.cells.allSatisfy { results.summary($0, metric).count == 0 }
                // What the paper measured has its row in any case; a stand-in only when it has something to say.
                return measure.isStandIn && isAbsent && claim.measures.contains { !$0.isStandIn }
                    ? nil : judge.answer(claim, measure, metric)
            }
        }
        missing = MissingJobs(grid: grid, results: results)
        let gaps =
            metrics.first { $0.id == "text_use_gap/validation" }.map { gap in
                grid.cells.compactMap { results.summary($0, gap).low }
            } ?? []
        reading = gaps.isEmpty ? nil : (gaps.count { $0 > 0 }, gaps.count)
        noise = metrics.compactMap { metric in
            guard case .measurement = metric.source, let noise = Self.variation(grid.cells.map { results.summary($0, metric) })
            else { return nil }
            return (metric.label, 100 * noise)
        }
    }

    /// The pooled standard deviation of logarithms within cells; nil when no cell has two positive values.
    private static func variation(_ summaries: [CellSummary]) -> Double? {
        var (squares, freedom) = (0.0, 0)
        for summary in summaries {
            let logs = summary.outcomes.compactMap(\.value).filter { $0.isFinite && $0 > 0 }.map { log($0) }
            guard logs.count > 1, let deviation = SeedStatistics.sampleStandardDeviation(logs) else { continue }
            squares += deviation * deviation * Double(logs.count - 1)
            freedom += logs.count - 1
        }
        return freedom > 0 ? (squares / Double(freedom)).squareRoot() : nil
    }

    private static let evaluatorMetrics = ["frechet_distance/all", "kernel_inception_distance/all", "clip_score/all"]

    var notes: [Note] {
        var notes = [
            "supported, contradicted: the 95 % interval excludes 0 (or the claimed size) and the sign-flip p is <= "
                + "\(Decision.level); each row is a question of its own, p is not adjusted over rows. "
                + "Stand-ins are not what the paper measured."
        ]
        let own = unique(answers.filter { $0.effect != nil && Self.evaluatorMetrics.contains($0.metric.id) }.map(\.metric.label))
        if !own.isEmpty {
            notes.append("\(own.joined(separator: " and ")): features of this project's own evaluator, not Inception's or CLIP's.")
        }
        if answers.contains(where: { $0.isExact && $0.effect != nil }) {
            notes.append("FLOPs come from the cost model, for this spec's sizes: exact, no seeds needed.")
        }
        notes += noise.map {
            "\($0.label) was measured on this machine, beside whatever else ran: between seeds of one cell it varies by "
                + "\(fixed($0.percent, digits: 1)) %."
        }
        if let reading, reading.cells < reading.of {
            notes.append(
                "In \(reading.cells) of \(reading.of) cells the text-use gap is surely above 0 (its 95 % interval). "
                    + "In the others the network is not known to read its captions yet, and verdicts on alignment and attention say little."
            )
        }
        return notes.map { Note(text: $0) } + missing.notes()
    }
}

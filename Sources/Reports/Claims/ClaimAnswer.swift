import Foundation
import Platform
import Results
import Statistics

/// How a claim stands.
public enum ClaimVerdict: String, Sendable, Codable { case supported, contradicted, undecided }

/// What the results say on one claim by one measure.
public struct ClaimAnswer: Sendable, Equatable {
    public var claim: PaperClaim
    public var metric: MetricDefinition
    /// Where the claim puts the first side of the comparison.
    public var expected: Metric.Direction
    public var isStandIn: Bool
    public var verdict: ClaimVerdict
    /// Why it is undecided; "" otherwise, or what limits it.
    public var reason: String
    /// What was compared; "" when the grid has no such cells.
    public var compared: String
    /// Seeds that every compared cell has, of those planned; exact measures need none.
    public var seeds: Int
    public var planned: Int
    /// In the metric's stored unit, or in per cent for ratios; nil without data.
    public var effect: Double?
    public var interval: ConfidenceInterval?
    public var intervalMethod: String
    /// Of the sign-flip test against the claimed size; of a claim over several comparisons the largest.
    public var p: Double?
    public var isRatio: Bool
    public var isExact: Bool
    /// "per block" where the effect is a rate.
    public var rate: String
}

/// Looks for the answer to one measure of a claim.
struct ClaimJudge {
    let grid: Grid
    let results: GridResults

    func answer(_ claim: PaperClaim, _ measure: ClaimMeasure, _ metric: MetricDefinition) -> ClaimAnswer {
        let contrasts = claim.questions.lazy.map { $0.contrasts(in: grid) }.first { !$0.isEmpty } ?? []
        var answer = ClaimAnswer(
            claim: claim, metric: metric, expected: measure.expected, isStandIn: measure.isStandIn, verdict: .undecided, reason: "",
            compared: "",
            seeds: 0, planned: 0, effect: nil, interval: nil, intervalMethod: "", p: nil,
            isRatio: measure.scale != .difference, isExact: metric.isExact, rate: contrasts.first?.unit ?? "")
        guard let first = contrasts.first else {
            answer.reason = "the grid has " + (claim.questions.first?.need ?? "no such cells")
            return answer
        }
        answer.compared =
            contrasts.count == 1
            ? first.text : "the greatest of both against " + contrasts.map(\.text).joined(separator: "; ")
        let found = contrasts.map { evidence($0, measure, metric) }
        answer.planned = found.map(\.planned).max() ?? 0
        answer.seeds = found.map(\.seeds).min() ?? 0
        if let gap = found.first(where: { $0.outcome == nil }) {
            answer.reason = gap.gap
            return answer
        }
        judge(&answer, zip(contrasts, found.compactMap(\.outcome)).map { ($0, $1) }, measure)
        return answer
    }

    // MARK: Evidence

    /// The effect of one contrast on the scale of the test: logarithms for ratios.
    private struct Outcome {
        var mean: Double
        var interval: ConfidenceInterval?
        var method: String
        var p: Double?
        /// On which side of the claimed size, when that is sure.
        var side: Int
        var reason: String
    }

    private struct Evidence {
        var outcome: Outcome?
        var seeds: Int
        var planned: Int
        var gap = ""
    }

    private func evidence(_ contrast: CellContrast, _ measure: ClaimMeasure, _ metric: MetricDefinition) -> Evidence {
        let cells = contrast.cells.map { grid.cells[$0] }
        let summaries = cells.map { results.summary($0, metric) }
        let planned = summaries.map(\.planned).max() ?? 0
        if metric.isExact {
            let values = zip(cells, summaries).compactMap { $0.costs[metric.id] ?? $1.mean }
            guard values.count == cells.count else { return Evidence(seeds: 0, planned: planned, gap: "not recorded") }
            let effect = contrast.effect(values.map(measure.scale.compared)), side = effect - measure.scale.claimed
            return Evidence(
                outcome: Outcome(
                    mean: effect, interval: ConfidenceInterval(low: effect, high: effect), method: "exact",
                    side: side > 0 ? 1 : side < 0 ? -1 : 0, reason: "equal"),
                seeds: 0, planned: planned)
        }
        let pairs = SeedPairs(summaries)
        guard !pairs.seeds.isEmpty else { return Evidence(seeds: 0, planned: planned, gap: gap(pairs, summaries)) }
        if measure.scale != .difference, pairs.values.contains(where: { $0.contains { $0 <= 0 } }) {
            return Evidence(seeds: pairs.seeds.count, planned: planned, gap: "a value is not positive, so there is no ratio")
        }
        let effects = pairs.seeds.indices.map { seed in contrast.effect(pairs.values.map { measure.scale.compared($0[seed]) }) }
        guard let difference = PairedDifference(effects, centre: measure.scale.claimed) else {
            return Evidence(seeds: 0, planned: planned, gap: "a value is not finite")
        }
        let (side, reason) = Decision.side(difference, of: measure.scale.claimed, p: difference.test.p, pName: "p")
        return Evidence(
            outcome: Outcome(
                mean: difference.mean, interval: difference.interval?.interval,
                method: difference.interval?.method.rawValue ?? "", p: difference.test.p, side: side, reason: reason),
            seeds: pairs.seeds.count, planned: planned)
    }

    /// Why no seed has a value in every cell; that no finished job has the metric comes first.
    private func gap(_ pairs: SeedPairs, _ summaries: [CellSummary]) -> String {
        let reasons = unique(pairs.leftOut.map(\.reason))
        let isRecorded = summaries.contains { $0.outcomes.contains { $0.value != nil } }
        if !isRecorded, reasons.contains("not recorded") { return "not recorded" }
        if reasons.count == 1, let reason = reasons.first { return reason }
        let counts = reasons.map { reason in "\(pairs.leftOut.count { $0.reason == reason }) \(reason)" }
        return "no seed has all compared cells: " + counts.joined(separator: ", ")
    }

    // MARK: Verdict

    private func judge(_ answer: inout ClaimAnswer, _ found: [(contrast: CellContrast, outcome: Outcome)], _ measure: ClaimMeasure) {
        let sign = measure.expected.sign
        // The claim is as strong as its weakest comparison.
        guard let weakest = found.min(by: { sign * $0.outcome.mean < sign * $1.outcome.mean }) else { return }
        let shown = measure.scale.shown
        answer.effect = shown(weakest.outcome.mean)
        answer.interval = weakest.outcome.interval.map { ConfidenceInterval(low: shown($0.low), high: shown($0.high)) }
        answer.intervalMethod = weakest.outcome.method
        answer.p = found.compactMap(\.outcome.p).max()
        let sides = found.map { Double($0.outcome.side) * sign }
        if sides.allSatisfy({ $0 > 0 }) {
            // Every part holds at the level, so the whole does: no adjustment (Berger 1982).
            answer.verdict = .supported
            return
        }
        // One refuted part refutes the whole, so there the parts are adjusted for their number.
        let adjusted = holmAdjusted(found.map(\.outcome.p))
        let refuted = found.indices.filter { sides[$0] < 0 && (answer.isExact || (adjusted[$0] ?? 1) <= Decision.level) }
        if let index = refuted.first {
            answer.verdict = .contradicted
            answer.reason = found.count > 1 ? "worse than \(found[index].contrast.text)" : ""
            return
        }
        let open = found.first { $0.outcome.side == 0 } ?? weakest
        let reason = open.outcome.side == 0 ? open.outcome.reason : "p (Holm) is above \(Decision.level)"
        answer.reason = found.count > 1 && answer.seeds > 0 ? "against \(open.contrast.text): \(reason)" : reason
    }
}

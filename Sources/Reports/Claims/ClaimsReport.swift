import Claims
import Foundation
import Platform
import Results
import ResultsStore
import Statistics

/// A list of claims, each judged by a grid's results: supported, contradicted, without a difference beyond the margin, or undecided.
public struct ClaimsReport: Sendable {
    public let grid: Grid
    public let answers: [ClaimAnswer]
    let missing: MissingJobs
    /// When each claim was declared, against the grid's jobs; empty where nobody ran them by `run`.
    let declared: [String: DeclaredClaim]
    /// In how many cells the text-use gap is surely above 0, of those where that can be judged; nil without any.
    let reading: (cells: Int, of: Int)?
    /// Where people's votes come from.
    private let peopleNotes: [String]

    /// - Throws: ``ReportsError/emptyGrid(name:)``; store errors.
    public init(grid: Grid, store: ResultsDatabase) throws {
        let registry = try MetricRegistry(store: store)
        let gapID = Metric.x0TextUseGap.name(on: .validation).description
        let ids = unique(grid.claims.claims.flatMap { ($0.primary + $0.others).map(\.metric) } + [gapID])
        let metrics = ids.compactMap { id in registry.definition(id: id) }
        let results = try GridResults(grid: grid, store: store, metrics: metrics)
        self.grid = grid
        let speeds = try store.speedRounds(models: unique(grid.cells.map(\.speedModel)))
        answers = ClaimJudge(
            grid: grid, results: results, metrics: Dictionary(uniqueKeysWithValues: metrics.map { ($0.id, $0) }), speeds: speeds
        ).answers()
        missing = MissingJobs(grid: grid, results: results)
        peopleNotes = results.people?.notes(StudyTask.allCases) ?? []
        let gaps =
            metrics.first { $0.id == gapID }.map { gap in
                grid.cells.compactMap { results.summary($0, gap).low }
            } ?? []
        reading = gaps.isEmpty ? nil : (gaps.count { $0 > 0 }, gaps.count)
        let declarations = try store.declarations(spec: grid.name, keys: grid.cells.flatMap { $0.jobs.map(\.key) })
        declared = Dictionary(
            grid.claims.claims.compactMap { claim in
                declarations[claim.id]?[claim.canonicalText].map { (claim.id, $0) }
            }, uniquingKeysWith: { first, _ in first })
    }

    /// "before", "after" or "never", as far as the store knows.
    func declaration(of claim: Claim) -> String {
        guard let known = declared[claim.id] else { return "never" }
        return known.finishedJobs == 0 ? "before" : "after"
    }

    var isAsked: Bool { answers.contains { $0.verdict != nil && $0.verdict != .unasked } }

    var notes: [Note] {
        var notes = [
            "supported, contradicted: the 95 % interval excludes 0 (or the claimed size) and the sign-flip p, adjusted over all these "
                + "questions at once (step-down max-T), is <= \(QuestionFamily.level). equivalent: the 90 % interval lies within the "
                + "margin. "
                + "sees: the effect that these seeds would have found in 80 of 100 cases."
        ]
        let own = answers.contains { $0.effect != nil && $0.metric.isJudged }
        if own { notes.append("Distances and caption scores: features of this project's own evaluator, not Inception's or CLIP's.") }
        let late = unique(answers.map(\.claim)).filter { declaration(of: $0) != "before" }.map(\.id)
        if isAsked, !late.isEmpty {
            notes.append(
                "Not declared before the first of these jobs ended, so exploratory: "
                    + (late.count == unique(answers.map(\.claim.id)).count ? "all claims" : late.joined(separator: ", ")) + ".")
        }
        notes += peopleNotes
        let families = answers.count { $0.adjustedP != nil }
        if families > 0 { notes.append("\(families) \(families == 1 ? "question" : "questions") in the family.") }
        if let reading, reading.cells < reading.of {
            notes.append(
                "In \(reading.cells) of \(reading.of) cells the text-use gap is surely above 0 (its 95 % interval). "
                    + "In the others the network is not known to read its captions yet, and verdicts on alignment and attention say little."
            )
        }
        return notes.map { Note(text: $0) } + missing.notes()
    }
}

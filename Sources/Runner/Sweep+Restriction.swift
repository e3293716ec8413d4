import Experiments
import ResultsStore

extension Sweep {
    /// The part of the sweep that is asked for and not put away. What is planned of a cell are then these jobs of it.
    ///
    /// - Parameter database: nil where nothing has been run into a store yet.
    /// - Throws: `SpecFailure` and ``JobSelectionError`` for conditions that cannot be met, store errors.
    public func restricted(to conditions: [String], in database: ResultsDatabase?, hidesArchived: Bool = true) throws -> Sweep {
        let selection = try JobSelection(conditions, shortNames: spec.shortNames)
        var chosen = jobs
        if !selection.isEmpty {
            let states = try database?.states(jobs.map(\.key)) ?? [:], tags = try database?.tags() ?? [:]
            let candidates = jobs.map {
                PlannedJob(job: $0, knownState: states[$0.key]?.state, tags: tags[$0.key] ?? [], specs: [spec.name])
            }
            chosen = try selection.indices(of: candidates, in: spec.name).map { jobs[$0] }
        }
        let archived = hidesArchived ? try database?.archived() ?? [:] : [:]
        let shown = archived.isEmpty ? chosen : chosen.filter { archived[$0.key] == nil }
        return reduced(to: shown, archived: chosen.count - shown.count)
    }
}

private struct PlannedJob: SelectableJob {
    let job: Job
    let knownState: JobState?
    let tags: [String]
    let specs: [String]

    var seed: Int { job.seed }
    func text(of path: String) -> String? { job.value(of: path)?.plainText }
}

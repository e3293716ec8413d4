import ResultsStore

/// The jobs of a grid that have no result, in words.
struct MissingJobs: Sendable, Equatable {
    struct Entry: Sendable, Equatable {
        var label: String
        /// "not run yet", "running", "diverged", ...
        var reason: String
        var seeds: [Int]
        /// Running the spec again can bring it.
        var isWaiting: Bool
    }

    var total: Int
    /// By cell, then by reason.
    var entries: [Entry] = []

    init(grid: GridView, results: GridResults) {
        total = grid.cells.reduce(0) { $0 + $1.jobs.count }
        for cell in grid.cells {
            for job in cell.jobs {
                let state = results.state(job.key)
                guard state != .done else { continue }
                let reason = SeedOutcome(seed: job.seed, key: job.key, state: state, value: nil).absence
                let label = grid.label(of: cell)
                if let known = entries.lastIndex(where: { $0.label == label && $0.reason == reason }) {
                    entries[known].seeds.append(job.seed)
                } else {
                    entries.append(Entry(
                        label: label, reason: reason, seeds: [job.seed], isWaiting: state.isClaimable || state == .running))
                }
            }
        }
    }

    var waiting: Int { entries.filter(\.isWaiting).reduce(0) { $0 + $1.seeds.count } }
    var failed: Int { entries.filter { !$0.isWaiting }.reduce(0) { $0 + $1.seeds.count } }

    /// What to print below a report; empty when every job is done.
    ///
    /// - Parameter limit: cells to name of each kind.
    func notes(limit: Int = 10) -> [String] {
        func names(_ entries: [Entry]) -> String {
            let named = entries.prefix(limit).map { "\($0.label) \($0.reason) (\(seeds($0.seeds)))" }
            return (named + (entries.count > limit ? ["\(entries.count - limit) more"] : [])).joined(separator: "; ")
        }
        var notes: [String] = []
        if waiting > 0 {
            notes.append("INTERIM: \(waiting) of \(total) jobs have no result yet: \(names(entries.filter(\.isWaiting))).")
        }
        if failed > 0 {
            notes.append("Without result: \(failed) of \(total) jobs: \(names(entries.filter { !$0.isWaiting })). "
                + "Their seeds are left out of the pairs.")
        }
        return notes
    }

    private func seeds(_ seeds: [Int]) -> String {
        (seeds.count == 1 ? "seed " : "seeds ") + seeds.map(String.init).joined(separator: ", ")
    }
}

import Platform
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

    init(grid: Grid, results: GridResults) {
        total = grid.cells.reduce(0) { $0 + $1.jobs.count }
        for cell in grid.cells {
            var own: [Entry] = []
            for job in cell.jobs {
                let state = results.state(job.key)
                guard state != .done else { continue }
                let reason = SeedOutcome(seed: job.seed, key: job.key, state: state, value: nil).absence
                if let known = own.firstIndex(where: { $0.reason == reason }) {
                    own[known].seeds.append(job.seed)
                } else {
                    own.append(
                        Entry(
                            label: grid.label(of: cell), reason: reason, seeds: [job.seed],
                            isWaiting: state.isClaimable || state == .running))
                }
            }
            entries += own
        }
    }

    var waiting: Int { entries.filter(\.isWaiting).reduce(0) { $0 + $1.seeds.count } }
    var failed: Int { entries.filter { !$0.isWaiting }.reduce(0) { $0 + $1.seeds.count } }

    /// What to print below a report; empty when every job is done.
    ///
    /// - Parameters:
    ///   - oneLine: for places where a note may not go over several lines.
    ///   - limit: cells to name of each kind.
    func notes(oneLine: Bool, limit: Int = 10) -> [String] {
        func names(_ entries: [Entry]) -> String {
            let cells = unique(entries.map(\.label)), byCell = Dictionary(grouping: entries, by: \.label)
            let named = cells.prefix(limit).map { cell in
                "\(cell): " + (byCell[cell] ?? []).map { "\(seeds($0.seeds)) \($0.reason)" }.joined(separator: ", ")
            }
            let all = named + (cells.count > limit ? ["and \(cells.count - limit) more cells"] : [])
            return oneLine ? " " + all.joined(separator: "; ") : all.map { "\n  " + $0 }.joined()
        }
        var notes: [String] = []
        if waiting > 0 {
            notes.append("INTERIM: \(waiting) of \(total) jobs have no result yet:" + names(entries.filter(\.isWaiting)))
        }
        if failed > 0 {
            notes.append("Left out: \(failed) of \(total) jobs ended without result:" + names(entries.filter { !$0.isWaiting }))
        }
        return notes
    }

    private func seeds(_ seeds: [Int]) -> String {
        (seeds.count == 1 ? "seed " : "seeds ") + seeds.map(String.init).joined(separator: ", ")
    }
}

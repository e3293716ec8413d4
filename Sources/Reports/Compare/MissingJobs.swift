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
    /// - Parameter limit: cells to name of each kind.
    func notes(limit: Int = 10) -> [Note] {
        func note(_ text: String, _ entries: [Entry]) -> [Note] {
            guard !entries.isEmpty else { return [] }
            let cells = unique(entries.map(\.label)), byCell = Dictionary(grouping: entries, by: \.label)
            let named = cells.prefix(limit).map { cell in
                "\(cell): " + (byCell[cell] ?? []).map { "\(seeds($0.seeds)) \($0.reason)" }.joined(separator: ", ")
            }
            return [Note(text: text, items: named + (cells.count > limit ? ["and \(cells.count - limit) more cells"] : []))]
        }
        return note("INTERIM: \(waiting) of \(total) jobs have no result yet:", entries.filter(\.isWaiting))
            + note("Left out: \(failed) of \(total) jobs ended without result:", entries.filter { !$0.isWaiting })
    }

    /// What JSON says of them.
    var members: [String: TableValue] {
        ["interim": .flag(waiting > 0), "waiting_jobs": waiting.tableValue, "failed_jobs": failed.tableValue]
    }

    private func seeds(_ seeds: [Int]) -> String {
        (seeds.count == 1 ? "seed " : "seeds ") + seeds.map(String.init).joined(separator: ", ")
    }
}

import Foundation
import Platform
import Reports
import ResultsStore

/// What was run, how far it got and what it cost.
public struct RunFacts: Sendable, Equatable {
    public var name: String
    public var description: String?
    public var cells: Int
    public var seeds: Int
    /// Jobs in each state, in the order in which a job goes through them; states without jobs are left out.
    public var states: [State]
    public var spending: Spending
    /// Jobs that ended without a result, and why.
    public var failures: [Failure]

    public struct Failure: Sendable, Equatable {
        /// "point=2 conditioning=concat seed=1".
        public var job: String
        public var state: JobState
        public var reason: String?
    }

    public struct State: Sendable, Equatable {
        public var state: JobState
        public var jobs: Int
    }

    public init(grid: Grid, description: String?, store: ResultsDatabase) throws {
        let keys = unique(grid.cells.flatMap { $0.jobs.map(\.key) }), known = try store.states(keys)
        let counts = keys.reduce(into: [JobState: Int]()) { $0[known[$1]?.state ?? .pending, default: 0] += 1 }
        (name, self.description, cells) = (grid.name, description, grid.cells.count)
        seeds = unique(grid.cells.flatMap { $0.jobs.map(\.seed) }).count
        states = JobState.allCases.compactMap { state in counts[state].map { State(state: state, jobs: $0) } }
        spending = try store.spending(keys)
        failures = grid.cells.flatMap { cell in
            cell.jobs.compactMap { job in
                guard let status = known[job.key], status.state.isFailure else { return nil }
                return Failure(job: "\(grid.label(of: cell)) seed=\(job.seed)", state: status.state, reason: status.reason)
            }
        }
    }

    public var jobs: Int { states.reduce(0) { $0 + $1.jobs } }
    public var done: Int { count { $0 == .done } }
    public var failed: Int { count(\.isFailure) }
    /// Jobs that running the spec again can still bring.
    public var waiting: Int { jobs - done - failed }

    private func count(_ isWanted: (JobState) -> Bool) -> Int { states.filter { isWanted($0.state) }.reduce(0) { $0 + $1.jobs } }
}

extension RunFacts {
    /// The top of a page.
    public var html: HTML {
        HTML([
            tag("p", .kind("note")) { "fusiongrid report" },
            tag("h1") { name },
            description.map { paragraph($0, kind: "lead") } ?? .nothing,
            summary,
        ])
    }

    /// What was run, as terms with their meanings.
    public var summary: HTML { facts(rows.map { ($0.0, HTML($0.1)) }) }

    private var rows: [(String, String)] {
        var rows = [
            ("What was run", "\(counted(cells, "cell")) × \(counted(seeds, "seed")) = \(counted(jobs, "job"))"),
            ("State", states.map { "\($0.jobs) \(words($0.state.rawValue))" }.joined(separator: ", ")),
        ]
        guard spending.attempts > 0 else { return rows + [("Cost", "nothing has run yet")] }
        let failures = spending.attempts > jobs - waiting ? ", \(counted(spending.attempts, "attempt"))" : ""
        rows.append(("Cost", "\(duration(spending.coreSeconds)) of processor time\(failures)"))
        if let flops = spending.trainingFLOPs { rows.append(("Arithmetic in training", "\(power(flops)) FLOPs")) }
        if let bytes = spending.peakBytes { rows.append(("Peak memory", "\(bytes / 1_048_576) MiB a process")) }
        rows.append(("Engine version", spending.engineVersions.isEmpty ? "not recorded" : spending.engineVersions.joined(separator: ", ")))
        if !spending.commits.isEmpty { rows.append(("Commit", spending.commits.map { String($0.prefix(10)) }.joined(separator: ", "))) }
        if !spending.cpuModels.isEmpty { rows.append(("CPU", spending.cpuModels.joined(separator: ", "))) }
        if let first = spending.firstStart {
            let last = spending.lastEnd.map { " to \(day($0) == day(first) ? time($0) : minute($0))" } ?? ""
            rows.append(("When (UTC)", minute(first) + last))
        }
        return rows
    }
}

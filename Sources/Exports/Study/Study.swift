import Reports
import ResultsStore

/// What is exported: the jobs of a spec with their options, and the store that has their results.
public struct Study {
    public let grid: Grid
    /// In the grid's order: cells, each with its seeds.
    public let jobs: [Job]
    /// The spec's text, that of what it extends behind it.
    public let specText: String
    public let specHash: String
    /// "fusiongrid version 0.1.0 (engine 3)".
    public let tool: String
    let store: ResultsDatabase

    /// One job as the spec has it.
    public struct Job: Sendable {
        public let key: String
        public let seed: Int
        /// Its cell's index in the grid.
        public let cell: Int
        /// Every option in the order of the documentation, the same for all jobs.
        public let options: [Option]

        public init(key: String, seed: Int, cell: Int, options: [Option]) {
            (self.key, self.seed, self.cell, self.options) = (key, seed, cell, options)
        }
    }

    public struct Option: Sendable, Equatable {
        public let path: String
        public let value: TableValue
        /// As a cell's coordinates spell it.
        public let text: String
        /// What it is, in words.
        public let meaning: String

        public init(path: String, value: TableValue, text: String, meaning: String) {
            (self.path, self.value, self.text, self.meaning) = (path, value, text, meaning)
        }
    }

    public init(grid: Grid, jobs: [Job], specText: String, specHash: String, tool: String, store: ResultsDatabase) {
        (self.grid, self.jobs, self.store) = (grid, jobs, store)
        (self.specText, self.specHash, self.tool) = (specText, specHash, tool)
    }

    var keys: [String] { jobs.map(\.key) }

    /// Swept options, then those that differ between jobs otherwise (with the seed).
    var sweptPaths: [String] {
        let first = jobs.first.map { Dictionary(uniqueKeysWithValues: $0.options.map { ($0.path, $0.value) }) } ?? [:]
        let varying = Set(jobs.flatMap { job in job.options.filter { first[$0.path] != $0.value }.map(\.path) })
        let others = jobs.first?.options.map(\.path).filter { varying.contains($0) && !grid.paths.contains($0) } ?? []
        return grid.paths + others
    }

    /// "point=2 conditioning=concat".
    func label(of job: Job) -> String { grid.label(of: grid.cells[job.cell]) }

    /// The value that a cell's coordinate stands for, by path and spelling.
    var optionValues: [String: [String: TableValue]] {
        var values: [String: [String: TableValue]] = [:]
        for job in jobs { for option in job.options { values[option.path, default: [:]][option.text] = option.value } }
        return values
    }
}

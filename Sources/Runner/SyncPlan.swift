import Experiments
import Foundation
import ResultsStore

/// The jobs that were once registered under a spec's name and are no longer in its grid.
public struct SyncPlan: Sendable, Codable, Equatable {
    public struct Left: Sendable, Codable, Equatable {
        public var key: String
        /// What the grid does not have: options as `path=value`, a seed as `seed=7`.
        public var because: [String]
        public var state: String
        /// Other specs whose latest text names it: it is theirs, and stays.
        public var otherSpecs: [String]
        /// Whether a cancel would keep it from running (or stop it).
        public var isCancellable: Bool
    }

    public var name: String
    /// Jobs of the grid, as many as the spec has now.
    public var current: Int
    /// Those that left, first registered first.
    public var left: [Left]

    /// - Throws: store errors.
    public init(_ sweep: Sweep, _ database: ResultsDatabase) throws {
        name = sweep.spec.name
        current = sweep.jobs.count
        let known = Set(sweep.jobs.map(\.key))
        var values: [String: Set<String>] = [:], seen: Set<Int> = []
        for job in sweep.jobs where seen.insert(job.cellIndex).inserted {
            for option in job.configuration.options { values[option.path, default: []].insert(option.value.plainText) }
        }
        let seeds = Set(sweep.spec.seeds), varied = Set(sweep.spec.varied)
        left = try database.jobs(ofSpec: sweep.spec.name).filter { !known.contains($0.key) }.map { job in
            // An option of a later version is no reason; those that vary with seeds follow from the seed.
            let options = try database.job(job.key).configuration.options.filter { option in
                values[option.path].map { !$0.contains(option.value) } == true && !varied.contains(option.path)
            }
            var because = options.map { "\($0.path)=\($0.value)" }
            if !seeds.contains(job.seed) { because.append("seed=\(job.seed)") }
            let isOver = job.state == .done || job.state.isFailure
            return Left(
                key: job.key, because: because, state: job.state.rawValue, otherSpecs: job.otherSpecs,
                isCancellable: !isOver && job.otherSpecs.isEmpty)
        }
    }

    /// Cancels what is waiting and asks the runners of the rest to stop; results stay.
    /// - Returns: how many are cancelled, and how many were asked to stop.
    public func cancel(_ database: ResultsDatabase) throws -> (cancelled: Int, asked: Int) {
        var counts = (cancelled: 0, asked: 0)
        for job in left where job.isCancellable {
            switch try database.cancel(job.key, reason: "left the spec \(name)") {
            case .cancelled: counts.cancelled += 1
            case .requested: counts.asked += 1
            case .alreadyEnded: break
            }
        }
        return counts
    }
}

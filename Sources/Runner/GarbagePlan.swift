import Experiments
import Foundation
import Results
import ResultsStore

/// What ``GarbageRules`` would drop. Nothing is changed.
public struct GarbagePlan: Sendable, Codable, Equatable {
    public struct Item: Sendable, Codable, Equatable {
        public var key: String
        public var label: String
        /// Bytes by kind.
        public var kinds: [String: Int]
        /// Waiting jobs that would take these weights over instead of training.
        public var waiting: Int

        public var bytes: Int { kinds.values.reduce(0, +) }
    }

    /// Jobs that share a cell, and what to call each.
    public struct Cell: Sendable {
        public var jobs: [(key: String, label: String)]

        public init(jobs: [(key: String, label: String)]) { self.jobs = jobs }
    }

    /// The greatest first.
    public var items: [Item] = []
    /// Folders of no job; they go only where the rules say so.
    public var orphans: [DiskUse.Stray] = []
    public var dropsOrphans = false
    /// Chosen jobs that are running: nothing of theirs goes.
    public var running = 0
    /// Weights that a rule spares.
    public var keptWeights = 0
    /// Jobs whose weights stay since their cell cannot be judged: no value of the metric.
    public var unjudged = 0

    public var bytes: Int { items.reduce(0) { $0 + $1.bytes } + (dropsOrphans ? orphans.reduce(0) { $0 + $1.bytes } : 0) }

    /// - Parameter cells: the chosen jobs.
    public init(_ rules: GarbageRules, cells: [Cell], store: StoreLocation, _ database: ResultsDatabase) throws {
        let use = try DiskUse(store, database), outlines = try database.outlines()
        orphans = use.orphans
        dropsOrphans = rules.dropsOrphans
        let keys = cells.flatMap { $0.jobs.map(\.key) }
        let values = try rules.kept == .bestPerCell ? database.finalMetrics(keys, names: [rules.metric]) : [:]
        for cell in cells {
            let jobs = cell.jobs.filter { outlines[$0.key] != nil }
            let spared = spared(by: rules, jobs.map(\.key), outlines, use) { values[$0]?[rules.metric]?.value }
            for job in jobs {
                guard outlines[job.key]!.state != .running else {
                    running += 1
                    continue
                }
                let kinds = (use.jobs[job.key] ?? [:]).filter {
                    rules.drop.contains($0.key) && !($0.key == .weights && spared.contains(job.key))
                }
                guard !kinds.isEmpty else { continue }
                items.append(
                    Item(
                        key: job.key, label: job.label, kinds: Dictionary(uniqueKeysWithValues: kinds.map { ($0.key.rawValue, $0.value) }),
                        waiting: 0))
            }
        }
        items.sort { ($1.bytes, $0.label) < ($0.bytes, $1.label) }
        countWaiting(outlines, use)
    }

    private mutating func spared(
        by rules: GarbageRules, _ keys: [String], _ outlines: [String: ResultsDatabase.JobOutline], _ use: DiskUse,
        value: (String) -> Double?
    ) -> Set<String> {
        guard let rule = rules.kept, rules.drop.contains(.weights) else { return [] }
        let done = keys.filter { outlines[$0]!.state == .done && use.jobs[$0]?[.weights] != nil }
        guard !done.isEmpty else { return [] }
        var found: String?
        switch rule {
        case .all: return Set(done)
        case .last: found = done.max { outlines[$0]!.done ?? .distantPast < outlines[$1]!.done ?? .distantPast }
        case .bestPerCell:
            let judged = done.compactMap { key in value(key).flatMap { $0.isNaN ? nil : (key: key, value: $0) } }
            found = (rules.better == .lower ? judged.min { $0.value < $1.value } : judged.max { $0.value < $1.value })?.key
            if judged.count < done.count {
                // The best may be among those that nobody measured.
                unjudged += done.count
                return Set(done)
            }
        }
        keptWeights += 1
        return found.map { [$0] } ?? []
    }

    /// Sets how many jobs would have to train for themselves: of those that wait, the ones that no other weights can serve.
    private mutating func countWaiting(_ outlines: [String: ResultsDatabase.JobOutline], _ use: DiskUse) {
        let dropped = Set(items.filter { $0.kinds[StoredKind.weights.rawValue] != nil }.map(\.key))
        guard !dropped.isEmpty else { return }
        var waiting: [String: Int] = [:], served: Set<String> = []
        for (key, job) in outlines {
            if job.state.isClaimable { waiting[job.trainingKey, default: 0] += 1 }
            if job.state == .done, use.jobs[key]?[.weights] != nil, !dropped.contains(key) { served.insert(job.trainingKey) }
        }
        for index in items.indices where dropped.contains(items[index].key) {
            let training = outlines[items[index].key]!.trainingKey
            items[index].waiting = served.contains(training) ? 0 : waiting[training] ?? 0
        }
    }
}

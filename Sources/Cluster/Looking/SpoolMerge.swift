import Dispatch
import Foundation
import Platform
import ResultsStore
import Runner
import Synchronization

/// Brings the bundles of a spool into a store: those that are new, in any order, as often as one likes.
public struct SpoolMerge {
    public struct Damage: Sendable, Equatable {
        public var path: String
        public var job: String
        public var problem: BundleProblem
    }
    public struct Outcome: Sendable {
        /// Every job that came, with what became of it.
        public var jobs: [MergeJob] = []
        /// Bundles of jobs that are missing for it; they are left where they lie.
        public var damaged: [Damage] = []
        /// Bundles that were merged before.
        public var known = 0
    }

    /// A bundle that has not been merged.
    public struct New: Sendable, Equatable {
        var submission: String
        var job: String

        var name: String { "\(submission)/\(job)" }
    }

    /// Bundles that are brought in together.
    private static let batch = 500

    private let spool: Spool
    private let store: StoreLocation
    private let database: ResultsDatabase

    public init(_ spool: Spool, into store: StoreLocation, _ database: ResultsDatabase) {
        (self.spool, self.store, self.database) = (spool, store, database)
    }

    /// The bundles that a store does not have, by their names alone.
    public static func new(in spool: Spool, for database: ResultsDatabase) throws -> (new: [New], known: Int) {
        let root = spool.folder("bundles").path
        var new: [New] = [], known = 0
        for id in ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).sorted() where !id.hasPrefix(".") {
            let sealed = spool.sealed(id)
            guard !sealed.isEmpty else { continue }
            let merged = try database.mergedBundles(prefix: "\(id)/")
            for key in sealed.sorted() {
                let bundle = New(submission: id, job: key)
                if merged.contains(bundle.name) { known += 1 } else { new.append(bundle) }
            }
        }
        return (new, known)
    }

    /// Merges what is new. Killed at any moment it leaves the store sound, and the next call goes on.
    /// - Throws: `MergeError`, `ResultsStoreError`, `FileError`.
    public func run() throws -> Outcome {
        var (waiting, known) = try Self.new(in: spool, for: database)
        var outcome = Outcome(known: known)
        known = 0
        while !waiting.isEmpty {
            // Jobs of one key come one after the other: the later is compared with the earlier.
            var batch: [New] = [], later: [New] = [], keys: Set<String> = []
            for bundle in waiting {
                if batch.count < Self.batch, keys.insert(bundle.job).inserted { batch.append(bundle) } else { later.append(bundle) }
            }
            try merge(batch, &outcome)
            waiting = later
        }
        // Where another submission has brought the job, nobody misses what was damaged.
        let states = try database.states(outcome.damaged.map(\.job))
        outcome.damaged.removeAll { states[$0.job]?.state == .done }
        return outcome
    }

    /// What one lane put together of its bundles.
    private struct Gathered: Sendable {
        var store: StoreLocation
        var database: ResultsDatabase
        var names: [String: String] = [:]
        var damaged: [Damage] = []
    }

    private func merge(_ batch: [New], _ outcome: inout Outcome) throws {
        let staging = try Staging(in: store.filesFolder)
        let lanes = min(ProcessInfo.processInfo.activeProcessorCount, 4, (batch.count + 49) / 50)
        let parts = (0..<lanes).map { Array(batch[batch.count * $0 / lanes..<batch.count * ($0 + 1) / lanes]) }
        let results = Mutex([Result<Gathered, any Error>?](repeating: nil, count: lanes))
        let spool = spool, folder = staging.folder
        DispatchQueue.concurrentPerform(iterations: lanes) { lane in
            let result = Result { try Self.gather(parts[lane], of: spool, in: folder, lane: lane) }
            results.withLock { $0[lane] = result }
        }
        let gathered = results.withLock { $0 }.compactMap(\.self)
        defer { for case .success(let part) in gathered { try? part.database.close() } }
        for part in try gathered.map({ try $0.get() }) {
            outcome.damaged += part.damaged
            guard !part.names.isEmpty else { continue }
            var rules = MergeRules()
            rules.jobsOnly = true
            rules.bundles = part.names
            outcome.jobs += try StoreMerge(into: store, database, rules: rules)
                .merge(private: part.store, part.database, name: spool.path).jobs
        }
    }

    /// Puts bundles together in a store of their own, so that the one for all is written to once.
    private static func gather(_ bundles: [New], of spool: Spool, in folder: URL, lane: Int) throws -> Gathered {
        let location = StoreLocation(path: folder.appendingPathComponent("gathered-\(lane).sqlite").path)
        var all = Gathered(store: location, database: try location.open(.readWrite))
        // One file, written over: ext4 takes its time for names that come and go.
        let rows = folder.appendingPathComponent("rows-\(lane).sqlite")
        for bundle in bundles {
            let url = spool.bundle(bundle.job, of: bundle.submission)
            defer { for ending in ["-wal", "-shm"] { unlink(rows.path + ending) } }
            do {
                _ = try Bundle.unpack(url, job: bundle.job, rows: rows, files: location.filesFolder)
                guard try all.database.gather(bundle.job, from: rows.path) else { continue }
                all.names[bundle.job] = bundle.name
            } catch let problem as BundleProblem {
                all.damaged.append(Damage(path: url.path, job: bundle.job, problem: problem))
            } catch let error as ResultsStoreError where error.isDamage || !error.isStorageProblem {
                // Sealed as it is: whoever sealed it had nothing better.
                all.damaged.append(Damage(path: url.path, job: bundle.job, problem: .damaged("\(error)")))
            }
        }
        return all
    }
}

extension ResultsStoreError {
    fileprivate var isDamage: Bool { if case .storage(_, _, .damaged) = self { true } else { false } }
}

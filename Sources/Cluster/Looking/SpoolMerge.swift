import Foundation
import Platform
import ResultsStore
import Runner

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

    private func merge(_ batch: [New], _ outcome: inout Outcome) throws {
        let staging = try Staging(in: store.filesFolder)
        let gathered = StoreLocation(path: staging.folder.appendingPathComponent("gathered.sqlite").path)
        let all = try gathered.open(.readWrite)
        defer { try? all.close() }
        var names: [String: String] = [:]
        for bundle in batch {
            let url = spool.bundle(bundle.job, of: bundle.submission)
            let rows = staging.folder.appendingPathComponent("rows.sqlite")
            defer { for ending in ["", "-wal", "-shm"] { unlink(rows.path + ending) } }
            do {
                _ = try Bundle.unpack(url, job: bundle.job, rows: rows, files: gathered.filesFolder)
                let one = try ResultsDatabase(path: rows.path, access: .readOnly)
                defer { try? one.close() }
                guard try all.gather(StoreSnapshot(sharing: one), keys: [bundle.job]) else { continue }
                names[bundle.job] = bundle.name
            } catch let problem as BundleProblem {
                outcome.damaged.append(Damage(path: url.path, job: bundle.job, problem: problem))
            } catch let error as ResultsStoreError where error.isDamage || !error.isStorageProblem {
                // Sealed as it is: whoever sealed it had nothing better.
                let problem = BundleProblem.damaged("\(error)")
                outcome.damaged.append(Damage(path: url.path, job: bundle.job, problem: problem))
            }
        }
        guard !names.isEmpty else { return }
        var rules = MergeRules()
        rules.jobsOnly = true
        rules.bundles = names
        outcome.jobs += try StoreMerge(into: store, database, rules: rules).merge(private: gathered, all, name: spool.path).jobs
    }
}

extension ResultsStoreError {
    fileprivate var isDamage: Bool { if case .storage(_, _, .damaged) = self { true } else { false } }
}

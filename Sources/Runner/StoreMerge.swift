import Foundation
import Platform
import ResultsStore
import Training

/// Brings other stores, and what is laid out like one, into a store: each whole or not at all.
public struct StoreMerge {
    private let target: StoreLocation
    private let database: ResultsDatabase
    private let rules: MergeRules

    public init(into target: StoreLocation, _ database: ResultsDatabase, rules: MergeRules = MergeRules()) {
        (self.target, self.database, self.rules) = (target, database, rules)
    }

    /// Merges the store at `path` with the files beside it. The store itself is only read.
    ///
    /// Rows come in one transaction; files are copied under other names, synced and renamed before it is committed (checkpoints
    /// after it, since one must not be ahead of its rows). Killed at any moment it leaves this store sound, and the next call completes it.
    /// - Throws: `MergeError`, `ResultsStoreError`, `FileError`.
    public func merge(_ path: String) throws -> MergeOutcome {
        let source = StoreLocation(path: path)
        guard !source.isSame(as: target) else { throw MergeError.itself(path: path) }
        let staging = try Staging(in: target.filesFolder)
        let snapshot = try StoreSnapshot(of: path, in: staging.folder)
        defer { snapshot.close() }
        return try merge(snapshot, files: source.filesFolder, staging, isPrivate: false)
    }

    /// Merges a store that nobody else uses, such as one put together from parts.
    /// - Parameter name: what it is called where something in it differs.
    public func merge(private source: StoreLocation, _ database: ResultsDatabase, name: String) throws -> MergeOutcome {
        let staging = try Staging(in: target.filesFolder)
        return try merge(
            StoreSnapshot(sharing: database, source: name), files: source.filesFolder, staging, isPrivate: true)
    }

    /// - Parameter folder: the other store's files, a folder a job.
    private func merge(_ snapshot: StoreSnapshot, files folder: URL, _ staging: Staging, isPrivate: Bool) throws -> MergeOutcome {
        let count = isPrivate ? try snapshot.database.outlines().count : 0
        let files = MergeFiles(from: folder, to: target, through: staging, isPrivate: isPrivate, jobs: count)
        // What was running there when its process vanished goes on here.
        try snapshot.database.releaseLost { key in
            let folder = JobFiles(root: folder, key: key).folder
            return access(folder.path, F_OK) == 0 && (try? FileLock(folder)) == nil
        }
        for _ in 0..<10 {
            var jobs = try database.mergePlan(snapshot, isAhead: files.isAhead)
            for index in jobs.indices where jobs[index].action == .confirm && files.lacksWeights(jobs[index].key) {
                jobs[index].lacks.insert(.weights)
            }
            func getsWeights(_ job: MergeJob) -> Bool { rules.isRestoring && job.lacks.contains(.weights) }
            let comeFiles = jobs.filter { $0.isTaken && $0.there != .running || getsWeights($0) }
            for job in comeFiles { try files.stage(job) }
            if !comeFiles.isEmpty { try files.mergeShared() }
            let merged = try database.merge(snapshot, jobs: jobs, rules: rules) { _ in
                try files.place(comeFiles.map(\.key))
            }
            guard let merged else { continue }
            try database.sync()
            try files.placeCheckpoints(merged.jobs.filter { $0.isTaken && $0.there != .running })
            return merged
        }
        throw MergeError.neverStill(path: snapshot.source)
    }
}

extension StoreLocation {
    /// Whether both lead to one database.
    func isSame(as other: StoreLocation) -> Bool {
        guard let here = FileStatus(path), let there = FileStatus(other.path) else { return false }
        return here.isSameFile(as: there)
    }
}

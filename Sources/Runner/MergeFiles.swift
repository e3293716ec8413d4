import Foundation
import Platform
import ResultsStore
import Training

/// The files of jobs on their way from one store to another: copied and synced first, then renamed into place.
struct MergeFiles {
    private let source: URL
    private let target: StoreLocation
    private let staging: Staging
    private let isPrivate: Bool

    /// - Parameters:
    ///   - source: the folder that holds a folder a job, by its key.
    ///   - isPrivate: whether nobody else writes to the files there: then they may get another name instead of a copy.
    init(from source: URL, to target: StoreLocation, through staging: Staging, isPrivate: Bool) {
        (self.source, self.target, self.staging, self.isPrivate) = (source, target, staging, isPrivate)
    }

    private func there(_ key: String) -> JobFiles { JobFiles(root: source, key: key) }
    private func staged(_ key: String) -> JobFiles { JobFiles(root: staging.folder, key: key) }

    /// Whether the checkpoint there is of a later step than the one here.
    func isAhead(_ key: String) -> Bool { there(key).checkpointStep > target.files(of: key).checkpointStep }

    func lacksWeights(_ key: String) -> Bool {
        access(target.files(of: key).model.path, F_OK) != 0 && access(there(key).model.path, R_OK) == 0
    }

    /// Copies what a job needs in its state: weights and log, of an unfinished one its checkpoints. What is not there is left out.
    func stage(_ job: MergeJob) throws {
        let there = there(job.key), staged = staged(job.key)
        var files = [\JobFiles.model, \JobFiles.log]
        if job.there != .done { files += [\JobFiles.previousCheckpoint, \JobFiles.checkpoint] }
        for file in files where access(there[keyPath: file].path, F_OK) == 0 {
            try createFolder(staged.folder)
            // Of an earlier round.
            unlink(staged[keyPath: file].path)
            try copy(there[keyPath: file], to: staged[keyPath: file])
        }
        try createFolder(target.files(of: job.key).folder)
    }

    /// Nothing, if the file was dropped there meanwhile.
    private func copy(_ file: URL, to place: URL) throws {
        if isPrivate, link(file.path, place.path) == 0, syncFile(place.path) { return }
        unlink(place.path)
        do {
            try copyFile(file, to: place)
        } catch FileError.unreadable where access(file.path, F_OK) != 0 {}
    }

    /// What several jobs share: mini-clips and their features, named by content.
    func mergeShared() throws {
        let source = source.appendingPathComponent("shared", isDirectory: true)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: source.path)) ?? [] where name.hasSuffix(".safetensors") {
            let here = target.sharedFiles.appendingPathComponent(name)
            guard access(here.path, F_OK) != 0 else { continue }
            try createFolder(target.sharedFiles)
            let copy = staging.folder.appendingPathComponent(name)
            unlink(copy.path)
            try copyFile(source.appendingPathComponent(name), to: copy)
            try move(copy, to: here)
            syncFolder(target.sharedFiles)
        }
    }

    /// Renames weights and logs into place, durably.
    /// - Returns: the jobs that could not be had, since somebody holds their folder.
    func place(_ keys: [String]) throws -> Set<String> {
        var held: Set<String> = []
        for key in keys {
            let here = target.files(of: key), staged = staged(key)
            guard let lock = try here.lock() else {
                held.insert(key)
                continue
            }
            try withExtendedLifetime(lock) {
                try move(staged.model, to: here.model)
                try move(staged.log, to: here.log)
            }
        }
        // The first of these writes all renames to the disk, the others have little left to do.
        for key in keys where !held.contains(key) { syncFolder(target.files(of: key).folder) }
        return held
    }

    /// Renames checkpoints into place once the rows that led to them are safe, and removes those that nobody needs any more.
    func placeCheckpoints(_ job: MergeJob) throws {
        let here = target.files(of: job.key), staged = staged(job.key)
        // Somebody may have begun it; then it is that one's.
        guard let lock = try here.lock() else { return }
        try withExtendedLifetime(lock) {
            if job.there == .done { return here.removeCheckpoints() }
            try move(staged.previousCheckpoint, to: here.previousCheckpoint)
            try move(staged.checkpoint, to: here.checkpoint)
            syncFolder(here.folder)
        }
    }

    private func move(_ file: URL, to place: URL) throws {
        guard rename(file.path, place.path) == 0 || errno == ENOENT else { throw FileError.unwritable(place.path) }
    }
}

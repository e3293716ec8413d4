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
    /// Of so many jobs the whole disk is synced once, instead of each file and folder: before any row says that they are there.
    private let isBulk: Bool
    static let bulk = 32

    /// - Parameters:
    ///   - source: the folder that holds a folder a job, by its key.
    ///   - isPrivate: whether nobody else writes to the files there: then they may get another name instead of a copy.
    ///   - jobs: how many come about.
    init(from source: URL, to target: StoreLocation, through staging: Staging, isPrivate: Bool, jobs: Int) {
        (self.source, self.target, self.staging, self.isPrivate) = (source, target, staging, isPrivate)
        isBulk = isPrivate && jobs > Self.bulk
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
            try make(staged.folder)
            // Of an earlier round.
            unlink(staged[keyPath: file].path)
            try copy(there[keyPath: file], to: staged[keyPath: file])
        }
        try make(target.files(of: job.key).folder)
    }

    private func make(_ folder: URL) throws {
        guard isBulk else { return try createFolder(folder) }
        guard mkdir(folder.path, 0o777) == 0 || errno == EEXIST else { throw FileError.unwritable(folder.path) }
    }

    /// Nothing, if the file was dropped there meanwhile.
    private func copy(_ file: URL, to place: URL) throws {
        if isPrivate, linked(file, as: place) { return }
        do {
            try copyFile(file, to: place)
        } catch FileError.unreadable where access(file.path, F_OK) != 0 {}
    }

    /// - Returns: false, with nothing there, where a second name cannot be had.
    private func linked(_ file: URL, as place: URL) -> Bool {
        guard link(file.path, place.path) == 0 else { return false }
        if isBulk || syncFile(place.path) { return true }
        unlink(place.path)
        return false
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
        if isBulk {
            guard syncDisk(target.filesFolder) else { throw FileError.unwritable(target.filesFolder.path, "cannot sync it") }
            return held
        }
        // The first of these writes all renames to the disk, the others have little left to do.
        for key in keys where !held.contains(key) { syncFolder(target.files(of: key).folder) }
        return held
    }

    /// Renames checkpoints into place once the rows that led to them are safe, and removes those that nobody needs any more.
    func placeCheckpoints(_ jobs: [MergeJob]) throws {
        var moved = false
        for job in jobs {
            let here = target.files(of: job.key), staged = staged(job.key)
            // Somebody may have begun it; then it is that one's.
            guard let lock = try here.lock() else { continue }
            try withExtendedLifetime(lock) {
                if job.there == .done { return here.removeCheckpoints() }
                let previous = try move(staged.previousCheckpoint, to: here.previousCheckpoint)
                guard try move(staged.checkpoint, to: here.checkpoint) || previous else { return }
                moved = true
                if !isBulk { syncFolder(here.folder) }
            }
        }
        if isBulk, moved, !syncDisk(target.filesFolder) { throw FileError.unwritable(target.filesFolder.path, "cannot sync it") }
    }

    /// - Returns: false where there is nothing to move.
    @discardableResult private func move(_ file: URL, to place: URL) throws -> Bool {
        if rename(file.path, place.path) == 0 { return true }
        guard errno == ENOENT else { throw FileError.unwritable(place.path) }
        return false
    }
}

import Foundation
import Platform
import ResultsStore
import Runner

/// Everything of one job in one sealed file: its rows, weights, log and, of an unfinished one, its checkpoints.
public enum Bundle {
    /// Seals what a store has of a job; a job that runs comes as interrupted, fit to be gone on with.
    ///
    /// - Parameters:
    ///   - scratch: a folder on the store's disk that nobody else uses.
    ///   - template: an empty database, copied for the rows.
    /// - Throws: store errors and `FileError`; nothing is at `url` then that was not there before.
    static func seal(
        _ key: String, from store: StoreLocation, _ database: ResultsDatabase, to url: URL, scratch: URL, template: URL
    ) throws {
        let folder = scratch.appendingPathComponent("seal-\(UUID().uuidString)", isDirectory: true)
        try createFolder(folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files first: rows may be ahead of a checkpoint, never behind it.
        let state = try database.states([key])[key]?.state
        let files = store.files(of: key)
        var sources: [(BundleHeader.Part, URL)] = [(.model, files.model), (.log, files.log)]
        if state != .done { sources += [(.checkpoint, files.checkpoint), (.previousCheckpoint, files.previousCheckpoint)] }
        var kept: [(BundleHeader.Part, URL)] = []
        for (part, source) in sources {
            let copy = folder.appendingPathComponent(part.rawValue)
            // Every file but the log is only ever replaced as a whole.
            let isKept = part == .log ? (try? copyFile(source, to: copy)) != nil : link(source.path, copy.path) == 0
            if isKept { kept.append((part, copy)) }
        }
        let step = files.checkpointStep, rows = folder.appendingPathComponent(BundleHeader.Part.rows.rawValue)
        try copyFile(template, to: rows)
        try database.copy(jobs: [key], to: rows.path)
        let copied = try ResultsDatabase(path: rows.path, access: .readOnly)
        let sealed = try copied.states([key])[key]?.state ?? .pending
        try copied.close()
        // It ended meanwhile: its files may have come after those that were taken.
        if state == .running, sealed != .interrupted {
            return try seal(key, from: store, database, to: url, scratch: scratch, template: template)
        }

        let data = try Data(contentsOf: rows, options: .alwaysMapped), packed = data.withUnsafeBytes(Deflate.pack)
        var entries = [BundleHeader.Entry(part: .rows, bytes: packed.count, unpacked: data.count)]
        var parts: [BundleFile.Content] = [.bytes(packed)]
        for (part, file) in kept {
            let bytes = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int ?? 0
            entries.append(BundleHeader.Entry(part: part, bytes: bytes, unpacked: bytes))
            parts.append(.file(file))
        }
        let header = BundleHeader(
            job: key, state: sealed, step: step, host: RunnerIdentity.current.host, slurmJob: BatchPlace.current?.job, entries: entries)
        try BundleFile.write(header, parts, to: url)
    }

    /// Checks a whole bundle.
    /// - Throws: `BundleProblem`.
    public static func check(_ url: URL, job: String) throws -> BundleHeader {
        let header = try BundleFile.read(url) { _ in nil }
        guard header.job == job else { throw BundleProblem.misnamed(job: header.job) }
        return header
    }

    /// Unpacks a sound bundle as a store of one job: its database at `rows`, its files in `files/KEY/`. Nothing is synced: who takes it
    /// over does that.
    /// - Throws: `BundleProblem`, `FileError`; what is half unpacked is removed.
    static func unpack(_ url: URL, job: String, rows: URL, files: URL) throws -> BundleHeader {
        let folder = files.appendingPathComponent(job, isDirectory: true)
        var packed = Data(), unpackedBytes = 0, open: [FileHandle] = [], isMade = false
        do {
            let header = try BundleFile.read(url) { entry in
                if entry.part == .rows {
                    unpackedBytes = entry.unpacked
                    return { packed.append(contentsOf: $0) }
                }
                if !isMade {
                    for place in [files, folder] {
                        guard mkdir(place.path, 0o777) == 0 || errno == EEXIST else { throw FileError.unwritable(place.path) }
                    }
                }
                isMade = true
                let file = folder.appendingPathComponent(entry.part.rawValue)
                let descriptor = Foundation.open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
                guard descriptor >= 0 else { throw FileError.unwritable(file.path) }
                let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
                open.append(handle)
                return { bytes in
                    do { try handle.write(contentsOf: Data(bytes)) } catch {
                        throw FileError.unwritable(file: file.path, reason: error.localizedDescription)
                    }
                }
            }
            for handle in open { try? handle.close() }
            guard header.job == job else { throw BundleProblem.misnamed(job: header.job) }
            do {
                var database = try packed.withUnsafeBytes { bytes throws(DeflateError) in
                    try Deflate.unpack(bytes, .raw, limit: unpackedBytes)
                }
                withoutLog(&database)
                do { try database.write(to: rows) } catch {
                    throw FileError.unwritable(file: rows.path, reason: error.localizedDescription)
                }
            } catch let error as DeflateError {
                throw BundleProblem.damaged("\(error)")
            }
            return header
        } catch {
            try? FileManager.default.removeItem(at: folder)
            unlink(rows.path)
            throw error
        }
    }

    /// Says in a database's header that it keeps no write-ahead log beside it: who only reads it then makes no files for one.
    /// Source: https://www.sqlite.org/fileformat.html, bytes 18 and 19.
    private static func withoutLog(_ database: inout Data) {
        guard database.count >= 100 else { return }
        for offset in 18...19 { database[database.startIndex + offset] = 1 }
    }

    /// A database for the rows of a job, empty.
    static func makeTemplate(in folder: URL) throws -> URL {
        let url = folder.appendingPathComponent("template.sqlite")
        try ResultsDatabase.makeBare(at: url.path)
        return url
    }
}

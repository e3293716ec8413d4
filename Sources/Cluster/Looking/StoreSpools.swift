import Foundation
import Platform
import ResultsStore
import Runner

/// The spools that a store knows.
public enum StoreSpools {
    /// Those of a spec, or of all, that are there; latest first.
    public static func of(_ spec: String?, in database: ResultsDatabase) throws -> [Spool] {
        try database.spools(ofSpec: spec).map { Spool(path: $0.path) }.filter { Spool.exists(at: $0.path) }
    }

    /// Brings in what is new, for a command that only reads: it says what stood in the way and goes on.
    ///
    /// - Returns: messages for people.
    public static func takeIn(spec: String?, at store: StoreLocation) -> [String] {
        // What keeps it from being read is told by the command itself.
        guard store.exists, let reader = try? store.open(.readOnly) else { return [] }
        do {
            let spools = try of(spec, in: reader)
            let new = try spools.filter { try !SpoolMerge.new(in: $0, for: reader).new.isEmpty }
            try? reader.close()
            guard !new.isEmpty else { return [] }
            // Somebody else is at it: what comes now is there the next time.
            guard let lock = try FileLock(store.filesFolder.appendingPathComponent(".merge.lock")) else { return [] }
            let writer = try store.open(.readWrite)
            defer { try? writer.close() }
            return try withExtendedLifetime(lock) {
                try new.flatMap { try messages(SpoolMerge($0, into: store, writer).run()) }
            }
        } catch {
            return ["note: results of the cluster were not merged: \(error)"]
        }
    }

    /// What people must know of a merge: nothing where all went as it should.
    public static func messages(_ outcome: SpoolMerge.Outcome) -> [String] {
        outcome.damaged.map { "note: \($0.path): \($0.problem); the job counts as missing, the next submission sends it again" }
            + outcome.jobs.flatMap { job -> [String] in
                guard case .conflict(let conflicts, let here, let there) = job.action else { return [] }
                return [
                    "warning: job \(job.key.prefix(12)) came out with OTHER BITS; what is here stays",
                    "  here:  \(here?.description ?? "origin not known")", "  there: \(there?.description ?? "origin not known")",
                ] + conflicts.map { "  \($0.what): here \($0.here), there \($0.there)" }
            }
    }
}

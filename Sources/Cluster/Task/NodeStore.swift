import Foundation
import Experiments
import Platform
import ResultsStore
import Runner

/// Fills a node's own store with what the spool has: checkpoints of the task's jobs, and done jobs whose training they take over.
struct NodeStore {
    private let spool: Spool
    private let store: StoreLocation
    private let database: ResultsDatabase

    init(_ spool: Spool, _ store: StoreLocation, _ database: ResultsDatabase) {
        (self.spool, self.store, self.database) = (spool, store, database)
    }

    /// - Parameters:
    ///   - left: the jobs that are to run.
    ///   - sweep: with all jobs of the submission.
    func takeUp(_ left: [TaskSlice.Entry], of submission: Submission, in sweep: Sweep) throws {
        let known = Set(try database.states(left.map(\.key)).keys)
        for entry in left where !known.contains(entry.key) {
            let places = [spool.checkpoint(entry.key), spool.previousCheckpoint(entry.key)]
            for place in places where access(place.path, F_OK) == 0 && take(place, job: entry.key) { break }
        }
        var donors = Set(left.compactMap(\.donor))
        // Jobs of this submission that are done and train as one of these does.
        let keys = Set(left.map(\.key))
        let trainings = Set(sweep.jobs.lazy.filter { keys.contains($0.key) }.map(\.trainingKey))
        let sealed = spool.sealed(submission.id)
        donors.formUnion(sweep.jobs.lazy.filter { trainings.contains($0.trainingKey) && sealed.contains($0.key) }.map(\.key))
        let there = try database.states(Array(donors))
        for key in donors.subtracting(keys).sorted() where there[key] == nil {
            for place in [spool.bundle(key, of: submission.id), spool.donor(key)]
            where access(place.path, F_OK) == 0 && take(place, job: key) { break }
        }
    }

    /// - Returns: false when the bundle is of no use.
    private func take(_ url: URL, job: String) -> Bool {
        do {
            let staging = try Staging(in: store.filesFolder)
            let source = StoreLocation(path: staging.folder.appendingPathComponent("one.sqlite").path)
            _ = try Bundle.unpack(
                url, job: job, rows: URL(fileURLWithPath: source.path), files: staging.folder.appendingPathComponent("one.files"))
            let rows = try ResultsDatabase(path: source.path, access: .readWrite)
            defer { try? rows.close() }
            var rules = MergeRules()
            (rules.jobsOnly, rules.keepsBudget) = (true, true)
            _ = try StoreMerge(into: store, database, rules: rules).merge(private: source, rows, name: url.path)
            return true
        } catch {
            taskLog("\(url.path): \(error); not used")
            return false
        }
    }
}

import Foundation
import GRDB
import Results
import Synchronization

/// Jobs and their last values in memory: read once, and after that as far as they changed.
final class KeptJobs: Sendable {
    fileprivate struct Contents {
        /// Of the data that the rest was last held against; nil when it may be older than anything.
        var version: Int?
        var jobs: [KeptJob] = []
        /// In order of the jobs.
        var stamps: [KeptJob.Stamp] = []
        var places: [Int64: Int] = [:]
        var placesByKey: [String: Int] = [:]
        /// In order of the jobs; nil where a job is not done or has no value.
        var columns: [MetricName: [MetricPoint?]] = [:]
    }

    private let contents = Mutex(Contents())
    private let version: DataVersion

    init(version: DataVersion) { self.version = version }

    // MARK: Questions

    func states(_ keys: [String], of database: ResultsDatabase) throws -> [String: JobStatus] {
        try current(database) { contents in contents.each(keys) { $0.status } }
    }

    func measurements(_ keys: [String], of database: ResultsDatabase) throws -> [String: [String: Double]] {
        try current(database) { contents in contents.each(keys) { $0.measured } }
    }

    func spending(_ keys: [String], of database: ResultsDatabase) throws -> Spending {
        try current(database) { contents in
            unique(keys).reduce(into: Spending()) { sum, key in
                if let place = contents.placesByKey[key] { sum.add(contents.jobs[place].spending) }
            }
        }
    }

    /// All jobs, first registered first.
    func all(_ database: ResultsDatabase) throws -> [KeptJob] { try current(database) { $0.jobs } }

    func finalColumns(_ keys: [String], names: [MetricName], of database: ResultsDatabase) throws -> [MetricName: [MetricPoint?]] {
        try current(database) { contents in
            try contents.load(names, database)
            let places = keys.map { contents.placesByKey[$0] }
            return Dictionary(
                names.map { name in
                    let column = contents.columns[name]!
                    return (name, places.map { $0.flatMap { column[$0] } })
                }, uniquingKeysWith: { first, _ in first })
        }
    }

    private func current<Value: Sendable>(_ database: ResultsDatabase, _ body: (inout Contents) throws -> Value) throws -> Value {
        try contents.withLock { contents in
            // Looked at before anything is read: what changes from here on is seen by the next question.
            let version = try version.current()
            if contents.version != version {
                contents.version = nil
                try database.read("read jobs") { try contents.refresh($0) }
                contents.version = version
            }
            return try body(&contents)
        }
    }
}

extension KeptJobs.Contents {
    func each<Value>(_ keys: [String], _ value: (KeptJob) -> Value?) -> [String: Value] {
        var found: [String: Value] = [:]
        found.reserveCapacity(keys.count)
        for key in keys { if let place = placesByKey[key] { found[key] = value(jobs[place]) } }
        return found
    }

    /// Reads the jobs whose stamps changed, and those that run.
    fileprivate mutating func refresh(_ db: Database) throws {
        var seen = 0, changed: [Int64: KeptJob.Stamp] = [:]
        try db.forEachRow("SELECT \(KeptJob.Stamp.columns) FROM jobs") { row in
            let id = row.integer(0), stamp = KeptJob.Stamp(row)
            if let place = places[id] {
                seen += 1
                if stamps[place] == stamp, !stamp.isRunning { return }
            }
            changed[id] = stamp
        }
        // Some were taken away: that is rare enough to begin anew.
        if seen < jobs.count {
            self = Self()
            return try refresh(db)
        }
        guard !changed.isEmpty else { return }
        let isMost = changed.count > jobs.count / 4
        for job in try KeptJob.read(db, isMost ? nil : changed.keys.sorted()) where changed[job.id] != nil { put(job, changed[job.id]!) }
        let done = changed.keys.filter { jobs[places[$0]!].status.state == .done }.sorted()
        for (name, values) in try ResultsDatabase.finals(db, of: done, names: Array(columns.keys)) {
            for (id, value) in zip(done, values) { columns[name]![places[id]!] = value }
        }
    }

    private mutating func put(_ job: KeptJob, _ stamp: KeptJob.Stamp) {
        if let place = places[job.id] {
            (jobs[place], stamps[place]) = (job, stamp)
            for name in Array(columns.keys) { columns[name]![place] = nil }
        } else {
            places[job.id] = jobs.count
            placesByKey[job.key] = jobs.count
            jobs.append(job)
            stamps.append(stamp)
            for name in Array(columns.keys) { columns[name]!.append(nil) }
        }
    }

    /// Reads metrics that nobody asked for before.
    fileprivate mutating func load(_ names: [MetricName], _ database: ResultsDatabase) throws {
        let names = Set(names).filter { columns[$0] == nil }
        guard !names.isEmpty else { return }
        let done = jobs.indices.filter { jobs[$0].status.state == .done }
        for (name, values) in try database.finals(of: done.map { jobs[$0].id }, names: Array(names)) {
            var column = [MetricPoint?](repeating: nil, count: jobs.count)
            for (place, value) in zip(done, values) { column[place] = value }
            columns[name] = column
        }
    }
}

import Foundation
import GRDB

/// What reports ask of a job beside its metrics.
struct KeptJob: Sendable {
    let id: Int64
    let key: String
    let seed: Int
    /// Stands for the configuration without its seed.
    let configuration: Int64
    var status: JobStatus
    /// Machine-dependent values, as ``ResultsDatabase/measurements(_:)`` gives them; nil without an attempt.
    var measured: [String: Double]?
    var spending = Spending()

    /// What changes with everything that is kept of a job: its results are written by an attempt while it runs, and whatever starts or ends
    /// one changes its state, its attempt or its time. A running job may have changed whatever its stamp says.
    struct Stamp: Sendable, Equatable {
        var state: UInt64
        var updated: UInt64
        var attempt: Int64
        var cancel: Int64
        var configuration: Int64

        var isRunning: Bool { state == Self.number("running".utf8) }

        /// `SELECT id, state, updated_at, attempt, cancel_requested, configuration`.
        static let columns = "id, state, updated_at, attempt, cancel_requested, configuration"

        init(_ row: RawRow) {
            state = Self.number(row.bytes(1))
            updated = Self.number(row.bytes(2))
            (attempt, cancel, configuration) = (row.integer(3), row.integer(4), row.integer(5))
        }

        /// Bytes as a number: two texts have one number once in 2^64 (FNV-1a).
        private static func number(_ bytes: some Sequence<UInt8>) -> UInt64 {
            bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        }
    }
}

extension KeptJob {
    /// Reads jobs with their attempts.
    /// - Parameter ids: nil for all.
    static func read(_ db: Database, _ ids: [Int64]?) throws -> [KeptJob] {
        let list = ids.map { jsonArray($0) }, chosen: StatementArguments = list.map { [$0] } ?? []
        let from = list == nil ? "jobs j" : "json_each(?) k CROSS JOIN jobs j ON j.id = k.value"
        var jobs: [KeptJob] = [], places: [Int64: Int] = [:]
        try db.forEachRow(
            "SELECT j.id, j.key, j.seed, j.configuration, j.state, j.reason, j.cancel_requested, j.updated_at FROM \(from)", chosen
        ) { row in
            places[row.integer(0)] = jobs.count
            jobs.append(
                KeptJob(
                    id: row.integer(0), key: row.text(1) ?? "", seed: Int(row.integer(2)), configuration: row.integer(3),
                    status: JobStatus(
                        state: try row.state(4), reason: row.text(5), attempts: 0, codeVersion: nil, cancelRequested: row.integer(6) != 0,
                        updated: try row.date(7, in: "jobs") ?? .distantPast)))
        }
        // Rows of attempts with one job after the other: what they name is most often what the last one named.
        try db.forEachRow(
            """
            SELECT a.job, a.wall_seconds, a.cpu_seconds, a.threads, a.peak_bytes, a.started_at, a.ended_at, a.code_version, a.code_commit,
                a.cpu_model, (SELECT value FROM measurements WHERE attempt = a.id AND name = 'executed_gflops' AND kind = 0)
                * (SELECT value FROM measurements WHERE attempt = a.id AND name = 'training_seconds' AND kind = 0) * 1e9
            FROM \(from) CROSS JOIN attempts a ON a.job = j.id
            """, chosen
        ) { row in
            guard let place = places[row.integer(0)] else { return }
            let last = place > 0 ? jobs[place - 1] : nil
            try jobs[place].add(row, like: last)
        }
        try readMeasured(db, from, chosen, places, &jobs)
        return jobs
    }

    private mutating func add(_ row: RawRow, like last: KeptJob?) throws {
        status.attempts += 1
        status.codeVersion = row.text(7, like: last?.status.codeVersion)
        var own = Spending()
        own.attempts = 1
        own.wallSeconds = row.real(1) ?? 0
        own.coreSeconds = row.real(2) ?? own.wallSeconds * (row.real(3) ?? 1)
        own.peakBytes = row.isNull(4) ? nil : Int(row.integer(4))
        own.trainingFLOPs = row.real(10)
        own.firstStart = try row.date(5, in: "attempts")
        own.lastEnd = try row.date(6, in: "attempts")
        func names(_ column: Int32, like known: [String]?) -> [String] {
            guard let text = row.text(column, like: known?.first) else { return [] }
            return known == [text] ? known ?? [] : [text]
        }
        own.engineVersions = names(7, like: last?.spending.engineVersions)
        own.commits = names(8, like: last?.spending.commits)
        own.cpuModels = names(9, like: last?.spending.cpuModels)
        spending.add(own)
    }

    private static func readMeasured(
        _ db: Database, _ from: String, _ chosen: StatementArguments, _ places: [Int64: Int], _ jobs: inout [KeptJob]
    ) throws {
        try db.forEachMeasurement(of: from, chosen) { job, name, value in
            guard let place = places[job] else { return }
            jobs[place].measured = jobs[place].measured ?? [:]
            if let value { jobs[place].measured?[name] = value }
        }
    }
}

extension Spending {
    /// What was spent elsewhere, too.
    mutating func add(_ other: Spending) {
        attempts += other.attempts
        wallSeconds += other.wallSeconds
        coreSeconds += other.coreSeconds
        peakBytes = [peakBytes, other.peakBytes].compactMap(\.self).max()
        if let flops = other.trainingFLOPs { trainingFLOPs = (trainingFLOPs ?? 0) + flops }
        firstStart = [firstStart, other.firstStart].compactMap(\.self).min()
        lastEnd = [lastEnd, other.lastEnd].compactMap(\.self).max()
        func unite(_ own: inout [String], _ others: [String]) {
            if own != others, !others.allSatisfy(own.contains) { own = Set(own).union(others).sorted() }
        }
        unite(&engineVersions, other.engineVersions)
        unite(&commits, other.commits)
        unite(&cpuModels, other.cpuModels)
    }
}

import Foundation
import GRDB

extension ResultsDatabase {
    /// Makes a session known, so that its rounds can be recorded.
    /// - Returns: its number.
    public func begin(_ session: SpeedSession) throws -> Int64 {
        try write("record a benchmark") { db in
            try db.insert(
                "speed_sessions",
                [
                    "spec": session.spec, "threads": session.threads, "cpu_model": session.cpuModel, "host": session.host,
                    "code_version": session.codeVersion, "started_at": session.started,
                ])
            return db.lastInsertedRowID
        }
    }

    /// Writes whole rounds of a session in one transaction.
    public func record(_ measurements: [SpeedMeasurement], ofSession session: Int64) throws {
        if let bad = measurements.first(where: { $0.steps < 1 || !($0.seconds > 0 && $0.seconds.isFinite) || !$0.imagesPerSecond.isFinite })
        {
            throw ResultsStoreError.badRecord(
                what: "speed of \(bad.cell)", found: "\(bad.steps) steps in \(bad.seconds) s", allowed: "one step or more in a time above 0"
            )
        }
        try write("record a benchmark") { db in
            for measurement in measurements {
                try db.insert(
                    "speed_rounds",
                    [
                        "session": session, "round": measurement.round, "place": measurement.place, "model": measurement.model,
                        "cell": measurement.cell, "batch": measurement.batch, "lanes": measurement.lanes, "steps": measurement.steps,
                        "seconds": measurement.seconds, "images_per_second": measurement.imagesPerSecond,
                        "load_before": measurement.loadBefore, "load_after": measurement.loadAfter,
                        "foreign_cores": measurement.foreignCores, "started_at": measurement.started,
                    ])
            }
        }
    }

    /// All measurements of these models (see ``SpeedMeasurement/model``), whichever spec asked for them, in order of time.
    public func speedRounds(models: [String]) throws -> [SpeedRound] {
        try read("read benchmarks") { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT r.*, s.spec, s.threads, s.cpu_model, s.host, s.code_version, s.started_at AS session_started_at
                    FROM json_each(?) k JOIN speed_rounds r ON r.model = k.value JOIN speed_sessions s ON s.id = r.session
                    ORDER BY r.session, r.round, r.place
                    """, arguments: [jsonArray(unique(models))])
            var found: [SpeedRound] = []
            while let row = try rows.next() {
                found.append(
                    SpeedRound(
                        sessionID: try row[checked: "session"],
                        session: SpeedSession(
                            spec: try row[checked: "spec"], threads: try row[checked: "threads"], cpuModel: try row[checked: "cpu_model"],
                            host: try row[checked: "host"], codeVersion: try row[checked: "code_version"],
                            started: try row[checked: "session_started_at"]),
                        measurement: SpeedMeasurement(
                            model: try row[checked: "model"], cell: try row[checked: "cell"], round: try row[checked: "round"],
                            place: try row[checked: "place"], batch: try row[checked: "batch"], lanes: try row[checked: "lanes"],
                            steps: try row[checked: "steps"], seconds: try row[checked: "seconds"],
                            loadBefore: try row[checked: "load_before"],
                            loadAfter: try row[checked: "load_after"], foreignCores: try row[checked: "foreign_cores"],
                            started: try row[checked: "started_at"])))
            }
            return found
        }
    }
}

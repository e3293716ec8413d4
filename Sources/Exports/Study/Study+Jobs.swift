import Reports
import Results
import ResultsStore

extension Study {
    /// One row a job: where it stands, its options, what it costs.
    func jobsTable() throws -> ExportTable {
        let states = try store.states(keys), measured = try store.measurements(keys), records = try keys.map(dataFingerprint)
        let rows = zip(jobs, records).map { job, data in
            JobRow(job: job, label: label(of: job), status: states[job.key], data: data, measured: measured[job.key] ?? [:])
        }
        let swept = sweptPaths
        let paths = swept + (jobs.first?.options.map(\.path) ?? []).filter { !swept.contains($0) }
        let places = Dictionary(uniqueKeysWithValues: (jobs.first?.options ?? []).enumerated().map { ($1.path, $0) })
        let options = paths.map { path in
            let kind = grid.paths.contains(path) ? "swept: " : swept.contains(path) ? "varies with the seed: " : ""
            let place = places[path], meaning = place.flatMap { jobs.first?.options[$0].meaning } ?? "an option"
            return ExportColumn(path, kind + meaning, ColumnValues(jobs.map { job in place.map { job.options[$0].value } ?? .null }))
        }
        let costs = [Metric.parameters, Metric.referenceForwardFLOPs, Metric.executedForwardFLOPs].map { metric in
            ExportColumn.integers(metric.name, metric.meaning, nullable: true, jobs) { job in
                grid.cells[job.cell].costs[metric.name(on: .cost).description].map { Int($0) }
            }
        }
        let usage = [Metric.wallSeconds, Metric.cpuSeconds, Metric.peakBytes].map { metric in
            ExportColumn.numbers(metric.name, metric.meaning + ", all attempts", nullable: true, rows) { $0.measured[metric.name] }
        }
        return ExportTable(
            "jobs", "One row a job of the spec: a configuration with a seed.",
            [
                .texts("job", "the job's key: joins the tables", rows) { $0.job.key },
                .texts("cell", "label of the configuration: the swept options", rows) { $0.label },
                .integers("seed", "training seed", rows) { $0.job.seed },
                .texts("state", "done, pending, running, diverged, ...: only done jobs enter comparisons", rows) {
                    ($0.status?.state ?? .pending).rawValue
                },
                .texts("reason", "why it is in this state, in words", nullable: true, rows) { $0.status?.reason },
                .integers("attempts", "how often it was tried", rows) { $0.status?.attempts ?? 0 },
                .texts("engine", "engine version of the last attempt", nullable: true, rows) { $0.status?.codeVersion },
                .texts("data_fingerprint", "identifies the data's content", nullable: true, rows) { $0.data },
            ] + options + costs + usage)
    }

    private struct JobRow {
        let job: Job
        let label: String
        let status: JobStatus?
        let data: String?
        let measured: [String: Double]
    }

    /// nil for a job that nobody has run or planned to run.
    private func dataFingerprint(_ key: String) throws -> String? {
        do { return try store.job(key).dataFingerprint } catch ResultsStoreError.unknownJob { return nil }
    }
}

extension Metric {
    /// Its label with its unit.
    var meaning: String {
        let label = label(on: splits.first) ?? name
        return quantity.unit.isEmpty ? label : "\(label), \(quantity.unit)"
    }
}

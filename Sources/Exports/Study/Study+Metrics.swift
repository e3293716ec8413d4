import Reports
import Results
import ResultsStore

/// One value of one metric of one job.
struct MetricRow {
    let job: String
    let metric: String
    /// nil for what depends on the machine.
    let split: String?
    let step: Int?
    let value: Double
}

extension Study {
    /// Final values in long form: functions of the job, then measurements of the machine.
    func metricsTable() throws -> ExportTable {
        let finals = try store.finalMetrics(keys), measured = try store.measurements(keys)
        let rows = keys.flatMap { key -> [MetricRow] in
            (finals[key] ?? [:]).sorted { $0.key < $1.key }.map { name, point in
                MetricRow(job: key, metric: name.name, split: name.split, step: point.step, value: point.value)
            }
                + (measured[key] ?? [:]).sorted { $0.key < $1.key }.map { name, value in
                    MetricRow(job: key, metric: name, split: nil, step: nil, value: value)
                }
        }
        let known = Dictionary(Set(rows.map(\.metric)).map { ($0, MetricTable.metric(named: $0)) }) { first, _ in first }
        func metric(_ row: MetricRow) -> Metric? { known[row.metric] ?? nil }
        return ExportTable(
            "metrics", "One row a job and metric: its value at the greatest step.",
            values(rows, stepIsNullable: true) + [
                .texts(
                    "role", "quality: how good a model is; cost; diagnostic: explains, does not rank; breakdown: a part of another metric",
                    nullable: true, rows
                ) { metric($0)?.role.word },
                .texts("source", "job: a function of the job; machine: depends on where it ran", rows) {
                    $0.split == nil ? "machine" : "job"
                },
                .texts("unit", "of the value", nullable: true, rows) {
                    metric($0).flatMap { $0.quantity.unit.isEmpty ? nil : $0.quantity.unit }
                },
                .texts("better", "higher or lower, where one is", nullable: true, rows) { metric($0)?.better?.rawValue },
            ])
    }

    /// Every recorded value, by metric, job and step.
    func curvesTable() throws -> ExportTable {
        var rows: [MetricRow] = []
        for name in try store.metricNames() {
            let curves = try store.curves(name, jobs: keys)
            for key in keys {
                rows += (curves[key] ?? []).map {
                    MetricRow(job: key, metric: name.name, split: name.split, step: $0.step, value: $0.value)
                }
            }
        }
        return ExportTable("curves", "One row a job, metric and step: everything that was recorded.", values(rows, stepIsNullable: false))
    }

    /// Why metrics have no value.
    func missingTable() throws -> ExportTable {
        let rows = try keys.flatMap { key in try store.missingMetrics(key).map { (key, $0) } }
        return ExportTable(
            "missing", "One row a metric that a job has no value of, for a reason that is no failure.",
            [
                .texts("job", "the job's key", rows) { $0.0 },
                .texts("metric", "metric name; learned_metrics: all that need the evaluator", rows) { $0.1.name.name },
                .texts("split", "what it would have been measured on", rows) { $0.1.name.split },
                .integers("step", "training steps done", rows) { $0.1.step },
                .texts("reason", "in words", rows) { $0.1.reason },
            ])
    }

    private func values(_ rows: [MetricRow], stepIsNullable: Bool) -> [ExportColumn] {
        [
            .texts("job", "the job's key", rows) { $0.job },
            .texts("metric", "metric name", rows) { $0.metric },
            .texts("split", "what it was measured on", nullable: stepIsNullable, rows) { $0.split },
            .integers("step", "training steps done", nullable: stepIsNullable, rows) { $0.step },
            .numbers("value", "the value in its stored unit; NaN and infinities are values", rows) { $0.value },
        ]
    }
}

extension Metric.Role {
    /// For programs.
    var word: String {
        switch self {
        case .quality: "quality"
        case .cost: "cost"
        case .diagnostic: "diagnostic"
        case .breakdown: "breakdown"
        }
    }
}

import Foundation
import Reports
import Results
import ResultsStore
import TestSupport
@testable import Exports

/// A grid of two cells and two seeds with made-up results; the second seed of the second cell has diverged.
struct StudyFixture {
    let store: ResultsDatabase
    let study: Study

    init(baseline: Int? = 0) throws {
        store = try ResultsDatabase.inMemory()
        var cells: [Grid.Cell] = [], jobs: [Study.Job] = []
        for (cell, point) in [0, 2].enumerated() {
            let own = [1, 2].map { seed in Grid.Job(seed: seed, key: "p\(point)s\(seed)") }
            cells.append(
                Grid.Cell(
                    coordinates: [Grid.Coordinate(path: "fusion.point", value: "\(point)")], jobs: own,
                    costs: ["parameters/cost": 1000 + Double(point)]))
            for job in own {
                let options = Self.options(point: point)
                jobs.append(Study.Job(key: job.key, seed: job.seed, cell: cell, options: options))
                try store.register([
                    JobRecord(
                        key: job.key, trainingKey: job.key,
                        configuration: ConfigurationRecord(
                            json: "{\(point)}", options: options.map { JobOption(path: $0.path, value: $0.text) }),
                        seed: job.seed, dataFingerprint: "data")
                ])
                try Self.run(job, point: point, store)
            }
        }
        let text = "name: made-up\n"
        try store.record(spec: "made-up", textHash: "h", text: text, keys: jobs.map(\.key))
        study = Study(
            grid: Grid(name: "made-up", cells: cells, baseline: baseline), jobs: jobs, specText: text, specHash: "h", tool: "fusiongrid 1",
            store: store)
    }

    private static func options(point: Int) -> [Study.Option] {
        [
            Study.Option(path: "data.path", value: .null, text: "null", meaning: "about data.path"),
            Study.Option(
                path: "data.grammar", value: .list([.text("counts"), .text("é")]), text: "[counts, é]", meaning: "about data.grammar"),
            Study.Option(path: "model.width", value: .integer(64), text: "64", meaning: "about model.width"),
            Study.Option(path: "fusion.point", value: .integer(Int64(point)), text: "\(point)", meaning: "about fusion.point"),
            Study.Option(path: "model.time_mlp", value: .flag(false), text: "false", meaning: "about model.time_mlp"),
            Study.Option(path: "train.learning_rate", value: .number(0.001), text: "0.001", meaning: "about train.learning_rate"),
        ]
    }

    private static func run(_ job: Grid.Job, point: Int, _ store: ResultsDatabase) throws {
        let runner = RunnerIdentity(host: "h", pid: 1, processStarted: "1", processNamespace: "", bootID: "b")
        guard let attempt = try store.claim(job.key, by: runner, leaseSeconds: 60) else { return }
        let luck = 0.01 * Double(job.seed), hasDiverged = job.key == "p2s2"
        var metrics = [10, 20].map { step in
            Metric.loss.value(hasDiverged && step == 20 ? .nan : 1 / Double(step) + luck, on: .train, step: step)
        }
        metrics.append(Metric.x0Error.value(0.1 + 0.05 * Double(point) + luck, on: .validation, step: 20))
        try attempt.record(metrics: metrics)
        try attempt.record(measurements: ["images_per_second": 100])
        try attempt.record(missing: [Metric.learnedMetrics.missing(because: "no judge", on: .all, step: 20)])
        try attempt.record(
            summaries: [
                AttentionSummary(
                    site: AttentionSite(step: 20, caption: "two, \"red\"", blockIndex: 0, block: "mid_block", head: 1, timestep: 500),
                    textMass: 0.5, entropy: nil, effectiveRank: 1.25)
            ])
        try attempt.record(
            samples: [SampleRecord(step: 20, kind: .grid, caption: "one\ntwo", png: Data("png of \(job.key)".utf8))])
        try attempt.finish(hasDiverged ? .diverged : .done, reason: hasDiverged ? "made up" : nil)
    }
}

extension ExportTable {
    func column(_ name: String) -> ColumnValues? { columns.first { $0.name == name }?.values }
}

import Foundation
import Results
import ResultsStore
@testable import Reports

/// A grid with made-up results that follow simple formulas, for looking at reports.
struct FabricatedStore {
    let store: ResultsDatabase
    let grid: Grid

    /// - Parameter results: false registers the jobs only.
    init(points: [Int] = [0, 2, 4], depths: [Int] = [0, 2], seeds: [Int] = [1, 2, 3], results: Bool = true) throws {
        store = try ResultsDatabase.inMemory()
        var cells: [Grid.Cell] = []
        for point in points {
            for conditioning in ["concat", "cross-attention"] {
                for depth in depths where !(point == 0 && depth == 2 && points.count > 2) {
                    let coordinates = [
                        Grid.Coordinate(path: "fusion.point", value: "\(point)"),
                        Grid.Coordinate(path: "fusion.conditioning", value: conditioning),
                        Grid.Coordinate(path: "fusion.text_depth", value: "\(depth)"),
                    ]
                    let jobs = seeds.map { Grid.Job(seed: $0, key: "p\(point)\(conditioning.prefix(2))d\(depth)s\($0)") }
                    cells.append(Grid.Cell(coordinates: coordinates, jobs: jobs))
                    try store.register(
                        jobs.map { job in
                            JobRecord(
                                key: job.key, trainingKey: job.key,
                                configuration: ConfigurationRecord(
                                    json: "\(coordinates)", options: coordinates.map { JobOption(path: $0.path, value: $0.value) }),
                                seed: job.seed, dataFingerprint: "d")
                        })
                    if results {
                        for job in jobs {
                            try FabricatedStore.fill(
                                store, job, point: Double(point), cross: conditioning != "concat", depth: Double(depth))
                        }
                    }
                }
            }
        }
        grid = Grid(name: "fabricated", cells: cells, baseline: 0)
    }

    static let runner = RunnerIdentity(host: "h", pid: 1, processStarted: "1", processNamespace: "", bootID: "b")

    /// Ends a job, having recorded what `record` does.
    static func end(_ store: ResultsDatabase, _ key: String, _ ending: Ending, record: (Attempt) throws -> Void = { _ in }) throws {
        guard let attempt = try store.claim(key, by: runner, leaseSeconds: 60) else { return }
        try record(attempt)
        try attempt.finish(ending, reason: ending == .done ? nil : "made up")
    }

    private static func fill(
        _ store: ResultsDatabase, _ job: Grid.Job, point: Double, cross: Bool, depth: Double
    ) throws {
        let luck = Double((job.seed * 7919 + Int(point) * 31 + (cross ? 17 : 0) + Int(depth) * 5) % 11 - 5) / 5
        let quality = 0.02 * point + 0.015 * depth + (cross ? 0.01 : 0)
        guard let attempt = try store.claim(job.key, by: runner, leaseSeconds: 60) else { return }
        var metrics: [MetricValue] = []
        func add(_ name: String, _ split: String, _ step: Int, _ value: Double) {
            metrics.append(MetricValue(MetricName(name, split), step: step, value: value))
        }
        for step in stride(from: 50, through: 4000, by: 50) {
            let loss =
                (0.06 - 0.1 * quality * 0.2) * (1 + 8 * exp(-Double(step) / 400)) + 0.002 * luck
                + 0.002 * sin(Double(step) * (1 + 0.1 * luck))
            add("loss", "train", step, loss)
            if step % 500 == 0 {
                add("loss", "validation", step, loss * 1.05)
                add("text_use_gap", "validation", step, 0.004 * (1 - exp(-Double(step) / 1500)) * (1 + quality * 4) + 0.0003 * luck)
            }
        }
        for bucket in 0..<10 {
            add("loss_bucket_\(bucket)", "validation", 4000, 0.3 * exp(-Double(bucket) / 2) + 0.02 - 0.02 * quality + 0.001 * luck)
        }
        for (index, what) in ["all", "count", "colour", "shape", "relation"].enumerated() {
            for split in ["all", "seen", "held-out"] {
                add("oracle_\(what)", split, 4000, min(1, 0.3 + 0.12 * Double(index) + 2 * quality + 0.02 * luck))
            }
        }
        for split in ["all", "seen", "held-out"] {
            let images = split == "all" ? 100.0 : 50
            add("oracle_images", split, 4000, images)
            add("oracle_relation_images", split, 4000, images / 5)
            for objects in 1...5 {
                add("oracle_images_objects_\(objects)", split, 4000, images / 5)
                add("oracle_count_objects_\(objects)", split, 4000, max(0, 0.9 - 0.2 * Double(objects - 1)))
                for seen in 0...9 {
                    // The asked number mostly, one more otherwise.
                    let right = (images / 5 * max(0, 0.9 - 0.2 * Double(objects - 1))).rounded()
                    add(
                        "count_confusion_\(objects)_\(seen)", split, 4000,
                        seen == objects ? right : seen == objects + 1 ? images / 5 - right : 0)
                }
            }
        }
        add("parameters", "cost", 0, 1.6e6 + 2e5 * depth)
        add("reference_forward_flops", "cost", 0, 2.8e8 - 2e7 * point + 1.1e7 * depth - (cross ? 3e7 : 0))
        add("executed_forward_flops", "cost", 0, 2.7e8 - 2e7 * point + 1.1e7 * depth - (cross ? 3e7 : 0))
        try attempt.record(metrics: metrics)
        var statistics: [AttentionSummary] = []
        for block in 0..<9 where Double(block) >= point && Double(block) <= 8 - point {
            for timestep in [50, 250, 500, 750, 950] {
                for head in 0..<2 {
                    let middle = 1 - abs(Double(block) - 4) / 5
                    statistics.append(
                        AttentionSummary(
                            site: AttentionSite(
                                step: 4000, caption: "two red circles", blockIndex: block, block: "block.\(block)", head: head,
                                timestep: timestep),
                            textMass: 0.05 + 0.2 * middle * Double(timestep) / 1000 + 0.01 * luck + 0.01 * quality,
                            entropy: 0.9 - 0.4 * middle + 0.01 * luck, effectiveRank: 1.5 + 2 * middle + 0.1 * luck,
                            energyFirst: 0.9 - 0.3 * middle, energyFirstTwo: 0.95 - 0.2 * middle, energyFirstFour: 0.99 - 0.1 * middle))
                }
            }
        }
        try attempt.record(summaries: statistics)
        let localisation = statistics.flatMap { record in
            LocalisationRow.Source.allCases.map { source in
                let pointing = 0.1 + 0.5 * record.textMass! + (source == .test ? 0.2 : 0.1)
                return LocalisationRow(
                    step: 4000, source: source, role: .noun, blockIndex: record.site.blockIndex, block: record.site.block,
                    head: record.site.head, timestep: record.site.timestep, words: 40, pointing: pointing, iou: pointing / 2,
                    area: 0.12, chanceIoU: 0.07)
            }
        }
        try attempt.record(localisation: localisation)
        try attempt.record(measurements: ["images_per_second": 95 + 8 * point - 5 * depth + 2 * luck])
        try attempt.finish(
            .done, usage: AttemptUsage(wallSeconds: 2400 - 100 * point + 30 * luck, cpuSeconds: 4000, peakBytes: 400 << 20)
        )
    }
}

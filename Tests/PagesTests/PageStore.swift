import Claims
import Datasets
import Foundation
import Reports
import Results
import ResultsStore
import TestSupport
@testable import Pages

/// A grid with made-up results for looking at pages.
struct PageStore {
    let store: ResultsDatabase
    var grid: Grid
    static let side = 8

    /// What a job left.
    struct Leavings {
        var captions: [String]? = ["two red circles", "a blue square", "two red squares", "three green circles"]
        /// Captions whose attention is kept.
        var probes: [String] = []
        /// Whether the pictures of the probes are kept beside the maps.
        var keepsPictures = false
    }

    /// - Parameters:
    ///   - ending: how a job ends; nil for one that waits.
    init(
        name: String = "made-up", points: [String] = ["0", "2"], conditionings: [String] = ["concat"], seeds: [Int] = [1, 2, 3],
        baseline: Int? = 0, claims: ClaimList = ClaimList(name: ""), ending: (_ cell: Int, _ seed: Int) -> Ending? = { _, _ in .done },
        leaving: (_ cell: Int, _ seed: Int) -> Leavings = { _, _ in Leavings() }
    ) throws {
        store = try ResultsDatabase.inMemory()
        var cells: [Grid.Cell] = []
        for point in points {
            for conditioning in conditionings {
                let number = cells.count
                let coordinates = [
                    Grid.Coordinate(path: "fusion.point", value: point), Grid.Coordinate(path: "fusion.conditioning", value: conditioning),
                ]
                let jobs = seeds.map { Grid.Job(seed: $0, key: "c\(number)s\($0)") }
                cells.append(Grid.Cell(coordinates: points.count * conditionings.count == 1 ? [] : coordinates, jobs: jobs))
                try store.register(
                    jobs.map { job in
                        JobRecord(
                            key: job.key, trainingKey: job.key, configuration: ConfigurationRecord(json: "\(number)", options: []),
                            seed: job.seed, dataFingerprint: "d")
                    })
                for job in jobs {
                    guard let ending = ending(number, job.seed) else { continue }
                    try Self.run(store, job, number, ending, leaving(number, job.seed))
                }
            }
        }
        grid = Grid(name: name, cells: cells, baseline: baseline, claims: claims)
    }

    private static func run(_ store: ResultsDatabase, _ job: Grid.Job, _ cell: Int, _ ending: Ending, _ left: Leavings) throws {
        let runner = RunnerIdentity(host: "h", pid: 1, processStarted: "1", processNamespace: "", bootID: "b")
        let provenance = Provenance(codeVersion: "3", commit: "0123456789abcdef", cpuModel: "Made-up CPU", threads: 2)
        let start = Date(timeIntervalSince1970: 1_700_000_000)
        let clock = LeaseClock(now: start, uptime: nil)
        guard let attempt = try store.claim(job.key, by: runner, leaseSeconds: 60, provenance: provenance, clock: clock) else { return }
        if ending == .done {
            let value = 0.05 - 0.01 * Double(cell) + 0.001 * Double(job.seed) + 0.0002 * Double(cell * (job.seed * 7 % 5))
            try attempt.record(
                metrics: [
                    MetricValue(MetricName("x0_error", "validation"), step: 10, value: value),
                    MetricValue(MetricName("oracle_count", "all"), step: 10, value: 0.5 + 0.1 * Double(cell) + 0.01 * Double(job.seed)),
                    MetricValue(MetricName("oracle_images", "all"), step: 10, value: 64),
                ])
            try attempt.record(measurements: ["executed_gflops": 10, "training_seconds": 50])
            try leave(left, attempt, cell, job.seed)
        }
        try attempt.finish(
            ending, reason: ending == .done ? nil : "it <b>ended</b>", usage: AttemptUsage(wallSeconds: 90, peakBytes: 104_857_600),
            now: start.addingTimeInterval(90))
    }

    private static func leave(_ left: Leavings, _ attempt: Attempt, _ cell: Int, _ seed: Int) throws {
        if let captions = left.captions {
            let pictures = captions.indices.map { picture(cell, seed, $0) }
            let sheet = PixelImage.grid(pictures, columns: SampleRecord.gridColumns, padding: SampleRecord.gridPadding)
            try attempt.record(
                samples: [
                    SampleRecord(step: 10, kind: .grid, caption: captions.joined(separator: "\n"), png: try sheet.encodePNG())
                ])
        }
        let records = left.probes.enumerated().flatMap { position, caption -> [AttentionRecord] in
            [0, 1, 2].flatMap { block in [250, 500, 750].map { record(caption, block: block, timestep: $0, peak: block + position) } }
        }
        if !records.isEmpty { try attempt.record(attention: records) }
        if left.keepsPictures {
            try attempt.record(
                samples: left.probes.enumerated().map { position, caption in
                    SampleRecord(
                        step: 10, kind: .sample, position: position, caption: caption,
                        png: try picture(cell, seed, 20 + position).encodePNG())
                })
        }
    }

    /// A picture that nothing else drew.
    static func picture(_ cell: Int, _ seed: Int, _ number: Int) -> PixelImage {
        PixelImage(width: side, height: side, colour: [UInt8(20 * cell), UInt8(40 * seed), UInt8(5 * number)])
    }

    private static func record(_ caption: String, block: Int, timestep: Int, peak: Int) -> AttentionRecord {
        let site = AttentionSite(step: 10, caption: caption, blockIndex: block, block: "joint_blocks.\(block)", head: 0, timestep: timestep)
        var values = [Float](repeating: 0.125, count: 4 * 3)
        values[peak % 4 * 3] = 0.75
        return AttentionRecord(
            tokens: Array(caption.split(separator: " ").map(String.init).prefix(3)),
            map: AttentionMap(site: site, queryTokens: 4, keyTokens: 3, values: values),
            summary: AttentionSummary(site: site, textMass: 0.5, entropy: 0.5, effectiveRank: 1))
    }

    func study(description: String? = "What is asked", specText: String = "name: made-up\n") -> ReportPage.Study {
        ReportPage.Study(grid: grid, description: description, specText: specText)
    }

    /// The page's text.
    func page(
        _ study: ReportPage.Study? = nil, pictures: PictureSource = PictureSource(), gnuplot: Gnuplot? = nil, in folder: TemporaryFolder
    ) throws -> String {
        let page = ReportPage(study: study ?? self.study(), store: store, pictures: pictures, gnuplot: gnuplot)
        return try String(contentsOf: page.write(to: folder.url), encoding: .utf8)
    }

    /// Says of every second picture that it is right.
    static let reader: PictureReader = { _, pictures, _ in
        pictures.indices.map { ($0 % 2 == 0, $0 % 2 == 0 ? "two red circles" : "nothing") }
    }
}

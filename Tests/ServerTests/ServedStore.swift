import Claims
import Datasets
import Foundation
import Pages
import Reports
import Results
import ResultsStore
import Runner
import TestSupport
@testable import Server

/// A store on disk with made-up results of one spec, and the pages over it.
final class ServedStore: Sendable {
    static let hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&"
    let folder = TemporaryFolder()
    let location: StoreLocation
    let store: ResultsDatabase
    let grid: Grid
    let token: Token?

    /// - Parameter caption: what the jobs drew.
    init(
        name: String = "made-up", points: [String] = ["0", "2"], conditionings: [String] = ["concat", "cross-attention"],
        seeds: [Int] = [1, 2, 3],
        caption: String = "two red circles", token: Token? = nil, waiting: Int = 0
    ) throws {
        self.token = token
        location = StoreLocation(path: folder.url.appendingPathComponent("s.sqlite").path)
        store = try location.open(.readWrite)
        var cells: [Grid.Cell] = []
        for point in points {
            for conditioning in conditionings {
                let number = cells.count
                let coordinates = [("fusion.point", point), ("fusion.conditioning", conditioning)]
                let jobs = seeds.map { Grid.Job(seed: $0, key: "\(number)c\($0)") }
                cells.append(Grid.Cell(coordinates: coordinates.map { Grid.Coordinate(path: $0, value: $1) }, jobs: jobs))
                try store.register(
                    jobs.map { job in
                        let options = (coordinates + [("train.steps", "20")]).map { JobOption(path: $0.0, value: $0.1) }
                        return JobRecord(
                            key: job.key, trainingKey: job.key, configuration: ConfigurationRecord(json: "\(number)", options: options),
                            seed: job.seed, dataFingerprint: "d")
                    })
            }
        }
        let claim = Claim(
            id: "better", statement: "A deeper point is better. \(Self.hostile)",
            question: .change("fusion.point", from: .first, to: .last),
            primary: [Measure("x0_error/validation", expected: .lower)])
        grid = Grid(name: name, cells: cells, baseline: 0, claims: ClaimList(name: "own", claims: [claim]))
        let jobs = cells.enumerated().flatMap { number, cell in cell.jobs.map { (number, $0) } }
        try store.record(spec: name, textHash: "h", text: "name: \(name)\n", keys: jobs.map(\.1.key))
        for (number, job) in jobs.dropLast(waiting) { try finish(job, number, caption: caption) }
    }

    /// Lets a job end with results.
    func finish(_ job: Grid.Job, _ cell: Int, caption: String = "two red circles") throws {
        let provenance = Provenance(codeVersion: "3", commit: "0123456789abcdef", specSHA256: "t", cpuModel: Self.hostile, threads: 2)
        guard let attempt = try store.claim(job.key, by: .current, leaseSeconds: 60, provenance: provenance) else { return }
        let value = 0.05 - 0.01 * Double(cell) + 0.001 * Double(job.seed) + 0.0002 * Double(cell * (job.seed * 7 % 5))
        for step in [10, 20] {
            try attempt.record(
                metrics: [
                    MetricValue(MetricName("x0_error", "validation"), step: step, value: value + 0.1 / Double(step)),
                    MetricValue(MetricName("oracle_count", "all"), step: step, value: 0.5 + 0.1 * Double(cell) + 0.01 * Double(job.seed)),
                ])
            let picture = PixelImage(width: 8, height: 8, colour: [UInt8(20 * cell), UInt8(40 * job.seed % 255), UInt8(step)])
            let sheet = PixelImage.grid([picture, picture], columns: SampleRecord.gridColumns, padding: SampleRecord.gridPadding)
            try attempt.record(
                samples: [SampleRecord(step: step, kind: .grid, caption: "\(caption)\na blue square", png: try sheet.encodePNG())])
        }
        try attempt.record(
            attention: [0, 1].flatMap { block in
                [250, 750].map { time in
                    let site = AttentionSite(
                        step: 20, caption: caption, blockIndex: block, block: "joint_blocks.\(block)", head: 0, timestep: time)
                    return AttentionRecord(
                        tokens: caption.split(separator: " ").prefix(2).map(String.init),
                        map: AttentionMap(site: site, queryTokens: 4, keyTokens: 2, values: (0..<8).map { Float($0) / 8 }),
                        summary: AttentionSummary(site: site, textMass: 0.5, entropy: 0.5, effectiveRank: 1))
                }
            })
        try attempt.finish(.done, reason: nil, logTail: "step 10 \(Self.hostile)", usage: AttemptUsage(wallSeconds: 90, cpuSeconds: 60))
    }

    /// The pages, as the command serves them.
    func site(groups: [RouteGroup] = [], names: [String] = []) throws -> Site {
        let reading = try location.open(.readOnly), version = try DataVersion(of: reading), grid = grid
        let library = Library(
            location: location, store: reading,
            given: [ServedSpec(name: grid.name, description: Self.hostile, text: "name: x") { _ in grid }],
            pictures: PictureSource(
                read: { _, pictures, _ in pictures.map { _ in (false, Self.hostile) } },
                draw: { _, captions, guidance in
                    captions.map { _ in PixelImage(width: 8, height: 8, colour: [UInt8(guidance ?? 255), 1, 2]) }
                })
        ) { _ in throw PageProblem(.failed, "not read in tests") }
        return Site(
            gate: Gate(names: names), groups: groups + [.results(library, token: token) { try version.current() }],
            // The store's folder goes with this object: it stays as long as the site.
            version: { [self] in try withExtendedLifetime(self) { try version.current() } })
    }
}

extension Site {
    func get(_ text: String, _ headers: [String: String] = [:]) -> Response {
        guard let target = Target(parsing: text) else { return Response.text("no target", type: "text/plain", status: .badRequest) }
        return answer(Request(.get, target, headers: ["host": "127.0.0.1:8642"].merging(headers) { $1 }))
    }

    func post(_ text: String, _ body: String = "", _ headers: [String: String] = [:]) -> Response {
        answer(
            Request(.post, Target(parsing: text)!, headers: ["host": "127.0.0.1:8642"].merging(headers) { $1 }, body: Data(body.utf8)))
    }
}

extension Response {
    var text: String { if case .data(let data) = body { String(decoding: data, as: UTF8.self) } else { "" } }
}

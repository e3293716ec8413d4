import Claims
import Foundation
import Kernels
import Results
import ResultsStore

/// A store that a simulated sweep filled, with the means behind its numbers.
struct SimulatedStore {
    /// Deviation between jobs of a cell, and the mean of what is no level question, in every metric's unit.
    static let deviation = 0.04, base = 0.5
    /// Of what all cells of a seed share.
    static let seedDeviation = 0.05
    private static let paths = ["fusion.point", "fusion.conditioning", "fusion.text_depth"]
    private static let runner = RunnerIdentity(
        host: "simulation", pid: 1, processStarted: "", processNamespace: "", bootID: "")

    let grid: Grid
    let store: ResultsDatabase
    private let truth: SimulatedTruth
    private let levelMetrics: Set<String>

    /// - Parameter number: which of the stores of this truth: all its noise follows from that.
    init(_ truth: SimulatedTruth, claims: ClaimList, number: Int) throws {
        self.truth = truth
        levelMetrics = Set(
            claims.claims.flatMap { claim in
                if case .level = claim.question { (claim.primary + claim.others).map(\.metric) } else { [String]() }
            })
        var cells: [Grid.Cell] = []
        for point in ["0", "2"] {
            for conditioning in ["concat", "cross-attention"] {
                for depth in ["0", "2"] where !(truth.hasHole && point == "0" && depth == "2") {
                    let place = cells.count
                    cells.append(
                        Grid.Cell(
                            coordinates: zip(Self.paths, [point, conditioning, depth]).map(Grid.Coordinate.init),
                            jobs: (1...truth.seeds).map { Grid.Job(seed: $0, key: "\(place)-\($0)") },
                            costs: [
                                "parameters/cost": depth == "0" ? 1e6 : 1.36e6, "reference_forward_flops/cost": point == "0" ? 1e6 : 8e5,
                                "executed_forward_flops/cost": point == "0" ? 1e6 : 8e5,
                            ]))
                }
            }
        }
        grid = Grid(name: truth.name, cells: cells, baseline: 0, claims: claims)
        store = try ResultsDatabase.inMemory()
        let metrics = Set(claims.claims.flatMap { ($0.primary + $0.others).map(\.metric) }).sorted()
        try store.transaction { try fill(metrics, number) }
    }

    /// The true mean of a metric in a cell.
    func mean(_ metric: String, _ cell: Grid.Cell) -> Double {
        let inside = cell.value(of: "fusion.point") != "0", hasBlocks = cell.value(of: "fusion.text_depth") != "0"
        let shift = (inside ? truth.point : 0) + (hasBlocks ? truth.depth : 0) + (inside && hasBlocks ? truth.interaction : 0)
        return (levelMetrics.contains(metric) ? 0 : Self.base) + shift * Self.deviation
    }

    private func fill(_ metrics: [String], _ number: Int) throws {
        try store.register(
            grid.cells.flatMap { cell in
                cell.jobs.map { job in
                    JobRecord(
                        key: job.key, trainingKey: job.key, configuration: ConfigurationRecord(json: "{}", options: []), seed: job.seed,
                        dataFingerprint: "simulated")
                }
            })
        for (place, cell) in grid.cells.enumerated() {
            for job in cell.jobs {
                guard let attempt = try store.claim(job.key, by: Self.runner, leaseSeconds: 60) else { continue }
                // What a seed shares between cells, and what a job shares between metrics.
                let seedNoise = normal(number, 0, job.seed, 0), jobNoise = normal(number, 1, job.seed, place)
                var values: [MetricValue] = [], measurements: [String: Double] = [:]
                for (index, metric) in metrics.enumerated() {
                    let own = noise(number, index + 2, job.seed, place)
                    let value =
                        mean(metric, cell) + Self.deviation * (0.5 * jobNoise + 0.75.squareRoot() * own) + Self.seedDeviation * seedNoise
                    let parts = metric.split(separator: "/").map(String.init)
                    if parts.count == 2, parts[1] != Metric.Split.cost.rawValue {
                        values.append(MetricValue(MetricName(parts[0], parts[1]), step: 1, value: value))
                    } else if parts.count == 1 {
                        let load = truth.hasLoad ? 1 - 0.05 * Double(place) : 1
                        measurements[metric] = 1000 * load * exp(0.02 * own)
                    }
                }
                for split in [Metric.Split.seen, .heldOut] { values.append(Metric.evaluatorRetrieval.value(1, on: split, step: 0)) }
                try attempt.record(metrics: values)
                if !measurements.isEmpty { try attempt.record(measurements: measurements) }
                try attempt.finish(.done)
            }
        }
    }

    private func normal(_ number: Int, _ stream: Int, _ seed: Int, _ cell: Int) -> Double { draws(number, stream, seed, cell, count: 1)[0] }

    private func noise(_ number: Int, _ stream: Int, _ seed: Int, _ cell: Int) -> Double {
        switch truth.noise {
        case .normal: return normal(number, stream, seed, cell)
        case .heavyTailed:
            // t with 3 degrees of freedom has variance 3.
            let draws = draws(number, stream, seed, cell, count: 4)
            let chi = draws[1...].reduce(0) { $0 + $1 * $1 }
            return draws[0] / (chi / 3).squareRoot() / 3.0.squareRoot()
        }
    }

    private func draws(_ number: Int, _ stream: Int, _ seed: Int, _ cell: Int, count: Int) -> [Double] {
        let buffer = FloatBuffer(count: count)
        fillNormal(
            buffer.pointer, count: count,
            key: RandomKey(
                seed: UInt64(stream) << 32 | UInt64(seed) << 16 | UInt64(cell), purpose: .simulation, step: UInt64(number),
                sample: 0))
        return (0..<count).map { Double(buffer.pointer[$0]) }
    }
}

import Claims
import Foundation
import Results
import ResultsStore
@testable import Reports

/// A grid whose true effects are known: values come from a formula, with noise from a generator of its own.
struct PlantedStore {
    let store: ResultsDatabase
    let grid: Grid

    /// What a formula sees of a job.
    struct Place {
        var values: [String: String]
        var seed: Int

        func number(_ path: String) -> Double { values[path].flatMap(Double.init) ?? 0 }
        var point: Double { number("fusion.point") }
        var depth: Double { number("fusion.text_depth") }
    }

    /// - Parameters:
    ///   - metrics: by `name/split`; measurements without a split; nil values are not recorded.
    ///   - isMissing: cells that the grid lacks.
    ///   - costs: exact metrics of a cell.
    init(
        axes: [(path: String, values: [String])], seeds: Int, baseline: Int? = 0, options: [String: String] = [:],
        claims: ClaimList = ClaimList(name: ""), isMissing: (Place) -> Bool = { _ in false },
        costs: [(String, (Place) -> Double)] = [], metrics: [(name: String, value: (Place) -> Double?)],
        attention: ((Place) -> (entropy: Double, rank: Double))? = nil,
        unfinished: (Place) -> Ending?? = { _ in nil }
    ) throws {
        store = try ResultsDatabase.inMemory()
        var cells: [Grid.Cell] = []
        let products = axes.reduce([[String]]([[]])) { lists, axis in lists.flatMap { list in axis.values.map { list + [$0] } } }
        for (number, product) in products.enumerated() {
            let coordinates = zip(axes, product).map { Grid.Coordinate(path: $0.path, value: $1) }
            let values = Dictionary(uniqueKeysWithValues: coordinates.map { ($0.path, $0.value) })
            if isMissing(Place(values: values, seed: 0)) { continue }
            let jobs = (1...seeds).map { Grid.Job(seed: $0, key: "c\(number)s\($0)") }
            try store.register(
                jobs.map { job in
                    JobRecord(
                        key: job.key, trainingKey: job.key, configuration: ConfigurationRecord(json: "\(number)", options: []),
                        seed: job.seed, dataFingerprint: "d")
                })
            for job in jobs {
                let place = Place(values: values, seed: job.seed)
                if let ending = unfinished(place) {
                    if let ending { try FabricatedStore.end(store, job.key, ending) }
                    continue
                }
                guard let attempt = try store.claim(job.key, by: FabricatedStore.runner, leaseSeconds: 60) else { continue }
                var records: [MetricValue] = [], measurements: [String: Double] = [:]
                for metric in metrics {
                    guard let value = metric.value(place) else { continue }
                    let parts = metric.name.split(separator: "/").map(String.init)
                    if parts.count == 2 {
                        records.append(MetricValue(MetricName(parts[0], parts[1]), step: 10, value: value))
                    } else {
                        measurements[metric.name] = value
                    }
                }
                try attempt.record(metrics: records)
                if !measurements.isEmpty { try attempt.record(measurements: measurements) }
                if let found = attention?(place) {
                    // Two heads around the mean.
                    try attempt.record(
                        summaries: [-0.05, 0.05].enumerated().map { head, offset in
                            AttentionSummary(
                                site: AttentionSite(step: 10, caption: "c", blockIndex: 0, block: "b", head: head, timestep: 500),
                                textMass: 0.2, entropy: found.entropy + offset, effectiveRank: found.rank + offset)
                        })
                }
                try attempt.finish(.done)
            }
            let place = Place(values: values.merging(options) { first, _ in first }, seed: 0)
            cells.append(
                Grid.Cell(
                    coordinates: coordinates, jobs: jobs, options: options,
                    costs: Dictionary(uniqueKeysWithValues: costs.map { ($0.0, $0.1(place)) })))
        }
        grid = Grid(name: "planted", cells: cells, baseline: baseline, claims: claims)
    }

    static let fusionAxes: [(path: String, values: [String])] = [
        ("fusion.point", ["0", "2", "4"]), ("fusion.conditioning", ["concat", "cross-attention"]), ("fusion.text_depth", ["0", "2"]),
    ]
}

/// Noise by name: the same text gives the same standard normal number.
func noise(_ place: PlantedStore.Place, _ purpose: String) -> Double {
    let text = place.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined() + "\(place.seed)" + purpose
    var state: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
    func uniform() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return (Double((z ^ (z >> 31)) >> 11) + 0.5) * 0x1p-53
    }
    let radius = (-2 * log(uniform())).squareRoot()
    return radius * cos(2 * Double.pi * uniform())
}

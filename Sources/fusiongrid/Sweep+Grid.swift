import Benchmarks
import Experiments
import Reports
import Results
import Runner
import Training
import UViT

extension Sweep {
    /// The grid as reports see it: cells in the spec's order, each with its jobs by seed, what claims ask for beyond the swept
    /// options, and the cost model's numbers.
    var grid: Grid {
        let byCell = Dictionary(grouping: jobs, by: \.cellIndex)
        var known: [ModelConfiguration: [String: Double]] = [:]
        func costs(_ model: ModelConfiguration) -> [String: Double] {
            if let costs = known[model] { return costs }
            let cost = CostModel(model)
            let costs = [
                Metric.parameters.name(on: .cost).description: Double(cost.parameters),
                Metric.referenceForwardFLOPs.name(on: .cost).description: Double(cost.referenceForwardFLOPs),
                Metric.executedForwardFLOPs.name(on: .cost).description: Double(cost.executedForwardFLOPs),
            ]
            known[model] = costs
            return costs
        }
        let models = Dictionary(
            SpeedCell.all(of: spec).flatMap { cell in cell.cells.map { ($0, cell.model) } }, uniquingKeysWith: { first, _ in first })
        let cells = self.cells.map { index in
            let cell = spec.cell(index), configuration = cell.configuration
            return Grid.Cell(
                coordinates: cell.coordinates.map { Grid.Coordinate(path: $0.path, value: $0.value.plainText) },
                jobs: (byCell[index] ?? []).map { Grid.Job(seed: $0.seed, key: $0.key) },
                options: Dictionary(
                    uniqueKeysWithValues: spec.claims.options.compactMap { path in configuration[path].map { (path, $0.plainText) } }),
                costs: costs(configuration.modelConfiguration), speedModel: models[index] ?? "")
        }
        return Grid(name: spec.name, cells: cells, baseline: spec.baseline.flatMap(self.cells.firstIndex(of:)), claims: spec.askedClaims)
    }
}

import Experiments
import Reports
import Runner
import Training
import UViT

extension Sweep {
    /// The grid as reports see it: cells in the spec's order, each with its jobs by seed.
    var gridView: GridView {
        var byCell: [Int: [GridJob]] = [:]
        for job in jobs { byCell[job.cellIndex, default: []].append(GridJob(seed: job.seed, key: job.key)) }
        return GridView(
            name: spec.name,
            cells: (0..<spec.cellCount).map { index in
                GridCell(
                    coordinates: spec.cell(index).coordinates.map {
                        GridCoordinate(path: $0.path, value: $0.value.plainText)
                    },
                    jobs: byCell[index] ?? [])
            }, baseline: spec.baseline)
    }

    /// ``gridView`` with what claims ask for beyond it: options that are not swept, and the cost model's numbers.
    var fullGridView: GridView {
        var view = gridView
        var known: [ModelConfiguration: [String: Double]] = [:]
        for index in view.cells.indices {
            let configuration = spec.cell(index).configuration
            view.cells[index].options = Dictionary(
                configuration.options.filter { PaperClaims.options.contains($0.path) }.map { ($0.path, $0.value.plainText) },
                uniquingKeysWith: { first, _ in first })
            let model = configuration.modelConfiguration
            if known[model] == nil {
                let cost = CostModel(model)
                known[model] = [
                    "parameters/cost": Double(cost.parameters),
                    "reference_forward_flops/cost": Double(cost.referenceForwardFLOPs),
                    "executed_forward_flops/cost": Double(cost.executedForwardFLOPs),
                ]
            }
            view.cells[index].costs = known[model] ?? [:]
        }
        return view
    }
}

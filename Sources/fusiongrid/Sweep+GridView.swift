import Experiments
import Reports
import Runner

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
            })
    }
}

import Experiments
import Exports
import Reports
import ResultsStore
import Runner
import Training

extension Sweep {
    /// What exports write: the jobs in the order of the grid, every option with its type.
    func study(_ store: ResultsDatabase) -> Study {
        let grid = grid
        let byKey = Dictionary(jobs.map { ($0.key, $0) }) { first, _ in first }
        let jobs = grid.cells.enumerated().flatMap { index, cell in
            cell.jobs.map { job in
                let options = byKey[job.key]?.configuration.options ?? []
                return Study.Job(
                    key: job.key, seed: job.seed, cell: index,
                    options: options.map { path, value in
                        Study.Option(
                            path: path, value: TableValue(value), text: value.plainText, meaning: OptionSchema.summary(of: path) ?? path)
                    })
            }
        }
        return Study(
            grid: grid, jobs: jobs, specText: spec.sourceText, specHash: spec.sourceHash, tool: FusionGrid.toolName, store: store)
    }
}

extension FusionGrid {
    /// What files say of who wrote them.
    static let toolName = "fusiongrid version \(configuration.version) (engine \(EngineVersion.current))"
}

extension TableValue {
    fileprivate init(_ value: OptionValue) {
        self =
            switch value {
            case .null: .null
            case .int(let integer): .integer(Int64(integer))
            case .double(let number): .number(number)
            case .bool(let flag): .flag(flag)
            case .string(let text): .text(text)
            case .list(let values): .list(values.map(TableValue.init))
            }
    }
}

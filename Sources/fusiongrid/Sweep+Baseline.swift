import Experiments
import Foundation
import Reports
import Runner

extension Sweep {
    /// The one cell in which all of `option=value,...` hold.
    func baseline(named text: String, in grid: Grid) throws -> Int {
        let conditions = commaParts(text).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        let found = try spec.cellIndices(where: conditions).compactMap(cells.firstIndex(of:))
        guard found.count == 1 else {
            throw ReportsError.unclearBaseline(
                text, matches: found.map { grid.label(of: grid.cells[$0]) }, swept: grid.paths)
        }
        return found[0]
    }
}

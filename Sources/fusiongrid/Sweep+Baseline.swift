import Foundation
import Reports
import Runner

extension Sweep {
    /// The one cell in which all of `option=value,...` hold.
    func baseline(named text: String, in grid: Grid) throws -> Int {
        let found = try spec.cellIndices(where: Self.conditions(text))
        guard found.count == 1 else {
            throw ReportsError.unclearBaseline(
                text, matches: found.map { grid.label(of: grid.cells[$0]) }, swept: grid.paths)
        }
        return found[0]
    }

    /// Cut at the commas outside of brackets.
    private static func conditions(_ text: String) -> [String] {
        var parts = [""], depth = 0
        for character in text {
            if "[{".contains(character) { depth += 1 }
            if "]}".contains(character) { depth -= 1 }
            if character == ",", depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        return parts.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}

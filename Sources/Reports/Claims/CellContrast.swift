/// A linear combination of cells: what a question's effect is within one seed.
struct CellContrast: Sendable, Equatable {
    /// Indices in the grid.
    private(set) var cells: [Int] = []
    /// Positive ones add up to 1, and negative ones to -1 where there is something to compare with.
    private(set) var weights: [Double] = []
    var text = ""
    /// "per block" where the effect is a rate.
    var unit = ""
    /// The comparison that must point the same way: of a slope its last level against its first.
    var check: [CellContrast] = []

    mutating func add(_ weight: Double, _ cell: Int) {
        if let place = cells.firstIndex(of: cell) {
            weights[place] += weight
        } else {
            cells.append(cell)
            weights.append(weight)
        }
    }

    /// - Parameter values: one for each of ``cells``.
    func effect(_ values: [Double]) -> Double {
        let parts = zip(weights, values).map { $0 * $1 }
        let sum = parts.reduce(0, +)
        // Weights add up to 0 on paper: what rounding leaves of equal values is no effect.
        return abs(sum) <= 1e-12 * parts.reduce(0) { $0 + abs($1) } ? 0 : sum
    }

    /// The mean of the side with weights of this sign; nil without such a side.
    func mean(_ values: [Double], ofSide sign: Double) -> Double? {
        let side = zip(weights, values).filter { $0.0 * sign > 0 }
        let total = side.reduce(0) { $0 + $1.0 }
        return side.isEmpty ? nil : side.reduce(0) { $0 + $1.0 * $1.1 } / total
    }
}

/// What becomes of a question to a grid.
enum AskedQuestion: Sendable, Equatable {
    case asked(CellContrast)
    /// Cells that the question needs and the grid lacks, in words; nothing takes their place.
    case incomplete(missing: [String], jobs: Int)
    /// The grid is not about that.
    case absent(String)
}

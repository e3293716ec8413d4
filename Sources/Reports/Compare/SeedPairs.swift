import Platform
import ResultsStore

/// The seeds of two or more cells that can be compared with each other, and why the others cannot.
struct SeedPairs {
    /// A seed without a value in one of the cells.
    struct LeftOut: Equatable {
        var seed: Int
        /// Which of the cells lacks it.
        var cell: Int
        /// "diverged", "not run yet", "not recorded", ...
        var reason: String
    }

    /// Seeds that have a finite value in every cell, in the spec's order.
    var seeds: [Int] = []
    /// By cell, then by seed as in `seeds`.
    var values: [[Double]]
    var leftOut: [LeftOut] = []

    init(_ summaries: [CellSummary]) {
        values = summaries.map { _ in [] }
        let bySeed = summaries.map { summary in
            Dictionary(summary.outcomes.map { ($0.seed, $0) }, uniquingKeysWith: { first, _ in first })
        }
        for seed in unique(summaries.flatMap { $0.outcomes.map(\.seed) }) {
            let outcomes = bySeed.map { $0[seed] }
            let found = outcomes.compactMap { $0?.value }.filter(\.isFinite)
            if found.count == summaries.count {
                seeds.append(seed)
                for (cell, value) in found.enumerated() { values[cell].append(value) }
            } else {
                for (cell, outcome) in outcomes.enumerated() where outcome?.value?.isFinite != true {
                    leftOut.append(LeftOut(seed: seed, cell: cell, reason: outcome?.absence ?? "not in the spec"))
                }
            }
        }
    }
}

extension SeedOutcome {
    /// Why there is no finite value.
    var absence: String {
        switch state {
        case .done: value == nil ? "not recorded" : "not finite"
        case .pending: "not run yet"
        case .outOfMemory: "out of memory"
        default: state.rawValue
        }
    }
}

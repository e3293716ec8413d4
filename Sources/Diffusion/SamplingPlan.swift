import Choices

extension SamplerKind {
    /// The order of each step, in sequence; they sum up to `evaluations`.
    /// - Precondition: `evaluations >= 1`.
    func orders(evaluations: Int) -> [Int] {
        switch self {
        case .ddim: return Array(repeating: 1, count: evaluations)
        case .dpmSolver:
            let thirds = evaluations / 3
            switch evaluations % 3 {
            case 0: return Array(repeating: 3, count: thirds - 1) + [2, 1]
            case 1: return Array(repeating: 3, count: thirds) + [1]
            default: return Array(repeating: 3, count: thirds) + [2]
            }
        }
    }
}

/// How a sampler's network evaluations lie between the last and the first time.
public enum TimeSpacing: String, Sendable, Codable, CaseIterable {
    /// Equal distances of time. The reference samples (`dpmpp_fast.*`) were drawn with this one: every evaluation,
    /// also inside a step, lies on the same even grid.
    case uniformTime = "uniform-time"
    /// Equal distances of `log(alpha / sigma)` between steps and inside them: the solvers' own time, on which their
    /// orders of convergence show.
    case uniformLogSNR = "uniform-log-snr"
}

/// A sampler's whole course, computed before the first network evaluation.
struct SamplingPlan: Sendable, Equatable {
    let steps: [SolverStep]

    /// The times of the network evaluations, in sequence.
    var evaluationTimes: [Double] { steps.flatMap { [$0.start] + $0.stages.dropLast().map(\.time) } }

    /// - Precondition: `evaluations >= 1`.
    init(kind: SamplerKind, evaluations: Int, spacing: TimeSpacing, schedule: NoiseSchedule) {
        let orders = kind.orders(evaluations: evaluations)
        steps = zip(orders, Self.nodes(orders: orders, spacing: spacing, schedule: schedule)).map { order, times in
            precondition(times.count == order + 1)
            return SolverStep(times: times, schedule: schedule)
        }
    }

    /// The nodes of each step, `order + 1` of them; a step's last node is the next one's first.
    private static func nodes(orders: [Int], spacing: TimeSpacing, schedule: NoiseSchedule) -> [[Double]] {
        let (last, first) = (schedule.lastTime, schedule.firstTime)
        switch spacing {
        case .uniformTime:
            let total = orders.reduce(0, +)
            let grid = (0...total).map { $0 == total ? first : last + Double($0) * (first - last) / Double(total) }
            var begin = 0
            return orders.map { order in
                defer { begin += order }
                return Array(grid[begin...(begin + order)])
            }
        case .uniformLogSNR:
            let (low, high) = (schedule.logSNR(last), schedule.logSNR(first))
            let width = (high - low) / Double(orders.count)
            func time(_ position: Double) -> Double {
                if position <= 0 { return last }
                return position < Double(orders.count) ? schedule.time(logSNR: low + position * width) : first
            }
            return orders.enumerated().map { index, order in
                (0...order).map { node in
                    time(node == order ? Double(index + 1) : Double(index) + Double(node) / Double(order))
                }
            }
        }
    }
}

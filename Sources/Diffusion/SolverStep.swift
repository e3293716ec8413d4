import Foundation

/// One evaluation-to-evaluation move of a solver, in data prediction: the next state is
/// `state * x + sum(data[i] * m[i])`, where `x` is the state at the step's start and `m[i]` the network's estimates of
/// the clean image so far, `m[0]` at the start and one more after each earlier stage of the same step.
struct SolverStage: Equatable, Sendable {
    /// The time this stage reaches.
    let time: Double
    let state: Double
    let data: [Double]
}

/// One step of a singlestep solver: the order is its number of stages, and of network evaluations.
///
/// With `lambda = log(alpha / sigma)` the diffusion ODE's exact solution is
/// `x(t) = sigma_t / sigma_s x(s) + sigma_t ∫ exp(lambda) m(lambda) dlambda`; each order replaces `m` by a polynomial
/// through its estimates and integrates the exponential exactly.
///
/// Source: Lu et al., DPM-Solver++, arXiv 2211.01095, and DPM-Solver, arXiv 2206.00927 (singlestep orders 1 to 3).
struct SolverStep: Equatable, Sendable {
    let start: Double
    let stages: [SolverStage]

    /// - Parameter times: the step's nodes from its start to its end: `order + 1` falling times, order 1, 2 or 3.
    init(times: [Double], schedule: NoiseSchedule) {
        precondition(2...4 ~= times.count, "a solver step has 2 to 4 nodes, not \(times.count)")
        start = times[0]
        let (startLambda, startSigma) = (schedule.logSNR(times[0]), schedule.sigma(times[0]))
        let span = schedule.logSNR(times[times.count - 1]) - startLambda

        // alpha_t ∫ exp(lambda - lambda_t) over the stage's part of the step, for m constant and for m linear.
        func factors(_ time: Double) -> (ratio: Double, state: Double, constant: Double, slope: Double) {
            let part = schedule.logSNR(time) - startLambda
            let decay = expm1(-part)
            let alpha = schedule.alpha(time)
            return (part / span, schedule.sigma(time) / startSigma, -alpha * decay, alpha * (decay / part + 1))
        }

        let nodes = times.dropFirst().map(factors)
        let end = nodes[nodes.count - 1]
        var built = [SolverStage(time: times[1], state: nodes[0].state, data: [nodes[0].constant])]
        switch nodes.count {
        case 2:
            // The reference's second-order rule weighs the difference by half the constant's integral instead of
            // the linear one's; both are second order.
            let weight = 0.5 / nodes[0].ratio * end.constant
            built.append(SolverStage(time: times[2], state: end.state, data: [end.constant - weight, weight]))
        case 3:
            let middle = nodes[1].ratio / nodes[0].ratio * nodes[1].slope
            built.append(
                SolverStage(
                    time: times[2], state: nodes[1].state, data: [nodes[1].constant - middle, middle]))
            let last = end.slope / nodes[1].ratio
            built.append(SolverStage(time: times[3], state: end.state, data: [end.constant - last, 0, last]))
        default: break
        }
        stages = built
    }
}

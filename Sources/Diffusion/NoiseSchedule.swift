import Foundation

/// The scaled-linear noise schedule: how much image (`alpha`) and how much noise (`sigma`) a noisy image holds,
/// `x_t = alpha(t) x0 + sigma(t) eps` with `alpha² + sigma² = 1`.
///
/// Training uses whole timesteps `1...timesteps`; samplers use the same schedule on a continuous time in `(0, 1]`,
/// where timestep `i` lies at time `i / timesteps` and `log alpha` is linear in between. All of it is `Double`.
///
/// Source: latent diffusion's `linear` schedule (Rombach et al., arXiv 2112.10752); the continuous version is
/// DPM-Solver's discrete noise schedule (Lu et al., arXiv 2206.00927, appendix D).
public struct NoiseSchedule: Sendable, Equatable {
    /// Noise variance added at each timestep; element 0 belongs to timestep 1.
    public let betas: [Double]
    /// Product of `1 - beta` up to each timestep; element 0 belongs to timestep 1.
    public let alphasCumprod: [Double]
    /// `log alpha` at each timestep: half the running sum of `log(1 - beta)`.
    private let logAlphas: [Double]

    /// Number of timesteps.
    public var timesteps: Int { betas.count }

    /// The schedule every reference model was trained with: `linspace(sqrt(0.00085), sqrt(0.0120), 1000)²`.
    public init() {
        let (first, last, count) = (0.00085.squareRoot(), 0.0120.squareRoot(), 1000)
        let stride = (last - first) / Double(count - 1)
        betas = (0..<count).map { index in
            let root = index == count - 1 ? last : first + Double(index) * stride
            return root * root
        }
        var (product, sum) = (1.0, 0.0)
        var (products, halfSums): ([Double], [Double]) = ([], [])
        for beta in betas {
            product *= 1 - beta
            sum += log(1 - beta)
            products.append(product)
            halfSums.append(0.5 * sum)
        }
        (alphasCumprod, logAlphas) = (products, halfSums)
    }

    // MARK: Whole timesteps

    /// The share of the image at a timestep: `sqrt(alphasCumprod)`.
    /// - Precondition: `timestep` is in `1...timesteps`.
    public func signal(_ timestep: Int) -> Float { Float(alphaCumprod(timestep).squareRoot()) }

    /// The share of the noise at a timestep: `sqrt(1 - alphasCumprod)`.
    /// - Precondition: `timestep` is in `1...timesteps`.
    public func noise(_ timestep: Int) -> Float { Float((1 - alphaCumprod(timestep)).squareRoot()) }

    /// Signal-to-noise ratio at a timestep: `alpha² / sigma²`.
    /// - Precondition: `timestep` is in `1...timesteps`.
    public func signalToNoise(_ timestep: Int) -> Double {
        let signalPower = alphaCumprod(timestep)
        return signalPower / (1 - signalPower)
    }

    private func alphaCumprod(_ timestep: Int) -> Double {
        precondition(1...timesteps ~= timestep, "timestep \(timestep) is outside 1...\(timesteps)")
        return alphasCumprod[timestep - 1]
    }

    // MARK: Continuous time

    /// The latest time: pure noise, as far as the schedule goes.
    public var lastTime: Double { 1 }

    /// The earliest time: timestep 1.
    public var firstTime: Double { 1 / Double(timesteps) }

    /// What the network is told about a continuous time: `timesteps * time`, fractional between timesteps.
    public func networkTime(_ time: Double) -> Double { Double(timesteps) * time }

    /// `log alpha`, linear between timesteps; below the first and above the last its nearest segment goes on.
    public func logAlpha(_ time: Double) -> Double {
        let position = time * Double(timesteps) - 1
        let left = min(max(Int(position.rounded(.down)), 0), timesteps - 2)
        let fraction = position - Double(left)
        return logAlphas[left] + fraction * (logAlphas[left + 1] - logAlphas[left])
    }

    /// The share of the image at a continuous time.
    public func alpha(_ time: Double) -> Double { exp(logAlpha(time)) }

    /// The share of the noise at a continuous time.
    public func sigma(_ time: Double) -> Double { (-expm1(2 * logAlpha(time))).squareRoot() }

    /// `log(alpha / sigma)`, half the log signal-to-noise ratio: the time in which the solvers think. It falls as
    /// `time` grows.
    public func logSNR(_ time: Double) -> Double {
        let logAlpha = logAlpha(time)
        return logAlpha - 0.5 * log(-expm1(2 * logAlpha))
    }

    /// The time at which ``logSNR(_:)`` has a value; the inverse of that function.
    public func time(logSNR: Double) -> Double {
        // alpha² = sigmoid(2 logSNR), so log alpha = -softplus(-2 logSNR) / 2.
        let exponent = -2 * logSNR
        let target = -0.5 * (max(exponent, 0) + log1p(exp(-abs(exponent))))
        // logAlphas falls strictly: find the segment whose left end is the last value above the target.
        var (left, right) = (0, timesteps - 1)
        while right - left > 1 {
            let middle = (left + right) / 2
            if logAlphas[middle] > target { left = middle } else { right = middle }
        }
        let fraction = (target - logAlphas[left]) / (logAlphas[right] - logAlphas[left])
        return (Double(left + 1) + fraction) / Double(timesteps)
    }
}

import Choices
import Foundation
import Kernels

@testable import Diffusion

extension Sampler {
    /// The network times (`1000 t`) of the evaluations, in sequence.
    var networkTimes: [Double] { plan.evaluationTimes.map(schedule.networkTime) }
}

extension Prediction {
    /// What a network that knows image and noise answers.
    func perfectAnswer(image: Double, noise: Double, alpha: Double, sigma: Double) -> Double {
        switch self {
        case .epsilon: noise
        case .v: alpha * noise - sigma * image
        case .x0: image
        }
    }
}

/// Images whose every element is normal with a known mean and deviation: the best possible network has a closed form,
/// and so has the path that the diffusion ODE takes.
struct GaussianModel {
    let mean = 0.7
    let deviation = 0.15
    let schedule = NoiseSchedule()
    let prediction: Prediction

    /// The exact network, in Float at its borders like a real one.
    func predict(_ out: Out, _ noisy: In, _ timesteps: In, rows: Int, elements: Int) {
        for row in 0..<rows {
            let time = Double(timesteps[row]) / 1000
            let (alpha, sigma) = (schedule.alpha(time), schedule.sigma(time))
            for index in row * elements..<(row + 1) * elements {
                let state = Double(noisy[index])
                let epsilon = sigma * (state - alpha * mean) / variance(time)
                let image = (state - sigma * epsilon) / alpha
                out[index] = Float(prediction.perfectAnswer(image: image, noise: epsilon, alpha: alpha, sigma: sigma))
            }
        }
    }

    /// Where the ODE takes a value from the last time to the first: the standard score does not change.
    func exact(_ noise: Double) -> Double {
        let (last, first) = (schedule.lastTime, schedule.firstTime)
        let score = (noise - schedule.alpha(last) * mean) / variance(last).squareRoot()
        return schedule.alpha(first) * mean + score * variance(first).squareRoot()
    }

    private func variance(_ time: Double) -> Double {
        let (alpha, sigma) = (schedule.alpha(time), schedule.sigma(time))
        return alpha * alpha * deviation * deviation + sigma * sigma
    }

    /// Largest error of a sampler over a few starting values.
    func error(kind: SamplerKind, steps: Int, spacing: TimeSpacing) throws -> Double {
        let starts: [Float] = [-2.1, -0.6, 0, 0.4, 1.3, 2.7]
        let sampler = try Sampler(
            kind: kind, schedule: schedule, steps: steps, prediction: prediction, guidance: 0,
            elements: starts.count, batch: 1, spacing: spacing)
        let images = FloatBuffer(starts)
        try sampler.run(
            images.pointer,
            predictor: { out, noisy, timesteps in
                predict(out, noisy, timesteps, rows: 1, elements: starts.count)
            })
        return zip(starts, images.array).map { abs(exact(Double($0)) - Double($1)) }.max() ?? .nan
    }
}

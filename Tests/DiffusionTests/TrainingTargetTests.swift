import Choices
import Foundation
import Kernels
import Testing

@testable import Diffusion

@Suite struct TrainingTargetTests {
    let schedule = NoiseSchedule()

    @Test(
        "a training batch is the two sums of its definition, for every length",
        arguments: Prediction.allCases, [1, 7, 8, 9, 65])
    func trainingBatch(prediction: Prediction, elements: Int) {
        let timesteps = FloatBuffer([1, 333, 1000])
        let (images, noise) = (FloatBuffer(count: 3 * elements), FloatBuffer(count: 3 * elements))
        for index in 0..<3 * elements {
            images.pointer[index] = Float(sin(Double(index) * 0.37))
            noise.pointer[index] = Float(cos(Double(index) * 1.13) * 2)
        }
        let (noisy, target) = (FloatBuffer(count: 3 * elements), FloatBuffer(count: 3 * elements))
        makeTrainingBatch(
            noisy: noisy.pointer, target: target.pointer, images: images.pointer, noise: noise.pointer,
            timesteps: timesteps.pointer, samples: 3, elements: elements, prediction: prediction, schedule: schedule)
        for index in 0..<3 * elements {
            let product = schedule.alphasCumprod[Int(timesteps.pointer[index / elements]) - 1]
            let (alpha, sigma) = (product.squareRoot(), (1 - product).squareRoot())
            let (x, e) = (Double(images.pointer[index]), Double(noise.pointer[index]))
            #expect(abs(Double(noisy.pointer[index]) - (alpha * x + sigma * e)) < 5e-7)
            let wanted = prediction.perfectAnswer(image: x, noise: e, alpha: alpha, sigma: sigma)
            #expect(abs(Double(target.pointer[index]) - wanted) < 5e-7)
        }
    }

    @Test("a perfect answer gives back image and noise", arguments: Prediction.allCases)
    func conversion(prediction: Prediction) {
        for time in [0.001, 0.2, 0.77, 1] {
            let (alpha, sigma) = (schedule.alpha(time), schedule.sigma(time))
            let (image, noise) = (-0.35, 1.2)
            let state = alpha * image + sigma * noise
            let output = prediction.perfectAnswer(image: image, noise: noise, alpha: alpha, sigma: sigma)
            let data = prediction.dataFactors(alpha: alpha, sigma: sigma)
            let epsilon = prediction.noiseFactors(alpha: alpha, sigma: sigma)
            #expect(abs(data.state * state + data.output * output - image) < 1e-13)
            #expect(abs(epsilon.state * state + epsilon.output * output - noise) < 1e-13)
        }
    }

    @Test func `uniform weighting is 1 everywhere`() {
        for prediction in Prediction.allCases {
            #expect(LossWeighting.uniform.weight(timestep: 7, prediction: prediction, schedule: schedule) == 1)
        }
    }

    @Test func `min-SNR weighs an image error by the capped signal-to-noise ratio for all predictions`() {
        var (capped, free) = (0, 0)
        for timestep in [1, 10, 100, 150, 400, 700, 1000] {
            let product = schedule.alphasCumprod[timestep - 1]
            let ratio = product / (1 - product)
            if ratio > 5 { capped += 1 } else { free += 1 }
            // One unit of x0 error, seen through what the network predicts.
            let epsilonError = product / (1 - product)
            let velocityError = 1 / (1 - product)
            let epsilon = LossWeighting.minSNR.weight(timestep: timestep, prediction: .epsilon, schedule: schedule)
            let velocity = LossWeighting.minSNR.weight(timestep: timestep, prediction: .v, schedule: schedule)
            #expect(abs(epsilon * epsilonError - min(ratio, 5)) < 1e-9)
            #expect(abs(velocity * velocityError - min(ratio, 5)) < 1e-9)
            let image = LossWeighting.minSNR.weight(timestep: timestep, prediction: .x0, schedule: schedule)
            #expect(abs(image - min(ratio, 5)) < 1e-12)
        }
        #expect(capped > 0 && free > 0)
    }

    @Test func `weights of a batch follow its timesteps`() {
        let weights = [1000, 1].map { Float(LossWeighting.minSNR.weight(timestep: $0, prediction: .epsilon, schedule: schedule)) }
        #expect(weights == [1, Float(5 * 0.00085 / 0.99915)])
    }

    @Test(
        "the learning rate warms up from 0, then follows its schedule",
        arguments: [
            (RateSchedule.constant, [0, 0.05, 0.1, 0.15, 0.2, 0.2, 0.2, 0.2]),
            (.linear, [0, 0.05, 0.1, 0.15, 0.2, 0.1, 0, 0]),
            (.cosine, [0, 0.05, 0.1, 0.15, 0.2, 0.1, 0, 0]),
        ])
    func learningRate(rates: RateSchedule, expected: [Double]) {
        for (step, wanted) in zip([0, 1, 2, 3, 4, 7, 10, 12], expected) {
            let found = rates.learningRate(base: 0.2, step: step, warmupSteps: 4, totalSteps: 10)
            #expect(abs(found - wanted) < 1e-15, "step \(step)")
        }
    }

    @Test func `a quarter of the decay tells cosine from linear`() {
        let linear = RateSchedule.linear.learningRate(base: 1, step: 25, warmupSteps: 0, totalSteps: 100)
        let cosine = RateSchedule.cosine.learningRate(base: 1, step: 25, warmupSteps: 0, totalSteps: 100)
        #expect(linear == 0.75)
        #expect(abs(cosine - 0.8535533905932737) < 1e-15)
    }

    @Test("without warm-up the first step has the base rate", arguments: RateSchedule.allCases)
    func noWarmup(rates: RateSchedule) {
        #expect(rates.learningRate(base: 2e-4, step: 0, warmupSteps: 0, totalSteps: 10) == 2e-4)
    }
}

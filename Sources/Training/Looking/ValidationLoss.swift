import Choices
import Diffusion
import Kernels
import Results
import UViT

/// Validation losses of a network on a fixed set of test items, noises and timesteps.
///
/// Every job on the same data set sees the same items, noise and timesteps whatever its seed, so losses pair up.
/// The loss is the mean squared error of the *noise*, also for networks that predict v: then it compares across
/// prediction kinds. Timesteps are stratified over 1...1000.
struct ValidationLoss: Look {
    static let buckets = 10

    let materials: JobMaterials
    let phase = JobProgress.Phase.training
    let seconds = Metric.validationSeconds

    func isDue(after step: Int) -> Bool { step == materials.lastStep || step % materials.configuration.evaluate.every == 0 }

    /// `loss`, `loss_bucket_K` and `text_use_gap`, split `validation`.
    func look(at network: JobNetwork) throws -> Findings {
        let (step, items) = (network.step, ValidationItems(materials))
        let right = try losses(network, count: items.count, captions: items.captions)
        let shuffled = try losses(network, count: items.count, captions: items.shuffledCaptions)
        var metrics = [
            Metric.loss.value(mean(right), on: .validation, step: step),
            Metric.textUseGap.value(mean(shuffled) - mean(right), on: .validation, step: step),
        ]
        for bucket in 0..<Self.buckets {
            let values = right.indices.filter { Self.bucket(timestep(of: $0, items.count)) == bucket }.map { right[$0] }
            guard !values.isEmpty else { continue }
            metrics.append(Metric.lossBucket[bucket].value(mean(values), on: .validation, step: step))
        }
        return Findings(metrics: metrics)
    }

    /// The tenth of the timesteps that one lies in, from 0.
    static func bucket(_ timestep: Int) -> Int { (timestep - 1) * buckets / 1000 }

    private var prediction: Prediction { materials.configuration.train.prediction }

    private func key(_ item: Int) -> RandomKey {
        RandomKey(seed: materials.configuration.data.seed.randomBits, purpose: .validation, step: 0, sample: UInt64(item))
    }

    private func timestep(of item: Int, _ itemCount: Int) -> Int {
        let low = item * 1000 / itemCount
        let high = max(low + 1, (item + 1) * 1000 / itemCount)
        return 1 + low + uniformInteger(below: high - low, key(item), 1 << 20)
    }

    /// Squared noise error of each item, averaged over its elements.
    private func losses(_ network: JobNetwork, count: Int, captions: [String]) throws -> [Double] {
        let items = (0..<count).map { NoisedItem(item: $0, timestep: timestep(of: $0, count), key: key($0)) }
        var losses: [Double] = []
        try network.answer(items, captions: captions) { index, answer in
            losses.append(
                noiseError(
                    output: answer.output, noisy: answer.noisy, noise: answer.noise, count: materials.model.imageElements,
                    timestep: items[index].timestep))
        }
        return losses
    }

    private func noiseError(output: In, noisy: In, noise: In, count: Int, timestep: Int) -> Double {
        let schedule = materials.schedule
        let factors = prediction.noiseFactors(
            alpha: Double(schedule.signal(timestep)), sigma: Double(schedule.noise(timestep)))
        let (stateFactor, outputFactor) = (Float(factors.state), Float(factors.output))
        var sum = 0.0
        for i in 0..<count {
            let estimate = stateFactor * noisy[i] + outputFactor * output[i]
            let error = Double(estimate - noise[i])
            sum += error * error
        }
        return sum / Double(count)
    }

    private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}

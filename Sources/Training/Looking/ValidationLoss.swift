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
    private static let batch = 32

    let materials: JobMaterials
    let phase = JobProgress.Phase.training

    func isDue(after step: Int) -> Bool { step == materials.lastStep || step % materials.configuration.evaluate.every == 0 }

    /// `loss`, `loss_bucket_K` and `text_use_gap`, split `validation`.
    func look(at network: JobNetwork) -> Findings {
        let step = network.step
        let right = losses(predictor: network.predictor, captions: captions)
        let shuffled = losses(predictor: network.predictor, captions: shuffledCaptions)
        var metrics = [
            Metric.loss.value(mean(right), on: .validation, step: step),
            Metric.textUseGap.value(mean(shuffled) - mean(right), on: .validation, step: step),
        ]
        for bucket in 0..<Self.buckets {
            let values = right.indices.filter { (timestep(of: $0) - 1) * Self.buckets / 1000 == bucket }.map { right[$0] }
            guard !values.isEmpty else { continue }
            metrics.append(Metric.lossBucket[bucket].value(mean(values), on: .validation, step: step))
        }
        return Findings(metrics: metrics)
    }

    private var itemCount: Int { min(materials.configuration.evaluate.validation, materials.dataset.count(.test)) }

    private var prediction: Prediction { materials.configuration.train.prediction }

    private var captions: [String] { (0..<itemCount).map { materials.dataset.caption(.test, $0, wording: 0) } }

    /// Each item with another item's caption: the first one that differs after a fixed rotation.
    private var shuffledCaptions: [String] {
        let captions = captions
        return captions.indices.map { item in
            let others = (1..<max(captions.count, 2)).lazy.map { captions[(item + captions.count / 2 + $0) % captions.count] }
            return others.first { $0 != captions[item] } ?? captions[item]
        }
    }

    private func key(_ item: Int) -> RandomKey {
        RandomKey(seed: materials.configuration.data.seed.randomBits, purpose: .validation, step: 0, sample: UInt64(item))
    }

    private func timestep(of item: Int) -> Int {
        let low = item * 1000 / itemCount
        let high = max(low + 1, (item + 1) * 1000 / itemCount)
        return 1 + low + uniformInteger(below: high - low, key(item), 1 << 20)
    }

    /// Squared noise error of each item, averaged over its elements.
    private func losses(predictor: Predictor, captions: [String]) -> [Double] {
        let (elements, contextElements) = (materials.model.imageElements, materials.model.contextElements)
        let clean = FloatBuffer(count: elements)
        let noise = FloatBuffer(count: Self.batch * elements)
        let noisy = FloatBuffer(count: Self.batch * elements)
        let output = FloatBuffer(count: Self.batch * elements)
        let context = FloatBuffer(count: Self.batch * contextElements)
        let times = FloatBuffer(count: Self.batch)
        var losses: [Double] = []
        for first in stride(from: 0, to: itemCount, by: Self.batch) {
            let count = min(Self.batch, itemCount - first)
            for row in 0..<count {
                let item = first + row
                let base = row * elements
                materials.dataset.fillImage(clean.pointer, .test, item)
                fillNormal(noise.pointer + base, count: elements, key: key(item))
                let time = timestep(of: item)
                times.pointer[row] = Float(time)
                makeTrainingBatch(
                    noisy: noisy.pointer + base, target: output.pointer + base, images: clean.pointer,
                    noise: noise.pointer + base, timesteps: times.pointer + row, samples: 1, elements: elements,
                    prediction: prediction, schedule: materials.schedule)
                materials.encoder.encode(captions[item], into: context.pointer + row * contextElements)
            }
            predictor.setContext(context.pointer, batch: count)
            predictor.predict(output.pointer, noisy: noisy.pointer, timesteps: times.pointer)
            for row in 0..<count {
                losses.append(
                    noiseError(
                        output: output.pointer + row * elements, noisy: noisy.pointer + row * elements,
                        noise: noise.pointer + row * elements, count: elements, timestep: timestep(of: first + row)))
            }
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

import Diffusion
import Kernels
import Results

/// How well a network finds the clean image, and how much the caption helps: the items of the validation loss, each at four
/// timesteps, one in each quarter of 1...1000.
///
/// The error is the mean squared error of the clean image that the network's answer stands for, of pixels cut to their range. An
/// error of the noise is SNR times as large, and SNR is over 1,000 at the first timesteps: a mean of it hangs on the few items that
/// come to lie there.
/// Beside it stands the job's own objective: its prediction under its weighting.
struct DenoisingError: Look {
    static let timestepsPerItem = 4
    /// Below it the image shows nearly everything itself, and captions hardly matter.
    static let firstTimestepOfGap = 200

    let materials: JobMaterials
    let phase = JobProgress.Phase.training
    let seconds = Metric.validationSeconds

    func isDue(after step: Int) -> Bool { step == materials.lastStep || step % materials.configuration.evaluate.every == 0 }

    /// `x0_error`, `x0_text_use_gap` and `objective` with their tenths of timesteps, and the shares of the largest items.
    func look(at network: JobNetwork) throws -> Findings {
        let items = ValidationItems(materials)
        let draws = Self.draws(items: items.count, seed: materials.configuration.data.seed.randomBits)
        let right = try errors(network, draws, captions: items.captions)
        let shuffled = try errors(network, draws, captions: items.shuffledCaptions)
        let gaps = zip(shuffled.x0, right.x0).map { $0 - $1 }
        let seen = draws.indices.filter { draws[$0].timestep >= Self.firstTimestepOfGap }
        var metrics: [MetricValue] = []
        func add(_ metric: Metric, _ value: Double?) {
            if let value { metrics.append(metric.value(value, on: .validation, step: network.step)) }
        }
        add(Metric.x0Error, right.x0.mean)
        add(Metric.x0TextUseGap, seen.map { gaps[$0] }.mean)
        add(Metric.objective, right.objective.mean)
        for bucket in 0..<ValidationLoss.buckets {
            let inside = draws.indices.filter { ValidationLoss.bucket(draws[$0].timestep) == bucket }
            add(Metric.x0ErrorBucket[bucket], inside.map { right.x0[$0] }.mean)
            add(Metric.x0TextUseGapBucket[bucket], inside.map { gaps[$0] }.mean)
            add(Metric.objectiveBucket[bucket], inside.map { right.objective[$0] }.mean)
        }
        add(Metric.x0ErrorLargestItem, Self.share(ofLargest: 1, draws: draws, errors: right.x0))
        add(Metric.x0ErrorTenLargest, Self.share(ofLargest: 10, draws: draws, errors: right.x0))
        return Findings(metrics: metrics)
    }

    /// Item by item, four timesteps each. Every quarter is cut into as many strata as there are items and each item has one of them, in
    /// another order in each quarter, so that all timesteps together lie evenly and an item's four are not all early or all late.
    static func draws(items: Int, seed: UInt64) -> [NoisedItem] {
        (0..<items).flatMap { item in
            (0..<timestepsPerItem).map { quarter in
                let sample = UInt64(item * timestepsPerItem + quarter)
                let stratum = (item + quarter * items / timestepsPerItem) % items
                let within = Double(uniformInteger(below: 1 << 20, RandomKey(seed: seed, purpose: .denoising, step: 1, sample: sample), 0))
                let span = 1000 / timestepsPerItem
                let place = (Double(stratum) + within / Double(1 << 20)) / Double(items) * Double(span)
                return NoisedItem(
                    item: item, timestep: 1 + quarter * span + min(Int(place), span - 1),
                    key: RandomKey(seed: seed, purpose: .denoising, step: 0, sample: sample))
            }
        }
    }

    /// The share of the errors' sum that lies in the `count` items with the largest sums; nil when nothing is wrong at all.
    static func share(ofLargest count: Int, draws: [NoisedItem], errors: [Double]) -> Double? {
        var sums: [Int: Double] = [:]
        for (draw, error) in zip(draws, errors) { sums[draw.item, default: 0] += error }
        let sorted = sums.values.sorted(by: >), total = sorted.reduce(0, +)
        return total > 0 ? sorted.prefix(count).reduce(0, +) / total : nil
    }

    /// Of each draw: mean squared error of the clean image, and of the network's answer times the weight of its timestep.
    private func errors(_ network: JobNetwork, _ draws: [NoisedItem], captions: [String]) throws -> (x0: [Double], objective: [Double]) {
        let (train, schedule, count) = (materials.configuration.train, materials.schedule, materials.model.imageElements)
        var (x0, objective): ([Double], [Double]) = ([], [])
        // An error of the noise is one of the image over SNR, down to 1/200: what no pixel can be is no answer.
        let isBounded = materials.dataset.channels == 3
        try network.answer(draws, captions: captions) { index, answer in
            let timestep = draws[index].timestep
            let factors = train.prediction.dataFactors(
                alpha: Double(schedule.signal(timestep)), sigma: Double(schedule.noise(timestep)))
            var (ofImage, ofAnswer) = (0.0, 0.0)
            for i in 0..<count {
                let estimate = factors.state * Double(answer.noisy[i]) + factors.output * Double(answer.output[i])
                let image = (isBounded ? max(-1, min(1, estimate)) : estimate) - Double(answer.clean[i])
                let direct = Double(answer.output[i]) - Double(answer.target[i])
                ofImage += image * image
                ofAnswer += direct * direct
            }
            x0.append(ofImage / Double(count))
            let weight = train.weighting.weight(timestep: timestep, prediction: train.prediction, schedule: schedule)
            objective.append(weight * ofAnswer / Double(count))
        }
        return (x0, objective)
    }
}

import Datasets
import Evaluation
import Kernels
import Results

/// Image-to-text attention of a network on images it generated itself, for the job's probe captions.
///
/// For each caption an image is sampled, noised again to each timestep with fixed noise, and one forward pass records
/// the softmax probabilities of every block whose image queries see text.
struct AttentionCapture: Look {
    let materials: JobMaterials
    let phase = JobProgress.Phase.attention
    let seconds = Metric.attentionSeconds

    func isDue(after step: Int) -> Bool { step == materials.lastStep }

    func look(at network: JobNetwork) throws -> Findings {
        let captions = probes
        let images = try network.images(for: captions)
        var records: [AttentionRecord] = []
        for (row, caption) in captions.enumerated() {
            let image = images.readPointer + row * materials.model.imageElements
            records += try self.records(
                of: network, caption: caption, image: image, timesteps: materials.configuration.evaluate.timesteps
            ) { RandomKey(seed: network.seed, purpose: .evaluation, step: UInt64($0), sample: UInt64(row)) }
        }
        return Findings(
            metrics: records.energyMetrics(step: network.step), samples: try pictures(images, of: captions, step: network.step),
            attention: records)
    }

    /// What the attention was looked at on, so that maps can be laid over it.
    private func pictures(_ images: FloatBuffer, of captions: [String], step: Int) throws -> [SampleRecord] {
        let elements = materials.model.imageElements
        return try captions.enumerated().map { row, caption in
            let picture = materials.maker.preview(images.readPointer + row * elements)
            return SampleRecord(step: step, kind: .sample, position: row, caption: caption, png: try picture.encodePNG())
        }
    }

    /// The records of one image, [C,H,W]: one a timestep, block and head, in that order.
    /// - Parameter noise: names the noise of a timestep.
    func records(
        of network: JobNetwork, caption: String, image: In, timesteps: [Int], noise: (_ timestep: Int) -> RandomKey
    ) throws -> [AttentionRecord] {
        try timesteps.flatMap { timestep in
            try network.stop.check()
            return network.attention(caption: caption, image: image, timestep: timestep, noise: noise(timestep))
                .map { record($0, caption: caption, timestep: timestep, step: network.step) }
        }
    }

    /// The job's probe captions; by default distinct test captions.
    private var probes: [String] {
        let (evaluate, dataset) = (materials.configuration.evaluate, materials.dataset)
        guard evaluate.probes.isEmpty else { return evaluate.probes }
        switch evaluate.probeSelection {
        case .stratified:
            return StratifiedItems.choose(evaluate.probeCount, of: dataset, words: materials.encoder.tokens)
                .map { dataset.caption(.test, $0, wording: 0) }
        case .first: return firstCaptions(evaluate.probeCount)
        }
    }

    private func firstCaptions(_ count: Int) -> [String] {
        let dataset = materials.dataset
        var seen: [String] = []
        for item in 0..<dataset.count(.test) where seen.count < count {
            let caption = dataset.caption(.test, item, wording: 0)
            if !seen.contains(caption) { seen.append(caption) }
        }
        return seen
    }

    private func record(_ head: HeadMap, caption: String, timestep: Int, step: Int) -> AttentionRecord {
        let (images, texts) = (materials.model.imageTokens, materials.model.textTokens)
        let statistics = AttentionStatistics(map: head.map, queries: images, textTokens: texts)
        let site = AttentionSite(
            step: step, caption: caption, blockIndex: head.blockIndex, block: head.block, head: head.head, timestep: timestep)
        return AttentionRecord(
            tokens: materials.encoder.tokens(caption),
            map: AttentionMap(site: site, queryTokens: images, keyTokens: texts, values: head.map),
            summary: AttentionSummary(
                site: site, textMass: statistics?.textMass, entropy: statistics?.normalisedEntropy,
                effectiveRank: statistics?.effectiveRank, energyFirst: statistics?.energy?.first,
                energyFirstTwo: statistics?.energy?.firstTwo, energyFirstFour: statistics?.energy?.firstFour))
    }
}

extension [AttentionRecord] {
    /// Mean energy in the first 1, 2 and 4 singular values over all captions, blocks, heads and timesteps.
    func energyMetrics(step: Int) -> [MetricValue] {
        let kinds: [(Metric, KeyPath<AttentionSummary, Double?>)] = [
            (Metric.attentionEnergyFirst, \.energyFirst), (Metric.attentionEnergyFirstTwo, \.energyFirstTwo),
            (Metric.attentionEnergyFirstFour, \.energyFirstFour),
        ]
        return kinds.compactMap { metric, path in
            let values = compactMap { $0.summary[keyPath: path] }
            guard !values.isEmpty else { return nil }
            return metric.value(values.reduce(0, +) / Double(values.count), on: .probes, step: step)
        }
    }
}

import Datasets
import Evaluation
import Kernels
import Results
import UViT

/// What linear readers find in the image tokens of each block and in the network's noised input, and how alike image and text tokens are:
/// on training pictures that readers learn from and test pictures that they are asked about, noised to each of the job's timesteps.
///
/// Readers look at networks that see no caption: with it any block, of random weights too, holds what the caption says. How alike tokens
/// are is asked with captions.
struct BlockProbes: Look {
    let materials: JobMaterials
    let phase = JobProgress.Phase.attention
    let seconds = Metric.blockProbeSeconds

    func isDue(after step: Int) -> Bool { step == materials.lastStep && materials.configuration.evaluate.blockProbes > 0 }

    func look(at network: JobNetwork) throws -> Findings {
        let train = truths(.train), test = truths(.test)
        let questions = ProbeQuestion.all(train: train ?? [], test: test ?? [])
        var probes = ProbeMetrics(blocks: imageBlocks.count), mismatch = MismatchMetrics()
        for timestep in materials.configuration.evaluate.timesteps {
            var sites = train == nil || test == nil ? [] : self.sites.map(SiteFeatures.init)
            if let train, !sites.isEmpty {
                try look(at: network, .train, train.count, timestep: timestep) { site, rows, pictures in
                    sites[site].learn(rows, train[pictures])
                }
                for site in sites.indices { sites[site].finishLearning() }
            }
            var tokens: [Int: TokenMismatch] = [:]
            if let test, !sites.isEmpty {
                try look(at: network, .test, test.count, timestep: timestep) { site, rows, pictures in
                    sites[site].answer(rows, test[pictures])
                }
            }
            try network.observe(.test, first: pictures(.test), timestep: timestep, withCaptions: true) { _, _ in
            } block: { seen, pictures in
                guard let block = positions[seen.block.name], seen.block.seesText, let image = seen.imageStream, let text = seen.textStream
                else { return }
                add(to: &tokens[block, default: TokenMismatch(width: materials.model.width)], image: image, text: text, pictures)
            }
            for (block, compared) in tokens { mismatch.add(compared, block: block) }
            for site in sites {
                for concept in ProbeConcept.allCases {
                    try network.stop.check()
                    let answer = accuracy(of: concept, site, questions)
                    if let answer { probes.add(answer, concept, block: site.site.block, timestep: timestep) }
                }
            }
        }
        return Findings(metrics: probes.metrics(step: network.step) + mismatch.metrics(step: network.step))
    }

    // MARK: Pictures and places

    private func pictures(_ split: Split) -> Int {
        min(materials.configuration.evaluate.blockProbes, materials.dataset.count(split))
    }

    /// Nil when the data set does not know what its pictures show.
    private func truths(_ split: Split) -> [PictureTruth]? {
        let truths = (0..<pictures(split)).compactMap { PictureTruth(materials.dataset, split, $0, materials.model) }
        return truths.isEmpty ? nil : truths
    }

    /// Names of the blocks that image tokens run through, in execution order.
    private var imageBlocks: [String] { materials.model.imageStreamBlocks.map(\.name) }

    /// The input, then every block of the image stream.
    private var sites: [ProbeSite] {
        let model = materials.model
        let input = ProbeSite(
            block: nil, dimensions: model.channels * model.patchSize * model.patchSize, streamTokens: model.imageTokens,
            imageTokens: model.imageTokens)
        return [input]
            + imageBlocks.indices.map {
                ProbeSite(block: $0, dimensions: model.width, streamTokens: model.imageTokens + 1, imageTokens: model.imageTokens)
            }
    }

    // MARK: Looking

    /// One pass over a split without captions: `probe` gets each site's number and tokens [pictures, streamTokens, dimensions].
    private func look(
        at network: JobNetwork, _ split: Split, _ pictures: Int, timestep: Int, probe: (_ site: Int, In, Range<Int>) -> Void
    ) throws {
        let model = materials.model
        let patches = FloatBuffer(count: ImageGenerator.batch * model.imageElements)
        try network.observe(split, first: pictures, timestep: timestep, withCaptions: false) { noisy, pictures in
            patchify(
                patches.pointer, image: noisy, samples: pictures.count, channels: model.channels, height: model.imageSize,
                width: model.imageSize, patchSize: model.patchSize)
            probe(0, patches.readPointer, pictures)
        } block: { seen, pictures in
            guard let position = positions[seen.block.name], let image = seen.imageStream else { return }
            probe(position + 1, image, pictures)
        }
    }

    /// Of blocks by name, among those that image tokens run through.
    private var positions: [String: Int] { Dictionary(uniqueKeysWithValues: imageBlocks.enumerated().map { ($1, $0) }) }

    private func add(to mismatch: inout TokenMismatch, image: In, text: In, _ pictures: Range<Int>) {
        let model = materials.model
        for (row, item) in pictures.enumerated() {
            let words = materials.encoder.tokens(materials.dataset.caption(.test, item, wording: 0)).count
            mismatch.add(
                image: image + row * (model.imageTokens + 1) * model.width, imageTokens: model.imageTokens,
                text: text + row * model.textTokens * model.width, words: words == 0 ? model.textTokens : min(words, model.textTokens))
        }
    }

    /// The mean over a concept's questions; nil when it cannot be asked here.
    private func accuracy(of concept: ProbeConcept, _ site: SiteFeatures, _ questions: [ProbeQuestion]) -> Double? {
        if concept == .place { return site.placeAccuracy }
        let answers = questions.filter { $0.concept == concept }.map { site.accuracy(of: $0) }
        let known = answers.compactMap(\.self)
        return known.isEmpty || known.count < answers.count ? nil : known.reduce(0, +) / Double(known.count)
    }
}

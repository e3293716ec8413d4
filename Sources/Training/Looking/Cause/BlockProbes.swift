import Datasets
import Evaluation
import Kernels
import Platform
import Results
import Synchronization
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
            var sites: [SiteFeatures] = []
            if let train, let test { sites = try features(network, train, test, timestep: timestep) }
            for (block, compared) in try tokens(network, timestep: timestep) { mismatch.add(compared, block: block) }
            try network.stop.check()
            for (site, answers) in zip(sites, accuracies(sites, questions, threads: network.threads)) {
                for (concept, answer) in zip(ProbeConcept.allCases, answers) {
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

    /// What readers learn from and are asked about, of networks that see no captions.
    private func features(
        _ network: JobNetwork, _ train: [PictureTruth], _ test: [PictureTruth], timestep: Int
    ) throws -> [SiteFeatures] {
        var sites = self.sites.map(SiteFeatures.init)
        func look(
            _ split: Split, _ truths: [PictureTruth],
            add: @escaping @Sendable (SiteFeatures, inout SiteFeatures.Part, In, ArraySlice<PictureTruth>) -> Void,
            take: (inout SiteFeatures, SiteFeatures.Part) -> Void
        ) throws {
            let known = sites, model = materials.model, positions = positions
            try network.observe(
                split, first: truths.count, timestep: timestep, withCaptions: false,
                into: Array(repeating: SiteFeatures.Part(), count: sites.count)
            ) { parts, noisy, pictures in
                let patches = FloatBuffer(count: pictures.count * model.imageElements)
                patchify(
                    patches.pointer, image: noisy, samples: pictures.count, channels: model.channels, height: model.imageSize,
                    width: model.imageSize, patchSize: model.patchSize)
                add(known[0], &parts[0], patches.readPointer, truths[pictures])
            } block: { parts, seen, pictures in
                guard let position = positions[seen.block.name], let image = seen.imageStream else { return }
                add(known[position + 1], &parts[position + 1], image, truths[pictures])
            } take: { parts in
                for site in sites.indices { take(&sites[site], parts[site]) }
            }
        }
        try look(.train, train) {
            $0.learn(&$1, $2, $3)
        } take: {
            $0.takeLearned($1)
        }
        for site in sites.indices { sites[site].finishLearning() }
        try look(.test, test) {
            $0.answer(&$1, $2, $3)
        } take: {
            $0.takeAnswered($1)
        }
        return sites
    }

    /// Image and text tokens of test pictures with their captions, by block.
    private func tokens(_ network: JobNetwork, timestep: Int) throws -> [Int: TokenMismatch] {
        var tokens: [Int: TokenMismatch] = [:]
        let positions = positions, empty = TokenMismatch(width: materials.model.width)
        try network.observe(.test, first: pictures(.test), timestep: timestep, withCaptions: true, into: [Int: TokenMismatch]()) {
            part, seen, pictures in
            guard let block = positions[seen.block.name], seen.block.seesText, let image = seen.imageStream, let text = seen.textStream
            else { return }
            add(to: &part[block, default: empty], image: image, text: text, pictures)
        } take: { part in
            for (block, compared) in part { tokens[block, default: empty].add(compared) }
        }
        return tokens
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

    /// Of each site by concept.
    private func accuracies(_ sites: [SiteFeatures], _ questions: [ProbeQuestion], threads: Int) -> [[Double?]] {
        let answers = Mutex([[Double?]](repeating: [], count: sites.count))
        ThreadPool(threads: threads).forEach(sites.count) { site in
            let found = ProbeConcept.allCases.map { accuracy(of: $0, sites[site], questions) }
            answers.withLock { $0[site] = found }
        }
        return answers.withLock { $0 }
    }

    /// The mean over a concept's questions; nil when it cannot be asked here.
    private func accuracy(of concept: ProbeConcept, _ site: SiteFeatures, _ questions: [ProbeQuestion]) -> Double? {
        if concept == .place { return site.placeAccuracy }
        let answers = questions.filter { $0.concept == concept }.map { site.accuracy(of: $0) }
        let known = answers.compactMap(\.self)
        return known.isEmpty || known.count < answers.count ? nil : known.reduce(0, +) / Double(known.count)
    }
}

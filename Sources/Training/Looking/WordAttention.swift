import Evaluation
import Kernels
import Results

/// How image tokens look at the real words of a caption, padding left out: on noised test images whose captions together speak of
/// as much as possible, by block and by place of the block.
struct WordAttention: Look {
    static let items = 16

    let materials: JobMaterials
    let phase = JobProgress.Phase.attention
    let seconds = Metric.attentionSeconds

    func isDue(after step: Int) -> Bool { step == materials.lastStep }

    func look(at network: JobNetwork) throws -> Findings {
        let (dataset, model) = (materials.dataset, materials.model)
        let image = FloatBuffer(count: model.imageElements)
        let stream = model.imageStreamBlocks
        let positions = Dictionary(uniqueKeysWithValues: stream.enumerated().map { ($1.name, $0) })
        var heads: [Head] = []
        for item in StratifiedItems.choose(Self.items, of: dataset, words: materials.encoder.tokens) {
            let caption = dataset.caption(.test, item, wording: 0)
            let words = min(materials.encoder.tokens(caption).count, model.textTokens)
            dataset.fillImage(image.pointer, .test, item)
            for timestep in materials.configuration.evaluate.timesteps {
                try network.stop.check()
                heads += network.attention(
                    caption: caption, image: image.readPointer, timestep: timestep, noise: materials.noise(item: item, timestep: timestep)
                ).map { Head($0, position: positions[$0.block]!, words: words, queries: model.imageTokens) }
            }
        }
        return findings(of: heads, blocks: stream.count, step: network.step)
    }

    /// One head's look at one caption.
    struct Head {
        var position, head: Int
        /// 0 one word, 1 all alike; nil for captions of fewer than two words.
        var entropy: Double?
        /// The share of the attention to text that falls on padding; nil where no query looks at the text.
        var padding: Double?
        var effectiveRank: Double?

        init(_ found: HeadMap, position: Int, words: Int, queries: Int) {
            (self.position, head) = (position, found.head)
            let tokens = found.map.count / queries
            let real = (0..<queries).flatMap { found.map[$0 * tokens..<$0 * tokens + words] }
            let total = found.map.reduce(0) { $0 + Double($1) }
            padding = total > 0 ? min(max(1 - real.reduce(0) { $0 + Double($1) } / total, 0), 1) : nil
            let statistics = words > 0 ? AttentionStatistics(map: real, queries: queries, textTokens: words) : nil
            (entropy, effectiveRank) = (statistics?.normalisedEntropy, statistics?.effectiveRank)
        }
    }

    func findings(of heads: [Head], blocks: Int, step: Int) -> Findings {
        var findings = Findings()
        func record(_ metric: Metric, _ value: Double?, otherwise reason: String) {
            if let value {
                findings.metrics.append(metric.value(value, on: .test, step: step))
            } else {
                findings.missing.append(metric.missing(because: reason, on: .test, step: step))
            }
        }
        func place(_ head: Head) -> BlockPlace { .of(position: head.position, count: blocks) }
        let (table, positions) = (Metric.wordAttention, Set(heads.map(\.position)).sorted())
        let kinds: [(Metric, Metric, Metric, MetricFamily, KeyPath<Head, Double?>)] = [
            (table.entropy, table.entropyOuter, table.entropyInner, Metric.wordAttentionEntropyBlock, \.entropy),
            (table.padding, table.paddingOuter, table.paddingInner, Metric.wordAttentionPaddingBlock, \.padding),
            (
                table.effectiveRank, table.effectiveRankOuter, table.effectiveRankInner, Metric.wordAttentionEffectiveRankBlock,
                \.effectiveRank
            ),
        ]
        for (all, outer, inner, byBlock, path) in kinds {
            func mean(_ isWanted: (Head) -> Bool) -> Double? { heads.filter(isWanted).compactMap { $0[keyPath: path] }.mean }
            record(all, mean { _ in true }, otherwise: "no caption with two words or more")
            record(outer, mean { place($0) == .outer }, otherwise: "no outer block sees text")
            record(inner, mean { place($0) == .inner }, otherwise: "no inner block sees text")
            for position in positions {
                if let value = mean({ $0.position == position }) {
                    findings.metrics.append(byBlock[position].value(value, on: .test, step: step))
                }
            }
        }
        func entropy(_ isWanted: (Head) -> Bool) -> Double? { heads.filter(isWanted).compactMap(\.entropy).mean }
        let (outer, inner) = (entropy { place($0) == .outer }, entropy { place($0) == .inner })
        record(
            table.entropyOuterMinusInner, outer.flatMap { outer in inner.map { outer - $0 } },
            otherwise: "text is seen by \(outer == nil ? "no outer" : "no inner") block")
        for position in positions {
            for head in 0..<materials.model.heads {
                if let value = entropy({ $0.position == position && $0.head == head }) {
                    findings.metrics.append(Metric.wordAttentionEntropyHead[position, head].value(value, on: .test, step: step))
                }
            }
        }
        return findings
    }
}

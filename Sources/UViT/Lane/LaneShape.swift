/// How many rows a lane of so many samples works on.
struct LaneShape: Sendable, Equatable {
    var samples: Int
    /// Image tokens and the time token, per sample.
    let imageStreamTokens: Int
    let textTokens: Int

    init(_ configuration: ModelConfiguration, samples: Int) {
        self.samples = samples
        imageStreamTokens = configuration.imageStreamTokens
        textTokens = configuration.textTokens
    }

    var imageRows: Int { samples * imageStreamTokens }
    var textRows: Int { samples * textTokens }
    var allRows: Int { imageRows + textRows }

    /// Rows that a skip connection carries into the block.
    func skipRows(_ block: BlockDescription) -> Int {
        block.textRole == .updated || block.textRole == .lastUse ? allRows : imageRows
    }
}

/// The rows of one block, segment-major in each of its buffers: image, then text.
struct BlockRows: Equatable {
    /// Image and time rows that query.
    let image: Int
    /// Text rows that query.
    let text: Int
    /// Text rows that are only attended to.
    let textKeys: Int

    var queries: Int { image + text }

    init(_ block: BlockDescription, _ lane: LaneShape) {
        image = block.hasImage ? lane.imageRows : 0
        text = block.textRole == .alone || block.textRole == .updated ? lane.textRows : 0
        textKeys = block.textRole.isKeysOnly ? lane.textRows : 0
    }
}

extension ModelConfiguration {
    /// Rows of a chunk. Few keep a narrow model's activations in the caches; a wide model's do not fit anyway, and more rows
    /// spread the packing of its weights.
    private var chunkRows: Int { width < 384 ? 340 : 680 }

    /// The most samples that a lane of so many works on at a time: equal chunks. Part of what decides the last bits, so it
    /// depends on the model alone.
    func chunkSamples(of samples: Int) -> Int {
        let most = max(1, chunkRows / (imageStreamTokens + textTokens))
        let chunks = (samples + most - 1) / most
        return (samples + chunks - 1) / chunks
    }
}

/// The samples of each lane: contiguous slices of the batch that differ by at most one sample.
func laneSlices(batch: Int, lanes: Int) -> [Range<Int>] {
    (0..<lanes).map { lane in lane * batch / lanes..<(lane + 1) * batch / lanes }
}

import Kernels
import Transformer

/// The two towers with their first layers; it holds no numbers.
struct DualEncoderNetwork: Sendable {
    let configuration: DualEncoderConfiguration
    let layout: ParameterLayout
    let image: Tower
    let text: Tower
    let patches: LinearLayer
    /// [vocabulary, textWidth]
    let words: Int
    let scale: Int

    init(_ configuration: DualEncoderConfiguration) {
        self.configuration = configuration
        let layout = ParameterLayout(configuration)
        self.layout = layout
        image = Tower(configuration.imageTower, layout)
        text = Tower(configuration.textTower, layout)
        patches = layout.linear("image.patch")
        words = layout.offset("text.words")
        scale = layout.offset(DualEncoderConfiguration.scaleName)
    }

    func packedWeights(_ purpose: WorkspacePurpose) -> PackedWeights {
        let towers = [image, text].flatMap { $0.stack.linearLayers + [$0.projection] }
        return PackedWeights(towers + [patches], layout, purpose)
    }
}

/// A slice of a batch with its own workspace; everything in it runs on one thread.
///
/// `@unchecked Sendable`: one thread at a time.
final class DualEncoderLane: @unchecked Sendable {
    let network: DualEncoderNetwork
    let image: TowerMemory
    let text: TowerMemory
    private let pool = BufferPool()
    /// [samples * imageTokens, patch elements]
    private let patches: Out
    /// [samples, textTokens]
    private let wordNumbers: Int32Buffer

    init(_ network: DualEncoderNetwork, samples: Int, _ purpose: WorkspacePurpose) {
        let c = network.configuration
        self.network = network
        image = TowerMemory(network.image, layers: [network.patches], samples: samples, purpose, from: pool)
        text = TowerMemory(network.text, layers: [], samples: samples, purpose, from: pool)
        patches = pool.take(samples * c.imageTokens * c.patchElements)
        wordNumbers = Int32Buffer(count: samples * c.textTokens)
    }

    /// `images` is [samples, C, H, W]; fills `image.pooled` and `image.unit`.
    func forwardImages(_ images: In, _ weights: NetworkWeights, samples: Int) {
        let c = network.configuration
        let pass = ForwardPass(weights, image.stack.scratch)
        image.stack.bind(samples: samples)
        patchify(
            patches, image: images, samples: samples, channels: c.channels, height: c.imageSize, width: c.imageSize,
            patchSize: c.patchSize)
        network.patches.forward(image.stack.memory.main, patches, pass, rows: samples * c.imageTokens)
        for sample in 0..<samples { image.counts[sample] = Int32(c.imageTokens) }
        network.image.forward(image, pass, samples: samples)
    }

    /// `numbers` is [samples, textTokens], `counts` [samples] (0 counts as 1); fills `text.normed` and `text.unit`.
    func forwardTexts(_ numbers: UnsafePointer<Int32>, counts: UnsafePointer<Int32>, _ weights: NetworkWeights, samples: Int) {
        let (tokens, width) = (network.configuration.textTokens, network.configuration.textWidth)
        text.stack.bind(samples: samples)
        wordNumbers.pointer.update(from: numbers, count: samples * tokens)
        for row in 0..<samples * tokens {
            (text.stack.memory.main + row * width).update(
                from: weights.parameters + network.words + Int(numbers[row]) * width, count: width)
        }
        for sample in 0..<samples { text.counts[sample] = max(1, counts[sample]) }
        network.text.forward(text, ForwardPass(weights, text.stack.scratch), samples: samples)
    }

    /// Mirrors both forward passes; accumulates the parameters' gradients.
    func backward(dImage: In, dText: In, _ weights: NetworkWeights, _ gradients: Out, samples: Int) {
        let c = network.configuration
        let imagePass = BackwardPass(weights, gradients, image.stack.scratch)
        let dPatches = network.image.backward(image, dUnit: dImage, imagePass, samples: samples)
        network.patches.weightGradient(dOut: dPatches, x: patches, imagePass, rows: samples * c.imageTokens)
        let dWords = network.text.backward(
            text, dUnit: dText, BackwardPass(weights, gradients, text.stack.scratch), samples: samples)
        for row in 0..<samples * c.textTokens {
            addInPlace(
                gradients + network.words + Int(wordNumbers.pointer[row]) * c.textWidth, dWords + row * c.textWidth,
                count: c.textWidth)
        }
    }
}

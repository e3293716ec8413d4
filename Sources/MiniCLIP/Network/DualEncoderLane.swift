import Kernels
import UViT

/// The two towers with their first layers; it holds no numbers.
struct DualEncoderNetwork: Sendable {
    let configuration: DualEncoderConfiguration
    let layout: ParameterLayout
    let image: Tower
    let text: Tower
    /// Offsets into the flat storage.
    let patchWeight: Int
    let patchBias: Int
    let words: Int
    let scale: Int

    init(_ c: DualEncoderConfiguration) {
        configuration = c
        let layout = DualEncoderParameters.layout(c)
        self.layout = layout
        image = Tower(
            "image", tokens: c.imageTokens, width: c.imageWidth, depth: c.imageDepth, heads: c.imageHeads,
            embedding: c.embedding, layout: layout)
        text = Tower(
            "text", tokens: c.textTokens, width: c.textWidth, depth: c.textDepth, heads: c.textHeads, embedding: c.embedding,
            layout: layout)
        patchWeight = layout.offset("image.patch.weight")
        patchBias = layout.offset("image.patch.bias")
        words = layout.offset("text.words")
        scale = layout.offset(DualEncoderParameters.scaleName)
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

    init(_ network: DualEncoderNetwork, samples: Int, training: Bool) {
        let c = network.configuration
        self.network = network
        image = TowerMemory(network.image, inputs: c.patchElements, samples: samples, training: training, from: pool)
        text = TowerMemory(network.text, inputs: nil, samples: samples, training: training, from: pool)
        patches = pool.take(samples * c.imageTokens * c.patchElements)
        wordNumbers = Int32Buffer(count: samples * c.textTokens)
    }

    /// `images` is [samples, C, H, W]; fills `image.pooled` and `image.unit`.
    func forwardImages(_ images: In, _ parameters: In, samples: Int) {
        let c = network.configuration
        image.workspace.bind(samples: samples)
        patchify(
            patches, image: images, samples: samples, channels: c.channels, height: c.imageSize, width: c.imageSize,
            patchSize: c.patchSize)
        linearForward(
            image.workspace.input, patches, weight: parameters + network.patchWeight, bias: parameters + network.patchBias,
            rows: samples * c.imageTokens, inputs: c.patchElements, outputs: c.imageWidth,
            scratch: image.workspace.matrixScratch)
        for sample in 0..<samples { image.counts[sample] = Int32(c.imageTokens) }
        network.image.forwardTokens(image, parameters, samples: samples)
        network.image.forwardPooled(image, parameters, samples: samples)
    }

    /// `numbers` is [samples, textTokens], `counts` [samples] (0 counts as 1); fills `text.normed` and `text.unit`.
    func forwardTexts(_ numbers: UnsafePointer<Int32>, counts: UnsafePointer<Int32>, _ parameters: In, samples: Int) {
        let (tokens, width) = (network.configuration.textTokens, network.configuration.textWidth)
        text.workspace.bind(samples: samples)
        wordNumbers.pointer.update(from: numbers, count: samples * tokens)
        for row in 0..<samples * tokens {
            (text.workspace.input + row * width).update(
                from: parameters + network.words + Int(numbers[row]) * width, count: width)
        }
        for sample in 0..<samples { text.counts[sample] = max(1, counts[sample]) }
        network.text.forwardTokens(text, parameters, samples: samples)
        network.text.forwardPooled(text, parameters, samples: samples)
    }

    /// Mirrors both forward passes; accumulates the parameters' gradients.
    func backward(dImage: In, dText: In, _ parameters: In, _ gradients: Out, samples: Int) {
        let c = network.configuration
        let dPatches = network.image.backward(image, dUnit: dImage, parameters, gradients, samples: samples)
        linearBackward(
            dx: nil, dWeight: gradients + network.patchWeight, dBias: gradients + network.patchBias, x: patches,
            weight: parameters + network.patchWeight, dOut: dPatches, rows: samples * c.imageTokens, inputs: c.patchElements,
            outputs: c.imageWidth, accumulateInput: false, scratch: image.workspace.matrixScratch)
        let dWords = network.text.backward(text, dUnit: dText, parameters, gradients, samples: samples)
        for row in 0..<samples * c.textTokens {
            addInPlace(
                gradients + network.words + Int(wordNumbers.pointer[row]) * c.textWidth, dWords + row * c.textWidth,
                count: c.textWidth)
        }
    }
}

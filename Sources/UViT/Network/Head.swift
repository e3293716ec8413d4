import Kernels
import Transformer

/// The way out: final norm, projection to patches, 3x3 convolution. Only image tokens pass; the time token is dropped before the norm.
struct Head: Sendable {
    let configuration: ModelConfiguration
    let norm: NormLayer
    let decoder: LinearLayer
    let convolutionWeight: Int
    let convolutionBias: Int

    init(_ configuration: ModelConfiguration, _ layout: ParameterLayout) {
        self.configuration = configuration
        norm = layout.norm("norm")
        decoder = layout.linear("decoder_pred")
        convolutionWeight = layout.offset("final_layer.weight")
        convolutionBias = layout.offset("final_layer.bias")
    }

    /// `out[samples, C, H, W]` from the image and time rows of `stream`; overwrites.
    func forward(_ out: Out, _ m: HeadMemory, stream: In, _ pass: ForwardPass, samples: Int) {
        let c = configuration
        let (tokens, width) = (c.imageTokens, c.width)
        for sample in 0..<samples {
            norm.forward(
                m.normed + sample * tokens * width, m.statistics.from(sample * tokens),
                stream + sample * c.imageStreamTokens * width, pass, rows: tokens)
        }
        decoder.forward(m.decoded, m.normed, pass, rows: samples * tokens)
        unpatchify(
            m.image, tokens: m.decoded, samples: samples, channels: c.channels, height: c.imageSize, width: c.imageSize,
            patchSize: c.patchSize)
        conv3x3Forward(
            out, m.image, weight: pass.parameters + convolutionWeight, bias: pass.parameters + convolutionBias, samples: samples,
            channels: c.channels, height: c.imageSize, width: c.imageSize)
    }

    /// Accumulates into `dStream` and the parameters' gradients; overwrites `branch`.
    func backward(
        _ m: HeadMemory, dOut: In, stream: In, dStream: Out, branch: Out, _ pass: BackwardPass, samples: Int
    ) {
        let c = configuration
        let (tokens, width) = (c.imageTokens, c.width)
        conv3x3Backward(
            dx: m.dImage, dWeight: pass.gradients + convolutionWeight, dBias: pass.gradients + convolutionBias, dOut: dOut, x: m.image,
            weight: pass.parameters + convolutionWeight, samples: samples, channels: c.channels, height: c.imageSize,
            width: c.imageSize)
        unpatchifyBackward(
            m.dDecoded, image: m.dImage, samples: samples, channels: c.channels, height: c.imageSize, width: c.imageSize,
            patchSize: c.patchSize)
        decoder.inputGradient(branch, dOut: m.dDecoded, pass, rows: samples * tokens)
        decoder.weightGradient(dOut: m.dDecoded, x: m.normed, pass, rows: samples * tokens)
        for sample in 0..<samples {
            let place = sample * c.imageStreamTokens * width
            norm.backward(
                dx: dStream + place, dOut: branch + sample * tokens * width, m.statistics.from(sample * tokens),
                x: stream + place, pass, rows: tokens)
        }
    }
}

/// The head's buffers.
struct HeadMemory {
    /// [samples * imageTokens, width]
    let normed: Out
    let statistics: NormStatistics
    /// [samples * imageTokens, patch elements]
    let decoded: Out
    /// [samples, C, H, W], before the convolution
    let image: Out
    /// [samples, C, H, W] and [samples * imageTokens, patch elements]; empty when no backward pass follows.
    let dImage: Out
    let dDecoded: Out
    /// [samples, C, H, W]: the prediction of a training step, and the gradient of the loss with respect to it.
    let prediction: Out
    let dPrediction: Out

    init(_ head: Head, samples: Int, _ purpose: WorkspacePurpose, from pool: BufferPool) {
        let c = head.configuration
        let tokens = samples * c.imageTokens
        let elements = samples * c.imageElements
        normed = pool.take(tokens * c.width)
        statistics = NormStatistics(rows: tokens, from: pool)
        decoded = pool.take(tokens * c.patchElements)
        image = pool.take(elements)
        let trained = purpose.hasBackward ? elements : 0
        dImage = pool.take(trained)
        dDecoded = pool.take(trained)
        prediction = pool.take(trained)
        dPrediction = pool.take(trained)
    }
}

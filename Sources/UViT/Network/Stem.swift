import Kernels

/// The way in: patches, time and text become tokens with their position embedding.
struct Stem: Sendable {
    let configuration: ModelConfiguration
    let patches: LinearLayer
    let context: LinearLayer
    let time: TimeMLP?
    /// [imageTokens + 1 + textTokens, width]
    let positions: Int

    init(_ configuration: ModelConfiguration, _ layout: ParameterLayout) {
        self.configuration = configuration
        patches = layout.linear("patch_embed.proj")
        context = layout.linear("context_embed")
        time = configuration.timeMLP ? TimeMLP(first: layout.linear("time_embed.0"), second: layout.linear("time_embed.2")) : nil
        positions = layout.offset("pos_embed")
    }

    /// Overwrites `m.image`: the image and time rows that enter the first block.
    /// `noisy` is [samples, C, H, W], `timesteps` [samples].
    func forwardImage(_ m: StemMemory, noisy: In, timesteps: In, _ parameters: In, samples: Int, scratch: MatrixScratch) {
        let c = configuration
        let (tokens, streamTokens, width) = (c.imageTokens, c.imageStreamTokens, c.width)
        patchify(
            m.patches, image: noisy, samples: samples, channels: c.channels, height: c.imageSize, width: c.imageSize,
            patchSize: c.patchSize)
        patches.forward(m.projected, m.patches, parameters, rows: samples * tokens, scratch: scratch)
        timestepEmbedding(m.time, timesteps: timesteps, samples: samples, width: width)
        let timeTokens = time?.forward(m, parameters, samples: samples, scratch: scratch) ?? m.time
        for sample in 0..<samples {
            let rows = m.image + sample * streamTokens * width
            addRows(rows, m.projected + sample * tokens * width, parameters + positions, count: tokens * width)
            addRows(
                rows + tokens * width, timeTokens + sample * width, parameters + positions + tokens * width, count: width)
        }
    }

    /// Accumulates the parameters' gradients from `dStream`, the gradient of `m.image`; overwrites `branch`.
    func backwardImage(_ m: StemMemory, dStream: In, branch: Out, _ parameters: In, _ gradients: Out, samples: Int, scratch: MatrixScratch)
    {
        let c = configuration
        let (tokens, streamTokens, width) = (c.imageTokens, c.imageStreamTokens, c.width)
        sumRepeatedRows(
            gradients + positions, dStream, rows: samples * streamTokens, width: width, period: streamTokens)
        if let time {
            copyRows(m.time, dStream + tokens * width, rows: samples, width: width, xStride: streamTokens * width)
            time.backward(m, dOut: m.time, parameters, gradients, samples: samples, scratch: scratch)
        }
        copyRows(branch, dStream, rows: samples, width: tokens * width, xStride: streamTokens * width)
        patches.backward(dx: nil, dOut: branch, x: m.patches, parameters, gradients, rows: samples * tokens, scratch: scratch)
    }

    /// Overwrites `m.text`: the text rows that enter the first text or joint block. `features` is [samples, T, textWidth].
    func forwardText(_ m: StemMemory, features: In, _ parameters: In, samples: Int, scratch: MatrixScratch) {
        let c = configuration
        let rows = samples * c.textTokens
        context.forward(m.text, features, parameters, rows: rows, scratch: scratch)
        addRepeatedRows(
            m.text, m.text, table: parameters + positions + c.imageStreamTokens * c.width, rows: rows, width: c.width,
            period: c.textTokens)
    }

    /// Accumulates the parameters' gradients from `dStream`, the gradient of `m.text`.
    func backwardText(features: In, dStream: In, _ parameters: In, _ gradients: Out, samples: Int, scratch: MatrixScratch) {
        let c = configuration
        let rows = samples * c.textTokens
        sumRepeatedRows(
            gradients + positions + c.imageStreamTokens * c.width, dStream, rows: rows, width: c.width, period: c.textTokens)
        context.backward(dx: nil, dOut: dStream, x: features, parameters, gradients, rows: rows, scratch: scratch)
    }
}

/// Linear - SiLU - Linear on the time embedding.
struct TimeMLP: Sendable {
    let first: LinearLayer
    let second: LinearLayer

    /// Returns the transformed tokens, [samples, width].
    func forward(_ m: StemMemory, _ parameters: In, samples: Int, scratch: MatrixScratch) -> Out {
        m.sinusoid.update(from: m.time, count: samples * first.inputs)
        first.forward(m.timeHidden, m.sinusoid, parameters, rows: samples, scratch: scratch)
        siluForward(m.timeActivated, m.timeHidden, count: samples * first.outputs)
        second.forward(m.time, m.timeActivated, parameters, rows: samples, scratch: scratch)
        return m.time
    }

    /// Accumulates the parameters' gradients; overwrites `m.timeGradient`.
    func backward(_ m: StemMemory, dOut: In, _ parameters: In, _ gradients: Out, samples: Int, scratch: MatrixScratch) {
        second.backward(dx: m.timeGradient, dOut: dOut, x: m.timeActivated, parameters, gradients, rows: samples, scratch: scratch)
        siluBackward(m.timeGradient, dOut: m.timeGradient, x: m.timeHidden, count: samples * first.outputs)
        first.backward(dx: nil, dOut: m.timeGradient, x: m.sinusoid, parameters, gradients, rows: samples, scratch: scratch)
    }
}

/// The stem's buffers.
struct StemMemory {
    /// [samples * imageTokens, patch elements]
    let patches: Out
    /// [samples * imageTokens, width]
    let projected: Out
    /// [samples, width]: the time tokens; their gradient in the backward pass.
    let time: Out
    /// [samples, width]: what the time MLP read. Like the next three, empty without a time MLP.
    let sinusoid: Out
    /// [samples, 4 width]
    let timeHidden: Out
    let timeActivated: Out
    let timeGradient: Out
    /// [image and time rows, width]
    let image: Out
    /// [text rows, width]
    let text: Out

    init(_ stem: Stem, _ lane: LaneShape, training: Bool, from pool: BufferPool) {
        let c = stem.configuration
        let hidden = (stem.time?.first.outputs ?? 0) * lane.samples
        patches = pool.take(lane.samples * c.imageTokens * c.patchElements)
        projected = pool.take(lane.samples * c.imageTokens * c.width)
        time = pool.take(lane.samples * c.width)
        sinusoid = pool.take(stem.time == nil ? 0 : lane.samples * c.width)
        timeHidden = pool.take(hidden)
        timeActivated = pool.take(hidden)
        timeGradient = pool.take(training ? hidden : 0)
        image = pool.take(lane.imageRows * c.width)
        text = pool.take(lane.textRows * c.width)
    }
}

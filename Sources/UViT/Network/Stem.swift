import Kernels
import Transformer

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

    /// Overwrites `out[image and time rows, width]`, which enter the first block.
    /// `noisy` is [samples, C, H, W], `timesteps` [samples].
    func forwardImage(_ out: Out, _ m: StemMemory, noisy: In, timesteps: In, _ pass: ForwardPass, samples: Int) {
        let c = configuration
        let (tokens, streamTokens, width) = (c.imageTokens, c.imageStreamTokens, c.width)
        patchify(
            m.patches, image: noisy, samples: samples, channels: c.channels, height: c.imageSize, width: c.imageSize,
            patchSize: c.patchSize)
        patches.forward(m.projected, m.patches, pass, rows: samples * tokens)
        timestepEmbedding(m.time, timesteps: timesteps, samples: samples, width: width)
        let timeTokens = time?.forward(m, pass, samples: samples) ?? m.time
        let positions = pass.parameters + positions
        for sample in 0..<samples {
            let rows = out + sample * streamTokens * width
            addRows(rows, m.projected + sample * tokens * width, positions, count: tokens * width)
            addRows(rows + tokens * width, timeTokens + sample * width, positions + tokens * width, count: width)
        }
    }

    /// Accumulates the parameters' gradients from `dStream`, the gradient of `forwardImage`'s result; overwrites `branch`.
    func backwardImage(_ m: StemMemory, dStream: In, branch: Out, _ pass: BackwardPass, samples: Int) {
        let c = configuration
        let (tokens, streamTokens, width) = (c.imageTokens, c.imageStreamTokens, c.width)
        sumRepeatedRows(pass.gradients + positions, dStream, rows: samples * streamTokens, width: width, period: streamTokens)
        if let time {
            copyRows(m.time, dStream + tokens * width, rows: samples, width: width, xStride: streamTokens * width)
            time.backward(m, dOut: m.time, pass, samples: samples)
        }
        copyRows(branch, dStream, rows: samples, width: tokens * width, xStride: streamTokens * width)
        patches.weightGradient(dOut: branch, x: m.patches, pass, rows: samples * tokens)
    }

    /// Overwrites `out[text rows, width]`, which enter the first text or joint block. `features` is [samples, T, textWidth].
    func forwardText(_ out: Out, features: In, _ pass: ForwardPass, samples: Int) {
        let c = configuration
        let rows = samples * c.textTokens
        context.forward(out, features, pass, rows: rows)
        addRepeatedRows(
            out, out, table: pass.parameters + positions + c.imageStreamTokens * c.width, rows: rows, width: c.width,
            period: c.textTokens)
    }

    /// Accumulates the parameters' gradients from `dStream`, the gradient of `forwardText`'s result.
    func backwardText(features: In, dStream: In, _ pass: BackwardPass, samples: Int) {
        let c = configuration
        let rows = samples * c.textTokens
        sumRepeatedRows(
            pass.gradients + positions + c.imageStreamTokens * c.width, dStream, rows: rows, width: c.width, period: c.textTokens)
        context.weightGradient(dOut: dStream, x: features, pass, rows: rows)
    }
}

/// Linear - SiLU - Linear on the time embedding.
struct TimeMLP: Sendable {
    let first: LinearLayer
    let second: LinearLayer

    /// Returns the transformed tokens, [samples, width].
    func forward(_ m: StemMemory, _ pass: ForwardPass, samples: Int) -> Out {
        m.sinusoid.update(from: m.time, count: samples * first.inputs)
        first.forward(m.timeHidden, m.sinusoid, pass, rows: samples)
        siluForward(m.timeActivated, m.timeHidden, count: samples * first.outputs)
        second.forward(m.time, m.timeActivated, pass, rows: samples)
        return m.time
    }

    /// Accumulates the parameters' gradients; overwrites `m.timeGradient`.
    func backward(_ m: StemMemory, dOut: In, _ pass: BackwardPass, samples: Int) {
        second.inputGradient(m.timeGradient, dOut: dOut, pass, rows: samples)
        second.weightGradient(dOut: dOut, x: m.timeActivated, pass, rows: samples)
        siluBackward(m.timeGradient, dOut: m.timeGradient, x: m.timeHidden, count: samples * first.outputs)
        first.weightGradient(dOut: m.timeGradient, x: m.sinusoid, pass, rows: samples)
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

    init(_ stem: Stem, samples: Int, _ purpose: WorkspacePurpose, from pool: BufferPool) {
        let c = stem.configuration
        let hidden = (stem.time?.first.outputs ?? 0) * samples
        patches = pool.take(samples * c.imageTokens * c.patchElements)
        projected = pool.take(samples * c.imageTokens * c.width)
        time = pool.take(samples * c.width)
        sinusoid = pool.take(stem.time == nil ? 0 : samples * c.width)
        timeHidden = pool.take(hidden)
        timeActivated = pool.take(hidden)
        timeGradient = pool.take(purpose.hasBackward ? hidden : 0)
    }
}

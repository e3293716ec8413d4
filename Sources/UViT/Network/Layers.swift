import Kernels

/// A linear layer as offsets into the flat parameter storage, and equally into the flat gradient buffer.
struct LinearLayer: Sendable {
    /// [outputs, inputs]
    let weight: Int
    /// [outputs]
    let bias: Int?
    let inputs: Int
    let outputs: Int

    /// `out[rows, outputs] = x[rows, inputs] W^T + b + addend[rows, outputs]`; overwrites. `finished` sees rows that are complete.
    func forward(
        _ out: Out, _ x: In, _ parameters: In, rows: Int, addend: In? = nil, outStride: Int? = nil, scratch: MatrixScratch,
        finished: (_ firstRow: Int, _ rows: Int) -> Void = { _, _ in }
    ) {
        linearForward(
            out, x, weight: parameters + weight, bias: bias.map { parameters + $0 }, rows: rows, inputs: inputs,
            outputs: outputs, addend: addend, outStride: outStride, scratch: scratch, finished: finished)
    }

    /// Overwrites `dx` (or accumulates into it; nil skips it), accumulates the layer's gradients. `finished` sees rows of `dx`.
    func backward(
        dx: Out?, dOut: In, x: In, _ parameters: In, _ gradients: Out, rows: Int, dOutStride: Int? = nil,
        accumulateInput: Bool = false, scratch: MatrixScratch, finished: (_ firstRow: Int, _ rows: Int) -> Void = { _, _ in }
    ) {
        linearBackward(
            dx: dx, dWeight: gradients + weight, dBias: bias.map { gradients + $0 }, x: x, weight: parameters + weight,
            dOut: dOut, rows: rows, inputs: inputs, outputs: outputs, accumulateInput: accumulateInput, dOutStride: dOutStride,
            scratch: scratch, finished: finished)
    }
}

/// A layer norm as offsets into the flat storage.
struct NormLayer: Sendable {
    let gamma: Int
    let beta: Int
    let width: Int

    /// Overwrites `out` and `statistics`.
    func forward(_ out: Out, _ statistics: NormStatistics, _ x: In, _ parameters: In, rows: Int) {
        layerNormForward(
            out, mean: statistics.mean, inverseDeviation: statistics.inverseDeviation, x: x, gamma: parameters + gamma,
            beta: parameters + beta, rows: rows, width: width)
    }

    /// Accumulates into `dx` and the norm's gradients.
    func backward(
        dx: Out, dOut: In, _ statistics: NormStatistics, x: In, _ parameters: In, _ gradients: Out, rows: Int
    ) {
        layerNormBackward(
            dx: dx, dGamma: gradients + gamma, dBeta: gradients + beta, dOut: dOut, x: x, mean: statistics.mean,
            inverseDeviation: statistics.inverseDeviation, gamma: parameters + gamma, rows: rows, width: width)
    }
}

/// What a layer norm keeps per row for its backward pass.
struct NormStatistics {
    let mean: Out
    let inverseDeviation: Out

    /// The statistics from that row on.
    func from(_ row: Int) -> NormStatistics {
        NormStatistics(mean: mean + row, inverseDeviation: inverseDeviation + row)
    }
}

/// The Linear(2D, D) that merges a skip connection: its two halves multiply the stream and the skip, so nothing is concatenated.
struct SkipLayer: Sendable {
    /// [width, 2 width]: columns for the stream, then for the skip.
    let weight: Int
    let bias: Int
    let width: Int

    /// `out[rows, width] = cat(x, skip) W^T + b`; overwrites.
    func forward(
        _ out: Out, _ x: In, skip: In, _ parameters: In, rows: Int, scratch: MatrixScratch
    ) {
        let weights = parameters + weight
        matrixProduct(
            out, x, weights, m: rows, n: width, k: width, transposeB: true, bias: parameters + bias, ldb: 2 * width,
            scratch: scratch)
        matrixProduct(
            out, skip, weights + width, m: rows, n: width, k: width, transposeB: true, addend: UnsafePointer(out),
            ldb: 2 * width, scratch: scratch)
    }

    /// Overwrites `dx` and `dSkip`, accumulates the layer's gradients.
    func backward(
        dx: Out, dSkip: Out, dOut: In, x: In, skip: In, _ parameters: In, _ gradients: Out, rows: Int, scratch: MatrixScratch
    ) {
        let (weights, dWeights) = (parameters + weight, gradients + weight)
        matrixProduct(dx, dOut, weights, m: rows, n: width, k: width, ldb: 2 * width, scratch: scratch)
        matrixProduct(dSkip, dOut, weights + width, m: rows, n: width, k: width, ldb: 2 * width, scratch: scratch)
        for (target, input) in [(dWeights, x), (dWeights + width, skip)] {
            matrixProduct(
                target, dOut, input, m: width, n: width, k: rows, transposeA: true, addend: UnsafePointer(target),
                ldc: 2 * width, scratch: scratch)
        }
        sumRows(gradients + bias, dOut, rows: rows, width: width)
    }
}

extension ParameterLayout {
    func linear(_ name: String) -> LinearLayer {
        guard let weight = entry("\(name).weight") else { preconditionFailure("no layer '\(name)'") }
        let inputs = weight.shape.dropFirst().reduce(1, *)
        return LinearLayer(weight: weight.offset, bias: entry("\(name).bias")?.offset, inputs: inputs, outputs: weight.shape[0])
    }

    func norm(_ name: String) -> NormLayer {
        guard let gamma = entry("\(name).weight") else { preconditionFailure("no norm '\(name)'") }
        return NormLayer(gamma: gamma.offset, beta: offset("\(name).bias"), width: gamma.count)
    }

    func skip(_ name: String, width: Int) -> SkipLayer {
        SkipLayer(weight: offset("\(name).weight"), bias: offset("\(name).bias"), width: width)
    }
}

import Kernels

/// A linear layer as offsets into the flat parameter storage, and equally into the flat gradient buffer.
package struct LinearLayer: Sendable {
    /// [outputs, inputs]
    let weight: Int
    /// [outputs]
    let bias: Int?
    package let inputs: Int
    package let outputs: Int

    /// `out[rows, outputs] = x[rows, inputs] W^T + b + addend[rows, outputs]`; overwrites. `finished` sees rows that are complete.
    package func forward(
        _ out: Out, _ x: In, _ pass: ForwardPass, rows: Int, addend: In? = nil, outStride: Int? = nil,
        finished: (_ firstRow: Int, _ rows: Int) -> Void = { _, _ in }
    ) {
        linearForward(
            out, x, weight: pass.parameters + weight, bias: bias.map { pass.parameters + $0 }, rows: rows, inputs: inputs,
            outputs: outputs, addend: addend, outStride: outStride, scratch: pass.scratch.matrix, finished: finished)
    }

    /// Overwrites `dx` (or accumulates into it; nil skips it), accumulates the layer's gradients. `finished` sees rows of `dx`.
    package func backward(
        dx: Out?, dOut: In, x: In, _ pass: BackwardPass, rows: Int, dOutStride: Int? = nil, accumulateInput: Bool = false,
        finished: (_ firstRow: Int, _ rows: Int) -> Void = { _, _ in }
    ) {
        linearBackward(
            dx: dx, dWeight: pass.gradients + weight, dBias: bias.map { pass.gradients + $0 }, x: x, weight: pass.parameters + weight,
            dOut: dOut, rows: rows, inputs: inputs, outputs: outputs, accumulateInput: accumulateInput, dOutStride: dOutStride,
            scratch: pass.scratch.matrix, finished: finished)
    }
}

/// A layer norm as offsets into the flat storage.
package struct NormLayer: Sendable {
    let gamma: Int
    let beta: Int
    let width: Int

    /// Overwrites `out` and `statistics`.
    package func forward(_ out: Out, _ statistics: NormStatistics, _ x: In, _ pass: ForwardPass, rows: Int) {
        layerNormForward(
            out, mean: statistics.mean, inverseDeviation: statistics.inverseDeviation, x: x, gamma: pass.parameters + gamma,
            beta: pass.parameters + beta, rows: rows, width: width)
    }

    /// Accumulates into `dx` and the norm's gradients.
    package func backward(dx: Out, dOut: In, _ statistics: NormStatistics, x: In, _ pass: BackwardPass, rows: Int) {
        layerNormBackward(
            dx: dx, dGamma: pass.gradients + gamma, dBeta: pass.gradients + beta, dOut: dOut, x: x, mean: statistics.mean,
            inverseDeviation: statistics.inverseDeviation, gamma: pass.parameters + gamma, rows: rows, width: width)
    }
}

/// What a layer norm keeps per row for its backward pass.
package struct NormStatistics {
    let mean: Out
    let inverseDeviation: Out

    init(mean: Out, inverseDeviation: Out) { (self.mean, self.inverseDeviation) = (mean, inverseDeviation) }

    /// Those of `rows` rows.
    package init(rows: Int, from pool: BufferPool) { self.init(mean: pool.take(rows), inverseDeviation: pool.take(rows)) }

    /// The statistics from that row on.
    package func from(_ row: Int) -> NormStatistics {
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
    func forward(_ out: Out, _ x: In, skip: In, _ pass: ForwardPass, rows: Int) {
        let (weights, scratch) = (pass.parameters + weight, pass.scratch.matrix)
        matrixProduct(
            out, x, weights, m: rows, n: width, k: width, transposeB: true, bias: pass.parameters + bias, ldb: 2 * width,
            scratch: scratch)
        matrixProduct(
            out, skip, weights + width, m: rows, n: width, k: width, transposeB: true, addend: UnsafePointer(out),
            ldb: 2 * width, scratch: scratch)
    }

    /// Overwrites `dx` and `dSkip`, accumulates the layer's gradients.
    func backward(dx: Out, dSkip: Out, dOut: In, x: In, skip: In, _ pass: BackwardPass, rows: Int) {
        let (weights, dWeights, scratch) = (pass.parameters + weight, pass.gradients + weight, pass.scratch.matrix)
        matrixProduct(dx, dOut, weights, m: rows, n: width, k: width, ldb: 2 * width, scratch: scratch)
        matrixProduct(dSkip, dOut, weights + width, m: rows, n: width, k: width, ldb: 2 * width, scratch: scratch)
        for (target, input) in [(dWeights, x), (dWeights + width, skip)] {
            matrixProduct(
                target, dOut, input, m: width, n: width, k: rows, transposeA: true, addend: UnsafePointer(target),
                ldc: 2 * width, scratch: scratch)
        }
        sumRows(pass.gradients + bias, dOut, rows: rows, width: width)
    }
}

extension ParameterLayout {
    package func linear(_ name: String) -> LinearLayer {
        guard let weight = entry("\(name).weight") else { preconditionFailure("no layer '\(name)'") }
        let inputs = weight.shape.dropFirst().reduce(1, *)
        return LinearLayer(weight: weight.offset, bias: entry("\(name).bias")?.offset, inputs: inputs, outputs: weight.shape[0])
    }

    package func norm(_ name: String) -> NormLayer {
        guard let gamma = entry("\(name).weight") else { preconditionFailure("no norm '\(name)'") }
        return NormLayer(gamma: gamma.offset, beta: offset("\(name).bias"), width: gamma.count)
    }

    func skip(_ name: String, width: Int) -> SkipLayer {
        SkipLayer(weight: offset("\(name).weight"), bias: offset("\(name).bias"), width: width)
    }
}

import Kernels

/// A linear layer as offsets into the flat parameter storage, equally into the flat gradient buffer, and into the packed weights.
package struct LinearLayer: Sendable {
    /// [outputs, inputs], `stride` floats from row to row.
    let weight: Int
    let stride: Int
    /// [outputs]
    let bias: Int?
    package let inputs: Int
    package let outputs: Int
    let packed: PackedPlace

    func weight(_ weights: NetworkWeights) -> LinearWeight {
        LinearWeight(
            weights.parameters + weight, stride: stride, outputs: outputs, inputs: inputs, forward: weights.forward + packed.forward,
            backward: weights.backward.map { $0 + packed.backward })
    }

    /// `out[rows, outputs] = x[rows, inputs] W^T + b + addend[rows, outputs]`; overwrites.
    package func forward(_ out: Out, _ x: In, _ pass: ForwardPass, rows: Int, addend: In? = nil, outStride: Int? = nil) {
        linearForward(
            out, x, weight(pass.weights), bias: bias.map { pass.parameters + $0 }, rows: rows, addend: addend, outStride: outStride,
            scratch: pass.scratch.matrix)
    }

    /// Overwrites `dx[rows, inputs]`, or accumulates into it.
    package func inputGradient(
        _ dx: Out, dOut: In, _ pass: BackwardPass, rows: Int, dOutStride: Int? = nil, accumulate: Bool = false
    ) {
        linearInputGradient(
            dx, dOut: dOut, weight(pass.weights), rows: rows, accumulate: accumulate, dOutStride: dOutStride, scratch: pass.scratch.matrix)
    }

    /// The layers of the first outputs and of the others.
    func splitOutputs(at first: Int) -> (first: LinearLayer, second: LinearLayer) {
        let place = PackedPlace(
            forward: packed.forward + LinearWeight.forwardCount(outputs: first, inputs: inputs),
            backward: packed.backward + LinearWeight.backwardCount(outputs: first, inputs: inputs))
        return (
            LinearLayer(weight: weight, stride: stride, bias: bias, inputs: inputs, outputs: first, packed: packed),
            LinearLayer(
                weight: weight + first * stride, stride: stride, bias: bias.map { $0 + first }, inputs: inputs, outputs: outputs - first,
                packed: place)
        )
    }

    /// The layers of the first inputs and of the others, whose results are to be added. The bias is the first's.
    func splitInputs(at first: Int) -> (first: LinearLayer, second: LinearLayer) {
        let place = PackedPlace(
            forward: packed.forward + LinearWeight.forwardCount(outputs: outputs, inputs: first),
            backward: packed.backward + LinearWeight.backwardCount(outputs: outputs, inputs: first))
        return (
            LinearLayer(weight: weight, stride: stride, bias: bias, inputs: first, outputs: outputs, packed: packed),
            LinearLayer(weight: weight + first, stride: stride, bias: nil, inputs: inputs - first, outputs: outputs, packed: place)
        )
    }

    /// Accumulates the layer's gradients.
    package func weightGradient(dOut: In, x: In, _ pass: BackwardPass, rows: Int, dOutStride: Int? = nil) {
        linearWeightGradient(
            pass.gradients + weight, dBias: bias.map { pass.gradients + $0 }, x: x, dOut: dOut, rows: rows, inputs: inputs,
            outputs: outputs, dOutStride: dOutStride, dWeightStride: stride, scratch: pass.scratch.matrix)
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
    /// The halves of a weight [width, 2 width].
    let stream: LinearLayer
    let skip: LinearLayer

    /// `out[rows, width] = cat(x, skip) W^T + b`; overwrites.
    func forward(_ out: Out, _ x: In, skip skipped: In, _ pass: ForwardPass, rows: Int) {
        stream.forward(out, x, pass, rows: rows)
        skip.forward(out, skipped, pass, rows: rows, addend: In(out))
    }

    /// Overwrites `dx` and `dSkip`, accumulates the layer's gradients.
    func backward(dx: Out, dSkip: Out, dOut: In, x: In, skip skipped: In, _ pass: BackwardPass, rows: Int) {
        stream.inputGradient(dx, dOut: dOut, pass, rows: rows)
        skip.inputGradient(dSkip, dOut: dOut, pass, rows: rows)
        stream.weightGradient(dOut: dOut, x: x, pass, rows: rows)
        skip.weightGradient(dOut: dOut, x: skipped, pass, rows: rows)
    }
}

extension ParameterLayout {
    package func linear(_ name: String) -> LinearLayer {
        guard let weight = entry("\(name).weight") else { preconditionFailure("no layer '\(name)'") }
        let inputs = weight.shape.dropFirst().reduce(1, *)
        return LinearLayer(
            weight: weight.offset, stride: inputs, bias: entry("\(name).bias")?.offset, inputs: inputs, outputs: weight.shape[0],
            packed: packedPlace("\(name).weight"))
    }

    package func norm(_ name: String) -> NormLayer {
        guard let gamma = entry("\(name).weight") else { preconditionFailure("no norm '\(name)'") }
        return NormLayer(gamma: gamma.offset, beta: offset("\(name).bias"), width: gamma.count)
    }

    /// A layer of [width, 2 width].
    func skip(_ name: String) -> SkipLayer {
        let whole = linear(name)
        let halves = whole.splitInputs(at: whole.inputs / 2)
        return SkipLayer(stream: halves.first, skip: halves.second)
    }
}

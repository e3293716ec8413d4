/// The epsilon inside every layer norm of the model.
public let layerNormEpsilon: Float = 1e-5

/// `out[rows,width] = (x - mean) * inverseDeviation * gamma + beta`, row by row. Overwrites `out`, `mean[rows]` and
/// `inverseDeviation[rows]`, where `inverseDeviation = 1 / sqrt(variance + 1e-5)` with the biased variance.
///
/// `out` may be `x` itself. `gamma` and `beta` are `[width]`.
public func layerNormForward(
    _ out: Out, mean: Out, inverseDeviation: Out, x: In, gamma: In, beta: In, rows: Int, width: Int
) {
    for row in 0..<rows {
        let input = x + row * width
        let total = sumOfVectors(width) {
            input.load8($0)
        } _: {
            input.load8($0, count: $1)
        }
        (mean[row], inverseDeviation[row]) = normalise(
            out + row * width, input, total: total, gamma: gamma, beta: beta, width: width)
    }
}

/// `layerNormForward` of networks that others trained, with their epsilon, and without the statistics that a backward pass needs.
/// Overwrites `out`, which may be `x` itself.
public func layerNorm(_ out: Out, _ x: In, gamma: In, beta: In, epsilon: Float, rows: Int, width: Int) {
    for row in 0..<rows {
        let input = x + row * width
        let total = sumOfVectors(width) {
            input.load8($0)
        } _: {
            input.load8($0, count: $1)
        }
        _ = normalise(out + row * width, input, total: total, gamma: gamma, beta: beta, width: width, epsilon: epsilon)
    }
}

/// One row whose sum is known: the variance in a second pass around the mean, then the result in a third.
@inline(__always)
private func normalise(
    _ out: Out, _ x: In, total: Float, gamma: In, beta: In, width: Int, epsilon: Float = layerNormEpsilon
) -> (mean: Float, inverseDeviation: Float) {
    let average = total / Float(width)
    let centre = Float8(repeating: average)
    let squares = sumOfVectors(width) { i in
        let d = x.load8(i) - centre
        return d * d
    } _: { i, lanes in
        let d = (x.load8(i, count: lanes) - centre).keeping(lanes)
        return d * d
    }
    let inverse = 1 / (squares / Float(width) + epsilon).squareRoot()
    let scale = Float8(repeating: inverse)
    forEachVector(width) { i in
        out.store8(beta.load8(i).addingProduct((x.load8(i) - centre) * scale, gamma.load8(i)), i)
    } _: { i, lanes in
        let normal = (x.load8(i, count: lanes) - centre) * scale
        out.store8(
            beta.load8(i, count: lanes).addingProduct(normal, gamma.load8(i, count: lanes)), i, count: lanes)
    }
    return (average, inverse)
}

/// The gradients of `layerNormForward`. `dx[rows,width]`, `dGamma[width]` and `dBeta[width]` all **accumulate**, so
/// `dx` may already hold the gradient that flows through the residual connection. `x` is the input of the norm;
/// `mean` and `inverseDeviation` are what the forward pass stored.
/// - Precondition: `dx` does not overlap `dOut` or `x`.
public func layerNormBackward(
    dx: Out, dGamma: Out, dBeta: Out, dOut: In, x: In, mean: In, inverseDeviation: In, gamma: In,
    rows: Int, width: Int
) {
    // Blocks of rows: the parameters' gradients are summed in registers down a block that is still in cache, and
    // summing sums of blocks also keeps the rounding error small.
    let blockRows = 16
    var first = 0
    while first < rows {
        let count = min(blockRows, rows - first)
        for row in first..<first + count {
            layerNormRowBackward(
                dx + row * width, dOut: dOut + row * width, x: x + row * width, mean: mean[row],
                inverse: inverseDeviation[row], gamma: gamma, width: width)
        }
        let (flow, input) = (dOut + first * width, x + first * width)
        let (averages, inverses) = (mean + first, inverseDeviation + first)
        forEachVector(width) { i in
            var (gammaSum, betaSum) = (Float8(), Float8())
            for row in 0..<count {
                let g = flow.load8(row * width + i)
                let normal = (input.load8(row * width + i) - averages[row]) * inverses[row]
                gammaSum = gammaSum.addingProduct(g, normal)
                betaSum += g
            }
            dGamma.store8(dGamma.load8(i) + gammaSum, i)
            dBeta.store8(dBeta.load8(i) + betaSum, i)
        } _: { i, lanes in
            var (gammaSum, betaSum) = (Float8(), Float8())
            for row in 0..<count {
                let g = flow.load8(row * width + i, count: lanes)
                let normal = (input.load8(row * width + i, count: lanes) - averages[row]) * inverses[row]
                gammaSum = gammaSum.addingProduct(g, normal)
                betaSum += g
            }
            dGamma.store8(dGamma.load8(i, count: lanes) + gammaSum, i, count: lanes)
            dBeta.store8(dBeta.load8(i, count: lanes) + betaSum, i, count: lanes)
        }
        first += count
    }
}

/// dx += inverse * (g - mean(g) - normal * mean(g normal)), with g = dOut gamma.
@inline(__always)
private func layerNormRowBackward(
    _ dx: Out, dOut: In, x: In, mean: Float, inverse: Float, gamma: In, width: Int
) {
    let (centre, scale) = (Float8(repeating: mean), Float8(repeating: inverse))
    let total = sumOfVectors(width) {
        dOut.load8($0) * gamma.load8($0)
    } _: {
        dOut.load8($0, count: $1) * gamma.load8($0, count: $1)
    }
    // Unused lanes vanish here because dOut is zero in them.
    let product = sumOfVectors(width) { i in
        dOut.load8(i) * gamma.load8(i) * ((x.load8(i) - centre) * scale)
    } _: { i, lanes in
        dOut.load8(i, count: lanes) * gamma.load8(i, count: lanes) * ((x.load8(i, count: lanes) - centre) * scale)
    }
    let (flowMean, productMean) = (Float8(repeating: total / Float(width)), Float8(repeating: product / Float(width)))
    forEachVector(width) { i in
        let normal = (x.load8(i) - centre) * scale
        let inner = (dOut.load8(i) * gamma.load8(i) - flowMean).addingProduct(-normal, productMean)
        dx.store8(dx.load8(i).addingProduct(scale, inner), i)
    } _: { i, lanes in
        let normal = (x.load8(i, count: lanes) - centre) * scale
        let flow = dOut.load8(i, count: lanes) * gamma.load8(i, count: lanes)
        let inner = (flow - flowMean).addingProduct(-normal, productMean)
        dx.store8(dx.load8(i, count: lanes).addingProduct(scale, inner), i, count: lanes)
    }
}

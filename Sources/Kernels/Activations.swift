// The normal distribution behind the exact GELU, gelu(x) = x P(X < x):
// P(X > y) = exp(-y^2/2) t q(t) for y >= 0, with t = 1 / (1 + 0.35 y) and q a minimax polynomial (relative error 3e-8).

/// `below` = P(X < x), `bell` = exp(-x^2 / 2).
@inline(__always)
private func normalDistribution(_ x: Float8) -> (below: Float8, bell: Float8) {
    var y = x.magnitude8
    y = y.replacing(with: 12, where: y .> 12)
    let t = 1 / Float8(repeating: 1).addingProduct(y, Float8(repeating: 0.35))
    var q = Float8(repeating: -0.029_146_469)
    q = Float8(repeating: 0.143_974_26).addingProduct(q, t)
    q = Float8(repeating: -0.255_719_42).addingProduct(q, t)
    q = Float8(repeating: 0.159_179_9).addingProduct(q, t)
    q = Float8(repeating: -0.023_113_638).addingProduct(q, t)
    q = Float8(repeating: 0.105_509_54).addingProduct(q, t)
    q = Float8(repeating: 0.119_832_5).addingProduct(q, t)
    q = Float8(repeating: 0.139_861_92).addingProduct(q, t)
    q = Float8(repeating: 0.139_621_41).addingProduct(q, t)
    let bell = expOfMinusHalf(y * y)
    let above = bell * (t * q)
    return (above.replacing(with: 1 - above, where: x .> 0), bell)
}

@inline(__always)
private func gelu(_ x: Float8) -> Float8 { x * normalDistribution(x).below }

@inline(__always)
private func sigmoid(_ x: Float8) -> Float8 { 1 / (1 + exp(-x)) }

/// `out[i] = gelu(x[i])` with the exact erf form `gelu(x) = x/2 (1 + erf(x / sqrt 2))`. Overwrites `out`, which may be `x` itself.
public func geluForward(_ out: Out, _ x: In, count: Int) {
    forEachVector(count) { i, lanes in out.store(gelu(x.load(i, lanes)), i, lanes) }
}

/// `dx[i] = dOut[i] * gelu'(preActivation[i])`, and `out[i] = gelu(preActivation[i])` once more, so that the forward pass need
/// not keep it. Overwrites `dx`, which may be `dOut` itself, and `out`.
public func geluBackward(_ dx: Out, out: Out, dOut: In, preActivation: In, count: Int) {
    forEachVector(count) { i, lanes in
        let x = preActivation.load(i, lanes)
        let (below, bell) = normalDistribution(x)
        out.store(x * below, i, lanes)
        dx.store(dOut.load(i, lanes) * below.addingProduct(x * 0.398_942_28, bell), i, lanes)
    }
}

/// `out[i] = x[i] * sigmoid(x[i])`. Overwrites `out`, which may be `x` itself.
public func siluForward(_ out: Out, _ x: In, count: Int) {
    forEachVector(count) { i, lanes in
        let value = x.load(i, lanes)
        out.store(value * sigmoid(value), i, lanes)
    }
}

/// `dx[i] = dOut[i] * silu'(x[i])`. Overwrites `dx`, which may be `dOut` itself.
public func siluBackward(_ dx: Out, dOut: In, x: In, count: Int) {
    forEachVector(count) { i, lanes in
        let value = x.load(i, lanes)
        let gate = sigmoid(value)
        dx.store(dOut.load(i, lanes) * (gate * (1 + value * (1 - gate))), i, lanes)
    }
}

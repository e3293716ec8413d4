import RegisterTiles
import WideTiles

@inline(__always)
private func sigmoid(_ x: Float8) -> Float8 { 1 / (1 + exp(-x)) }

/// `out[i] = gelu(x[i])` with the exact erf form `gelu(x) = x/2 (1 + erf(x / sqrt 2))`, and `slope[i] = gelu'(x[i])` unless nil.
/// Overwrites both; `out` may be `x` itself.
public func geluForward(_ out: Out, slope: Out?, _ x: In, count: Int, kernel: MatrixKernel = .current) {
    let first = kernel.tiles == .twelve ? wideGELU(out, slope: slope, x, count: count) : 0
    if let slope {
        forEachVector(count, from: first) { i, lanes in
            let result = geluWithSlope(x.load(i, lanes))
            slope.store(result.slope, i, lanes)
            out.store(result.value, i, lanes)
        }
    } else {
        forEachVector(count, from: first) { i, lanes in
            let value = x.load(i, lanes)
            out.store(value * normalDistribution(value).below, i, lanes)
        }
    }
}

/// `out[i] = x[i] * sigmoid(1.702 x[i])`, CLIP's GELU. Overwrites `out`, which may be `x` itself.
public func quickGELU(_ out: Out, _ x: In, count: Int) {
    forEachVector(count) { i, lanes in
        let value = x.load(i, lanes)
        out.store(value * sigmoid(value * 1.702), i, lanes)
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

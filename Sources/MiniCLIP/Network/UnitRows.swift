import Kernels

/// Below this length a row counts as this long: a row of zeros stays zeros.
private let shortestRow: Float = 1e-6

/// `out[row] = x[row] / |x[row]|`; overwrites `out[rows, width]` and `lengths[rows]`.
func unitRowsForward(_ out: Out, lengths: Out, x: In, rows: Int, width: Int) {
    for row in 0..<rows {
        let (source, target) = (x + row * width, out + row * width)
        let length = max(Float(sumOfSquares(source, count: width).squareRoot()), shortestRow)
        lengths[row] = length
        for i in 0..<width { target[i] = source[i] / length }
    }
}

/// `dx = (dOut - out (out . dOut)) / |x|`, row by row; overwrites `dx`. `out` and `lengths` are the forward pass's.
func unitRowsBackward(_ dx: Out, dOut: In, out: In, lengths: In, rows: Int, width: Int) {
    for row in 0..<rows {
        let (flow, unit, target) = (dOut + row * width, out + row * width, dx + row * width)
        var along: Float = 0
        for i in 0..<width { along += flow[i] * unit[i] }
        for i in 0..<width { target[i] = (flow[i] - unit[i] * along) / lengths[row] }
    }
}

/// `out[sample] = mean of the first counts[sample] rows of x[sample]`; `x` is [samples, tokens, width]. Overwrites.
/// - Precondition: every count lies in 1...tokens.
func meanRowsForward(_ out: Out, x: In, counts: UnsafePointer<Int32>, samples: Int, tokens: Int, width: Int) {
    for sample in 0..<samples {
        let target = out + sample * width
        target.update(repeating: 0, count: width)
        sumRows(target, x + sample * tokens * width, rows: Int(counts[sample]), width: width)
        scaleInPlace(target, by: 1 / Float(counts[sample]), count: width)
    }
}

/// The gradient of `meanRowsForward`: overwrites `dx[samples, tokens, width]`, zero beyond the counts.
func meanRowsBackward(_ dx: Out, dOut: In, counts: UnsafePointer<Int32>, samples: Int, tokens: Int, width: Int) {
    for sample in 0..<samples {
        let (rows, flow) = (dx + sample * tokens * width, dOut + sample * width)
        let (count, share) = (Int(counts[sample]), 1 / Float(counts[sample]))
        for i in 0..<count * width { rows[i] = flow[i % width] * share }
        (rows + count * width).update(repeating: 0, count: (tokens - count) * width)
    }
}

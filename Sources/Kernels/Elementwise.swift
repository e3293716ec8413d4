/// `out[i] += x[i]`.
public func addInPlace(_ out: Out, _ x: In, count: Int) {
    for i in 0..<count { out[i] += x[i] }
}

/// `out[i] *= x[i]`.
public func multiplyInPlace(_ out: Out, _ x: In, count: Int) {
    for i in 0..<count { out[i] *= x[i] }
}

/// `out[i] = a[i] + b[i]`. Overwrites; `out` may be `a` or `b`.
public func addRows(_ out: Out, _ a: In, _ b: In, count: Int) {
    for i in 0..<count { out[i] = a[i] + b[i] }
}

/// `out[row, i] = x[row, i] + table[row mod period, i]`: adds a table that repeats every `period` rows, such as a
/// position embedding `[tokens, width]` to `[samples * tokens, width]`. Overwrites; `out` may be `x`.
public func addRepeatedRows(_ out: Out, _ x: In, table: In, rows: Int, width: Int, period: Int) {
    for row in 0..<rows {
        addRows(out + row * width, x + row * width, table + (row % period) * width, count: width)
    }
}

/// The gradient of the table of `addRepeatedRows`: `dTable[row mod period, i] += dOut[row, i]`. Accumulates.
public func sumRepeatedRows(_ dTable: Out, _ dOut: In, rows: Int, width: Int, period: Int) {
    for row in 0..<rows {
        addInPlace(dTable + (row % period) * width, dOut + row * width, count: width)
    }
}

/// `out[i] *= factor`.
public func scaleInPlace(_ out: Out, by factor: Float, count: Int) {
    for i in 0..<count { out[i] *= factor }
}

/// Copies `rows` rows of `width` floats between matrices with row strides `outStride` and `xStride` (tight when nil).
/// Overwrites the rows, leaves what lies between them.
public func copyRows(_ out: Out, _ x: In, rows: Int, width: Int, outStride: Int? = nil, xStride: Int? = nil) {
    let (outStride, xStride) = (outStride ?? width, xStride ?? width)
    for row in 0..<rows { (out + row * outStride).update(from: x + row * xStride, count: width) }
}

/// The gradient of a bias: `out[width] += sum over rows of x[rows,width]`. Accumulates. `xStride` is the row stride.
public func sumRows(_ out: Out, _ x: In, rows: Int, width: Int, xStride: Int? = nil) {
    let stride = xStride ?? width
    // Blocks of rows summed in registers: fewer passes over `out`, and sums of sums round less.
    let blockRows = 32
    var first = 0
    while first < rows {
        let count = min(blockRows, rows - first)
        let block = x + first * stride
        var i = 0
        while i + 32 <= width {
            var (a, b, c, d) = (Float8(), Float8(), Float8(), Float8())
            for row in 0..<count {
                let at = row * stride + i
                a += block.load8(at)
                b += block.load8(at + 8)
                c += block.load8(at + 16)
                d += block.load8(at + 24)
            }
            out.store8(out.load8(i) + a, i)
            out.store8(out.load8(i + 8) + b, i + 8)
            out.store8(out.load8(i + 16) + c, i + 16)
            out.store8(out.load8(i + 24) + d, i + 24)
            i = i + 32
        }
        let (rest, restBlock) = (out + i, block + i)
        forEachVector(width - i) { j in
            var total = Float8()
            for row in 0..<count { total += restBlock.load8(row * stride + j) }
            rest.store8(rest.load8(j) + total, j)
        } _: { j, lanes in
            var total = Float8()
            for row in 0..<count { total += restBlock.load8(row * stride + j, count: lanes) }
            rest.store8(rest.load8(j, count: lanes) + total, j, count: lanes)
        }
        first += count
    }
}

/// The sum of `x[i]^2`, for gradient norms: floats within chunks of 1024 elements, `Double` over the chunks.
public func sumOfSquares(_ x: In, count: Int) -> Double {
    var total = 0.0
    var first = 0
    while first < count {
        let chunk = x + first
        total += Double(
            sumOfVectors(min(1024, count - first)) { i in
                let v = chunk.load8(i)
                return v * v
            } _: { i, lanes in
                let v = chunk.load8(i, count: lanes)
                return v * v
            })
        first += 1024
    }
    return total
}

/// The squared-error loss of a slice of a batch, and its gradient.
///
/// `losses[samples]` = mean over `elements` of `(prediction - target)^2`, unweighted; overwritten. `dPrediction`
/// `[samples, elements]` (nil skips it) = the gradient of the **whole batch's** loss
/// `mean over batch of weights[b] * losses[b]`; overwritten. `weights` (`[samples]`) nil means 1.
/// - Parameter batch: samples of the whole batch, of which this call sees `samples`.
public func squaredErrorLoss(
    losses: Out, dPrediction: Out?, prediction: In, target: In, weights: In?, samples: Int, elements: Int, batch: Int
) {
    for sample in 0..<samples {
        let (p, t) = (prediction + sample * elements, target + sample * elements)
        let factor = 2 * Double(weights?[sample] ?? 1) / (Double(elements) * Double(batch))
        var total = 0.0
        for i in 0..<elements {
            let error = Double(p[i]) - Double(t[i])
            total += error * error
            if let dPrediction { dPrediction[sample * elements + i] = Float(error * factor) }
        }
        losses[sample] = Float(total / Double(elements))
    }
}

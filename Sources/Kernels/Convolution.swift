import Foundation

/// The 3x3 convolution with padding 1 that ends the model: `out[samples,C,H,W] = conv(x[samples,C,H,W]) + bias[C]`,
/// `weight[C,C,3,3]` as (output, input, row, column). Overwrites; `out` may not overlap `x`. Meant for few channels
/// (1-4).
public func conv3x3Forward(
    _ out: Out, _ x: In, weight: In, bias: In, samples: Int, channels: Int, height: Int, width: Int
) {
    let plane = height * width
    for sample in 0..<samples {
        for output in 0..<channels {
            let target = out + (sample * channels + output) * plane
            target.update(repeating: bias[output], count: plane)
            for input in 0..<channels {
                let source = x + (sample * channels + input) * plane
                let taps = weight + (output * channels + input) * 9
                for i in 0..<3 {
                    addShiftedRows(
                        target, source, rowShift: i - 1, left: taps[3 * i], centre: taps[3 * i + 1],
                        right: taps[3 * i + 2], height: height, width: width)
                }
            }
        }
    }
}

/// The gradients of `conv3x3Forward`. `dx` is overwritten (nil skips it); `dWeight` and `dBias` accumulate.
public func conv3x3Backward(
    dx: Out?, dWeight: Out, dBias: Out, dOut: In, x: In, weight: In,
    samples: Int, channels: Int, height: Int, width: Int
) {
    let plane = height * width
    if let dx {
        memset(dx, 0, samples * channels * plane * MemoryLayout<Float>.stride)
        for sample in 0..<samples {
            for input in 0..<channels {
                let target = dx + (sample * channels + input) * plane
                for output in 0..<channels {
                    let source = dOut + (sample * channels + output) * plane
                    let taps = weight + (output * channels + input) * 9
                    // The same convolution with the taps turned by half a turn.
                    for i in 0..<3 {
                        addShiftedRows(
                            target, source, rowShift: 1 - i, left: taps[3 * i + 2], centre: taps[3 * i + 1],
                            right: taps[3 * i], height: height, width: width)
                    }
                }
            }
        }
    }
    for output in 0..<channels {
        var biasTotal = 0.0
        for sample in 0..<samples {
            let flow = dOut + (sample * channels + output) * plane
            biasTotal += Double(
                sumOfVectors(plane) {
                    flow.load8($0)
                } _: {
                    flow.load8($0, count: $1)
                })
        }
        dBias[output] += Float(biasTotal)
        for input in 0..<channels {
            for tap in 0..<9 {
                var total = 0.0
                for sample in 0..<samples {
                    total += Double(
                        shiftedProduct(
                            dOut + (sample * channels + output) * plane, x + (sample * channels + input) * plane,
                            rowShift: tap / 3 - 1, columnShift: tap % 3 - 1, height: height, width: width))
                }
                dWeight[(output * channels + input) * 9 + tap] += Float(total)
            }
        }
    }
}

/// `out[r, c] += left x[r', c - 1] + centre x[r', c] + right x[r', c + 1]` with `r' = r + rowShift`, what lies outside
/// being zero.
@inline(__always)
private func addShiftedRows(
    _ out: Out, _ x: In, rowShift: Int, left: Float, centre: Float, right: Float, height: Int, width: Int
) {
    let (leftTap, centreTap, rightTap) = (Float8(repeating: left), Float8(repeating: centre), Float8(repeating: right))
    for row in max(0, -rowShift)..<min(height, height - rowShift) {
        let (to, from) = (out + row * width, x + (row + rowShift) * width)
        var edge = to[0].addingProduct(centre, from[0])
        if width > 1 { edge = edge.addingProduct(right, from[1]) }
        to[0] = edge
        if width == 1 { continue }
        var c = 1
        while c + 8 < width {
            var value = to.load8(c)
            value = value.addingProduct(leftTap, from.load8(c - 1))
            value = value.addingProduct(centreTap, from.load8(c))
            value = value.addingProduct(rightTap, from.load8(c + 1))
            to.store8(value, c)
            c += 8
        }
        while c < width {
            var value = to[c].addingProduct(left, from[c - 1])
            value = value.addingProduct(centre, from[c])
            if c + 1 < width { value = value.addingProduct(right, from[c + 1]) }
            to[c] = value
            c += 1
        }
    }
}

/// The sum over the plane of `a[r, c] * b[r + rowShift, c + columnShift]`, what lies outside being zero.
@inline(__always)
private func shiftedProduct(_ a: In, _ b: In, rowShift: Int, columnShift: Int, height: Int, width: Int) -> Float {
    let firstColumn = max(0, -columnShift)
    let count = min(width, width - columnShift) - firstColumn
    guard count > 0 else { return 0 }
    var total = Float8()
    var rest: Float = 0
    for row in max(0, -rowShift)..<min(height, height - rowShift) {
        let left = a + row * width + firstColumn
        let right = b + (row + rowShift) * width + firstColumn + columnShift
        var i = 0
        while i + 8 <= count {
            total = total.addingProduct(left.load8(i), right.load8(i))
            i += 8
        }
        while i < count {
            rest = rest.addingProduct(left[i], right[i])
            i += 1
        }
    }
    return total.laneSum + rest
}

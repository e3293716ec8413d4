import RegisterTiles

/// One side of a product as it is stored: across the product (rows of the left side, columns of the right one) and along the depth.
/// One of the two strides is 1.
struct DoubleOperand {
    var pointer: UnsafePointer<Double>
    let across: Int
    let along: Int

    func from(_ place: Int, _ depth: Int) -> DoubleOperand {
        DoubleOperand(pointer: pointer + place * across + depth * along, across: across, along: along)
    }
}

/// The left side as `[padded / 6][depth][6]`; what is missing is zero.
func packSixes(_ out: UnsafeMutablePointer<Double>, _ source: DoubleOperand, count: Int, padded: Int, depth: Int) {
    packPanels(out, source, width: 6, count: count, padded: padded, depth: depth)
}

/// The right side as `[padded / 8][depth][8]`; what is missing is zero.
func packEights(_ out: UnsafeMutablePointer<Double>, _ source: DoubleOperand, count: Int, padded: Int, depth: Int) {
    packPanels(out, source, width: 8, count: count, padded: padded, depth: depth)
}

@inline(__always)
private func packPanels(
    _ out: UnsafeMutablePointer<Double>, _ source: DoubleOperand, width: Int, count: Int, padded: Int, depth: Int
) {
    var (target, place) = (out, 0)
    while place < padded {
        let panel = source.from(min(place, count), 0)
        if place + width > count {
            for k in 0..<depth {
                for lane in 0..<width {
                    target[k * width + lane] = place + lane < count ? panel.pointer[lane * panel.across + k * panel.along] : 0
                }
            }
        } else if panel.across == 1 {
            copyPanel(target, panel.pointer, stride: panel.along, width: width, depth: depth)
        } else {
            transposePanel(target, panel.pointer, stride: panel.across, width: width, depth: depth)
        }
        target += width * depth
        place = place + width
    }
}

/// The lanes of a panel lie together already.
@inline(__always)
private func copyPanel(_ out: UnsafeMutablePointer<Double>, _ source: UnsafePointer<Double>, stride: Int, width: Int, depth: Int) {
    for k in 0..<depth {
        let (x, y) = (source + k * stride, out + k * width)
        let four: SIMD4<Double> = x.loadVector(0)
        y.storeVector(four, 0)
        if width == 8 {
            let more: SIMD4<Double> = x.loadVector(4)
            y.storeVector(more, 4)
        } else {
            let more: SIMD2<Double> = x.loadVector(4)
            y.storeVector(more, 4)
        }
    }
}

/// The lanes of a panel are rows.
@inline(__always)
private func transposePanel(_ out: UnsafeMutablePointer<Double>, _ source: UnsafePointer<Double>, stride: Int, width: Int, depth: Int) {
    let whole = depth & ~3
    var k = 0
    while k < whole {
        let y = out + k * width
        transpose4(y, outStride: width, source + k, stride: stride)
        let x = source + 4 * stride + k
        if width == 8 {
            transpose4(y + 4, outStride: width, x, stride: stride)
        } else {
            let (low, high) = interleave(x.loadVector(0), x.loadVector(stride))
            y.storeVector(low.lowHalf, 4)
            y.storeVector(low.highHalf, 4 + width)
            y.storeVector(high.lowHalf, 4 + 2 * width)
            y.storeVector(high.highHalf, 4 + 3 * width)
        }
        k = k + 4
    }
    while k < depth {
        for lane in 0..<width { out[k * width + lane] = source[lane * stride + k] }
        k = k + 1
    }
}

/// `out[j * outStride + i] = x[i * stride + j]` for a 4 x 4 block: two rounds of interleaving.
@inline(__always)
private func transpose4(_ out: UnsafeMutablePointer<Double>, outStride: Int, _ x: UnsafePointer<Double>, stride: Int) {
    let (a0, a1) = interleave(x.loadVector(0), x.loadVector(2 * stride))
    let (b0, b1) = interleave(x.loadVector(stride), x.loadVector(3 * stride))
    let (c0, c1) = interleave(a0, b0)
    let (c2, c3) = interleave(a1, b1)
    out.storeVector(c0, 0)
    out.storeVector(c1, outStride)
    out.storeVector(c2, 2 * outStride)
    out.storeVector(c3, 3 * outStride)
}

/// `(a0 b0 a1 b1, a2 b2 a3 b3)`.
@inline(__always)
private func interleave(_ a: SIMD4<Double>, _ b: SIMD4<Double>) -> (SIMD4<Double>, SIMD4<Double>) {
    var pair = SIMD8<Double>()
    pair.evenHalf = a
    pair.oddHalf = b
    return (pair.lowHalf, pair.highHalf)
}

/// The sixteen transformed values of a 4 x 4 patch of inputs, channel by channel: overwrites `out[p * outStride + channel]`.
///
/// The patch's element (row, column) is at `x[row * rowStride + column * channels]`.
/// - Precondition: whole vectors of channels.
func winogradInput(_ out: Out, outStride: Int, _ x: In, rowStride: Int, channels: Int) {
    var channel = 0
    while channel < channels {
        let patch = x + channel
        for row in 0..<4 {
            // Rows 0 - 2, 1 + 2, 2 - 1 and 1 - 3.
            let first = patch + (row == 0 ? 0 : row == 2 ? 2 : 1) * rowStride
            let second = patch + (row == 2 ? 1 : row == 3 ? 3 : 2) * rowStride
            let (a0, a1) = (first.load8(0), first.load8(channels))
            let (a2, a3) = (first.load8(2 * channels), first.load8(3 * channels))
            let (b0, b1) = (second.load8(0), second.load8(channels))
            let (b2, b3) = (second.load8(2 * channels), second.load8(3 * channels))
            let isSum = row == 1
            let (t0, t1) = (isSum ? a0 + b0 : a0 - b0, isSum ? a1 + b1 : a1 - b1)
            let (t2, t3) = (isSum ? a2 + b2 : a2 - b2, isSum ? a3 + b3 : a3 - b3)
            let target = out + 4 * row * outStride + channel
            target.store8(t0 - t2, 0)
            target.store8(t1 + t2, outStride)
            target.store8(t2 - t1, 2 * outStride)
            target.store8(t1 - t3, 3 * outStride)
        }
        channel = channel + 8
    }
}

/// Where the 2 x 2 outputs of a patch go; nil where there is none. The addend lies beside them.
struct WinogradTarget {
    /// By row and column: (0, 0), (0, 1), (1, 0), (1, 1).
    var outputs: (Out?, Out?, Out?, Out?)
    var addends: (In?, In?, In?, In?)
    let bias: In?
    let bounds: (lower: Float, upper: Float)
}

/// The 2 x 2 outputs of the sixteen products `x[p * xStride + channel]`, with bias and addend, limited.
/// - Precondition: whole vectors of channels.
func winogradOutput(_ target: WinogradTarget, _ x: In, xStride: Int, channels: Int) {
    var channel = 0
    while channel < channels {
        @inline(__always) func column(_ index: Int) -> (Float8, Float8) {
            let products = x + index * xStride + channel
            let (m0, m1) = (products.load8(0), products.load8(4 * xStride))
            let (m2, m3) = (products.load8(8 * xStride), products.load8(12 * xStride))
            return (m0 + m1 + m2, m1 - m2 - m3)
        }
        let (c0, c1, c2, c3) = (column(0), column(1), column(2), column(3))
        let bias = target.bias?.load8(channel) ?? Float8()
        @inline(__always) func store(_ out: Out?, _ addend: In?, _ value: Float8) {
            guard let out else { return }
            let sum = value + bias
            let all = addend.map { sum + $0.load8(channel) } ?? sum
            out.store8(limited(all, target.bounds.lower, target.bounds.upper), channel)
        }
        store(target.outputs.0, target.addends.0, c0.0 + c1.0 + c2.0)
        store(target.outputs.1, target.addends.1, c1.0 - c2.0 - c3.0)
        store(target.outputs.2, target.addends.2, c0.1 + c1.1 + c2.1)
        store(target.outputs.3, target.addends.3, c1.1 - c2.1 - c3.1)
        channel = channel + 8
    }
}

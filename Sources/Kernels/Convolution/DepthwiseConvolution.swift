import Platform

/// A convolution of every channel with a filter of its own, for prediction.
public final class DepthwiseConvolution: Sendable {
    public let channels: Int
    public let window: Window
    public let activation: Activation
    /// [window.height * window.width, channels]
    let taps: FloatBuffer
    let bias: FloatBuffer

    /// - Parameters:
    ///   - weight: `[channels, 1, window.height, window.width]`.
    ///   - bias: `[channels]`.
    public init(weight: [Float], bias: [Float], channels: Int, window: Window, activation: Activation = .identity) {
        let count = window.height * window.width
        precondition(weight.count == channels * count && bias.count == channels, "a depthwise weight of \(weight.count) floats")
        (self.channels, self.window, self.activation) = (channels, window, activation)
        taps = FloatBuffer(count: channels * count)
        for channel in 0..<channels {
            for tap in 0..<count { taps[tap * channels + channel] = weight[channel * count + tap] }
        }
        self.bias = FloatBuffer(bias)
    }
}

/// `out = activation(depthwise convolution(x) + bias)` over maps `[batch, height, width, channels]`; overwrites.
/// - Precondition: `out` does not overlap `x`.
public func depthwiseForward(
    _ out: Out, _ x: In, _ convolution: DepthwiseConvolution, shape: MapShape, padding: Padding, pool: ThreadPool
) {
    precondition(
        shape.channels == convolution.channels, "a depthwise convolution of \(convolution.channels) channels over \(shape.channels)")
    let pass = DepthwisePass(out: out, x: x, convolution: convolution, shape: shape, padding: padding)
    pool.forEach(pass.result.batch * pass.result.height) { pass.run(line: $0) }
    withExtendedLifetime(convolution) {}
}

/// `@unchecked Sendable`: its pointers are read, and a line of `out` is written by one call.
private struct DepthwisePass: @unchecked Sendable {
    let out: Out
    let x: In
    let shape: MapShape
    let result: MapShape
    let padding: Padding
    let window: Window
    let activation: Activation
    let taps: In
    let bias: In

    init(out: Out, x: In, convolution: DepthwiseConvolution, shape: MapShape, padding: Padding) {
        (self.out, self.x, self.shape, self.padding) = (out, x, shape, padding)
        (window, activation) = (convolution.window, convolution.activation)
        (taps, bias) = (convolution.taps.readPointer, convolution.bias.readPointer)
        result = convolution.window.output(of: shape, padding: padding, channels: shape.channels)
    }

    /// Positions whose sums are held in registers together, so that a tap is read once for all of them.
    private static let together = 4

    /// One line of results of one sample.
    func run(line: Int) {
        let (sample, row) = line.quotientAndRemainder(dividingBy: result.height)
        let top = row * window.stride - padding.top
        let rows = max(0, -top)..<max(0, min(window.height, shape.height - top))
        let maps = x + sample * shape.sampleCount + top * shape.width * shape.channels
        let target = out + line * result.width * shape.channels
        // The columns whose windows lie inside.
        let inner = (padding.left + window.stride - 1) / window.stride
        let end = shape.width + padding.left < window.width ? 0 : (shape.width + padding.left - window.width) / window.stride + 1
        var column = 0
        while column < result.width {
            let isInside = column >= inner && column + Self.together <= end
            let left = column * window.stride - padding.left
            if isInside {
                fourPositions(target + column * shape.channels, maps + left * shape.channels, rows: rows)
                column += Self.together
            } else {
                let columns = max(0, -left)..<max(0, min(window.width, shape.width - left))
                onePosition(target + column * shape.channels, maps + left * shape.channels, rows: rows, columns: columns)
                column += 1
            }
        }
        activate(target, activation, rows: 1, width: result.width * shape.channels, stride: 0)
    }

    private func fourPositions(_ target: Out, _ maps: In, rows: Range<Int>) {
        let (channels, line) = (shape.channels, shape.width * shape.channels)
        let step = window.stride * channels
        var channel = 0
        while channel + 16 <= channels {
            let start = bias.load16(channel)
            var (a, b, c, d) = (start, start, start, start)
            for row in rows {
                var source = maps + row * line + channel
                var tap = taps + row * window.width * channels + channel
                for _ in 0..<window.width {
                    let factor = tap.load16(0)
                    a = a.addingProduct(source.load16(0), factor)
                    b = b.addingProduct(source.load16(step), factor)
                    c = c.addingProduct(source.load16(2 * step), factor)
                    d = d.addingProduct(source.load16(3 * step), factor)
                    source += channels
                    tap += channels
                }
            }
            target.store16(a, channel)
            target.store16(b, channel + channels)
            target.store16(c, channel + 2 * channels)
            target.store16(d, channel + 3 * channels)
            channel = channel + 16
        }
        guard channel < channels else { return }
        for position in 0..<Self.together {
            rest(target + position * channels, maps + position * step, rows: rows, columns: 0..<window.width, from: channel)
        }
    }

    private func onePosition(_ target: Out, _ maps: In, rows: Range<Int>, columns: Range<Int>) {
        let (channels, line) = (shape.channels, shape.width * shape.channels)
        var channel = 0
        while channel + 16 <= channels {
            var sum = bias.load16(channel)
            for row in rows {
                for column in columns {
                    let factor = taps.load16((row * window.width + column) * channels + channel)
                    sum = sum.addingProduct(maps.load16(row * line + column * channels + channel), factor)
                }
            }
            target.store16(sum, channel)
            channel = channel + 16
        }
        rest(target, maps, rows: rows, columns: columns, from: channel)
    }

    /// The channels of one position from `first` on.
    private func rest(_ target: Out, _ maps: In, rows: Range<Int>, columns: Range<Int>, from first: Int) {
        let (channels, line) = (shape.channels, shape.width * shape.channels)
        forEachVector(channels, from: first) { channel, lanes in
            var sum = bias.load(channel, lanes)
            for row in rows {
                for column in columns {
                    let factor = taps.load((row * window.width + column) * channels + channel, lanes)
                    sum = sum.addingProduct(maps.load(row * line + column * channels + channel, lanes), factor)
                }
            }
            target.store(sum, channel, lanes)
        }
    }
}

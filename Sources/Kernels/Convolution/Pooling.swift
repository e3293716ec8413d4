import Platform

/// What becomes of the values that a pooling window sees.
public enum PoolingKind: Sendable {
    case maximum
    /// The mean over the window, of which padding is a part: zeros.
    case average
    /// The mean over the part of the window that lies in the maps, as TensorFlow has it.
    case averageInside
}

/// Pools maps `[batch, height, width, channels]`; overwrites. Padding never is a maximum.
/// - Parameter outStride: floats from one position of `out` to the next (`channels` when nil).
/// - Precondition: `out` does not overlap `x`; every window sees at least one position of the maps.
public func poolingForward(
    _ out: Out, _ x: In, _ kind: PoolingKind, window: Window, padding: Padding, shape: MapShape, outStride: Int? = nil, pool: ThreadPool
) {
    let result = window.output(of: shape, padding: padding, channels: shape.channels)
    precondition(
        padding.top < window.height && padding.left < window.width && padding.bottom < window.height && padding.right < window.width,
        "pooling in nothing but padding")
    let pass = PoolingPass(
        out: out, outStride: outStride ?? shape.channels, x: x, kind: kind, window: window, padding: padding, shape: shape, result: result)
    pool.forEach(result.batch * result.height) { pass.run(line: $0) }
}

/// The mean over all positions of each sample: `out[batch, channels]`; overwrites. Summed in blocks, so that large maps round less.
public func globalAverage(_ out: Out, _ x: In, shape: MapShape, pool: ThreadPool) {
    let positions = shape.height * shape.width
    let pass = UncheckedRows(out: out, x: x)
    pool.forEach(shape.batch) { sample in
        let (target, maps) = (pass.out + sample * shape.channels, pass.x + sample * shape.sampleCount)
        target.update(repeating: 0, count: shape.channels)
        sumRows(target, maps, rows: positions, width: shape.channels)
        for channel in 0..<shape.channels { target[channel] /= Float(positions) }
    }
}

/// Pointers for threads whose rows do not overlap.
struct UncheckedRows: @unchecked Sendable {
    let out: Out
    let x: In
}

private struct PoolingPass: @unchecked Sendable {
    let out: Out
    let outStride: Int
    let x: In
    let kind: PoolingKind
    let window: Window
    let padding: Padding
    let shape: MapShape
    let result: MapShape

    func run(line: Int) {
        let (sample, row) = line.quotientAndRemainder(dividingBy: result.height)
        let top = row * window.stride - padding.top
        let rows = max(0, top)..<min(shape.height, top + window.height)
        let maps = x + sample * shape.sampleCount
        for column in 0..<result.width {
            let left = column * window.stride - padding.left
            let columns = max(0, left)..<min(shape.width, left + window.width)
            let target = out + (line * result.width + column) * outStride
            switch kind {
            case .maximum:
                reduce(target, maps, rows, columns, start: -.infinity, factor: 1) {
                    $1.replacing(with: $0, where: $0 .> $1)
                } wide: {
                    $1.replacing(with: $0, where: $0 .> $1)
                }
            case .average, .averageInside:
                let seen = kind == .average ? window.height * window.width : rows.count * columns.count
                reduce(target, maps, rows, columns, start: 0, factor: 1 / Float(seen)) {
                    $0 + $1
                } wide: {
                    $0 + $1
                }
            }
        }
    }

    @inline(__always)
    private func reduce(
        _ target: Out, _ maps: In, _ rows: Range<Int>, _ columns: Range<Int>, start: Float, factor: Float,
        _ next: (Float8, Float8) -> Float8, wide: (Float16x, Float16x) -> Float16x
    ) {
        let (channels, line) = (shape.channels, shape.width * shape.channels)
        var channel = 0
        while channel + 16 <= channels {
            var value = Float16x(repeating: start)
            for row in rows {
                for column in columns { value = wide(value, maps.load16(row * line + column * channels + channel)) }
            }
            target.store16(value * factor, channel)
            channel = channel + 16
        }
        forEachVector(channels, from: channel) { channel, lanes in
            var value = Float8(repeating: start)
            for row in rows {
                for column in columns { value = next(value, maps.load(row * line + column * channels + channel, lanes)) }
            }
            target.store(value * factor, channel, lanes)
        }
    }
}

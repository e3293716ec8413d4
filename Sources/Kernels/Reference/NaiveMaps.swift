import Foundation

// Convolution networks' kernels over maps [batch, height, width, channels], in double precision and as they are defined.
extension NaiveKernels {
    /// `weight[outputs, inputs, rows, columns]`; with `isDepthwise` `[channels, 1, rows, columns]`.
    public static func convolution(
        _ x: [Float], weight: [Float], bias: [Float]?, addend: [Float]? = nil, outputs: Int, window: Window, padding: Padding,
        shape: MapShape,
        isDepthwise: Bool = false, activation: Activation = .identity
    ) -> [Float] {
        let result = window.output(of: shape, padding: padding, channels: outputs)
        let inputs = isDepthwise ? 1 : shape.channels
        var out = [Float](repeating: 0, count: result.count)
        forEachWindow(result, shape, window, padding) { position, rows, columns, at in
            for output in 0..<outputs {
                var total = Double(bias?[output] ?? 0) + Double(addend?[position * outputs + output] ?? 0)
                for row in rows {
                    for column in columns {
                        for input in 0..<inputs {
                            let tap = ((output * inputs + input) * window.height + row) * window.width + column
                            total += Double(x[at(row, column) + (isDepthwise ? output : input)]) * Double(weight[tap])
                        }
                    }
                }
                out[position * outputs + output] = Float(activated(total, activation))
            }
        }
        return out
    }

    public static func pooling(_ x: [Float], _ kind: PoolingKind, window: Window, padding: Padding, shape: MapShape) -> [Float] {
        let result = window.output(of: shape, padding: padding, channels: shape.channels)
        var out = [Float](repeating: 0, count: result.count)
        forEachWindow(result, shape, window, padding) { position, rows, columns, at in
            for channel in 0..<shape.channels {
                let seen = rows.flatMap { row in columns.map { Double(x[at(row, $0) + channel]) } }
                let value =
                    switch kind {
                    case .maximum: seen.max()!
                    case .average: seen.reduce(0, +) / Double(window.height * window.width)
                    case .averageInside: seen.reduce(0, +) / Double(seen.count)
                    }
                out[position * shape.channels + channel] = Float(value)
            }
        }
        return out
    }

    /// Every position four times.
    public static func doubled(_ x: [Float], shape: MapShape) -> [Float] {
        var out: [Float] = []
        for line in 0..<shape.batch * shape.height * 2 {
            for column in 0..<shape.width * 2 {
                let at = (line / 2 * shape.width + column / 2) * shape.channels
                out += x[at..<at + shape.channels]
            }
        }
        return out
    }

    public static func groupNorm(
        _ x: [Float], scale: [Float], shift: [Float], groups: Int, epsilon: Double, activation: Activation, shape: MapShape
    ) -> [Float] {
        let (positions, size) = (shape.height * shape.width, shape.channels / groups)
        var out = x
        for sample in 0..<shape.batch {
            for group in 0..<groups {
                let members = (0..<positions).flatMap { position in
                    (0..<size).map { (sample * positions + position) * shape.channels + group * size + $0 }
                }
                let mean = members.reduce(0) { $0 + Double(x[$1]) } / Double(members.count)
                let variance = members.reduce(0) { $0 + (Double(x[$1]) - mean) * (Double(x[$1]) - mean) } / Double(members.count)
                for member in members {
                    let channel = member % shape.channels
                    let value =
                        (Double(x[member]) - mean) / (variance + epsilon).squareRoot() * Double(scale[channel]) + Double(shift[channel])
                    out[member] = Float(activated(value, activation))
                }
            }
        }
        return out
    }

    private static func activated(_ x: Double, _ activation: Activation) -> Double {
        switch activation {
        case .identity: x
        case .relu: max(x, 0)
        case .relu6: min(max(x, 0), 6)
        case .silu: x / (1 + exp(-x))
        }
    }

    /// Calls `body` with every output position, the rows and columns of its window that lie in the maps, and where these begin.
    private static func forEachWindow(
        _ result: MapShape, _ shape: MapShape, _ window: Window, _ padding: Padding,
        _ body: (_ position: Int, _ rows: [Int], _ columns: [Int], _ at: (Int, Int) -> Int) -> Void
    ) {
        for position in 0..<result.positions {
            let (line, column) = position.quotientAndRemainder(dividingBy: result.width)
            let (sample, row) = line.quotientAndRemainder(dividingBy: result.height)
            let (top, left) = (row * window.stride - padding.top, column * window.stride - padding.left)
            body(
                position, (0..<window.height).filter { (0..<shape.height).contains(top + $0) },
                (0..<window.width).filter { (0..<shape.width).contains(left + $0) }
            ) { ((sample * shape.height + top + $0) * shape.width + left + $1) * shape.channels }
        }
    }
}

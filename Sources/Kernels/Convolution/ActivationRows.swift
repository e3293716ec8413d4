extension Activation {
    /// What the values are limited to; nil where that is not what happens to them.
    var bounds: (lower: Float, upper: Float)? {
        switch self {
        case .identity: (-.infinity, .infinity)
        case .relu: (0, .infinity)
        case .relu6: (0, 6)
        case .silu: nil
        }
    }
}

/// Applies `activation` to `rows` rows of `width` floats in place.
func activate(_ x: Out, _ activation: Activation, rows: Int, width: Int, stride: Int) {
    guard activation != .identity else { return }
    guard let (lower, upper) = activation.bounds else {
        for row in 0..<rows { siluForward(x + row * stride, In(x + row * stride), count: width) }
        return
    }
    for row in 0..<rows {
        let line = x + row * stride
        var i = 0
        while i + 16 <= width {
            line.store16(limited(In(line).load16(i), lower, upper), i)
            i = i + 16
        }
        while i < width {
            let value = line[i] < lower ? lower : line[i]
            line[i] = value > upper ? upper : value
            i = i + 1
        }
    }
}

/// NaN stays.
@inline(__always)
func limited(_ x: Float16x, _ lower: Float, _ upper: Float) -> Float16x {
    let value = x.replacing(with: lower, where: x .< lower)
    return value.replacing(with: upper, where: value .> upper)
}

@inline(__always)
func limited(_ x: Float8, _ lower: Float, _ upper: Float) -> Float8 {
    let value = x.replacing(with: lower, where: x .< lower)
    return value.replacing(with: upper, where: value .> upper)
}

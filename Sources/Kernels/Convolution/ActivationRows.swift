/// Applies `activation` to `rows` rows of `width` floats in place.
func activate(_ x: Out, _ activation: Activation, rows: Int, width: Int, stride: Int) {
    switch activation {
    case .identity: return
    case .relu: forEachElement(x, rows: rows, width: width, stride: stride) { $0.replacing(with: 0, where: $0 .< 0) }
    case .relu6:
        forEachElement(x, rows: rows, width: width, stride: stride) { value in
            let positive = value.replacing(with: 0, where: value .< 0)
            return positive.replacing(with: 6, where: positive .> 6)
        }
    case .silu: for row in 0..<rows { siluForward(x + row * stride, In(x + row * stride), count: width) }
    }
}

@inline(__always)
private func forEachElement(_ x: Out, rows: Int, width: Int, stride: Int, _ body: (Float8) -> Float8) {
    for row in 0..<rows {
        let line = x + row * stride
        forEachVector(width) { i in
            line.store8(body(line.load8(i)), i)
        } _: { i, lanes in
            line.store8(body(line.load8(i, count: lanes)), i, count: lanes)
        }
    }
}

/// Where a product goes: `out = product + bias + addend`, row strides in floats. The addend may be `out` itself.
@frozen public struct ProductTarget {
    public let out: Out
    public let stride: Int
    /// [columns], the same for every row.
    public var bias: In?
    public var addend: In?
    public var addendStride: Int

    @_alwaysEmitIntoClient @inline(__always)
    public init(out: Out, stride: Int, bias: In? = nil, addend: In? = nil, addendStride: Int = 0) {
        self.out = out
        self.stride = stride
        self.bias = bias
        self.addend = addend
        self.addendStride = addendStride
    }

    /// The same from a later row on.
    @_alwaysEmitIntoClient @inline(__always)
    public func from(_ row: Int) -> ProductTarget {
        ProductTarget(
            out: out + row * stride, stride: stride, bias: bias, addend: addend.map { $0 + row * addendStride },
            addendStride: addendStride)
    }

    /// What later blocks of the depth add to.
    @_alwaysEmitIntoClient @inline(__always)
    public var accumulating: ProductTarget {
        ProductTarget(out: out, stride: stride, addend: In(out), addendStride: stride)
    }

    /// Stores the part of `tile` [.., columns] that lies within the result.
    @_alwaysEmitIntoClient @inline(__always)
    public func storePart(_ tile: In, tileColumns: Int, row: Int, column: Int, rows: Int, columns: Int) {
        for i in 0..<rows {
            for j in 0..<columns {
                var value = tile[i * tileColumns + j]
                if let bias { value += bias[column + j] }
                if let addend { value += addend[(row + i) * addendStride + column + j] }
                out[(row + i) * stride + column + j] = value
            }
        }
    }
}

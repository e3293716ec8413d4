/// Six accumulators: six rows of a register tile, one vector wide.
@frozen public struct SixRows<Vector: SIMD & BitwiseCopyable> where Vector.Scalar == Float {
    public var (r0, r1, r2) = (Vector(), Vector(), Vector())
    public var (r3, r4, r5) = (Vector(), Vector(), Vector())

    @_alwaysEmitIntoClient @inline(__always)
    public init() {}

    /// `row i += left[i * stride] * v`.
    @_alwaysEmitIntoClient @inline(__always)
    public mutating func addProduct(_ left: In, _ stride: Int, _ v: Vector) {
        r0 = r0.addingProduct(Vector(repeating: left[0]), v)
        r1 = r1.addingProduct(Vector(repeating: left[stride]), v)
        r2 = r2.addingProduct(Vector(repeating: left[2 * stride]), v)
        r3 = r3.addingProduct(Vector(repeating: left[3 * stride]), v)
        r4 = r4.addingProduct(Vector(repeating: left[4 * stride]), v)
        r5 = r5.addingProduct(Vector(repeating: left[5 * stride]), v)
    }

    /// Stores rows from (row, column) of the target on, bias and addend added.
    @_alwaysEmitIntoClient @inline(__always)
    public func store(_ target: ProductTarget, _ row: Int, _ column: Int) {
        var rows = self
        if let bias = target.bias {
            let added: Vector = bias.loadVector(column)
            rows.r0 += added
            rows.r1 += added
            rows.r2 += added
            rows.r3 += added
            rows.r4 += added
            rows.r5 += added
        }
        let (out, stride) = (target.out + row * target.stride + column, target.stride)
        if let addend = target.addend {
            let (x, step) = (addend + row * target.addendStride + column, target.addendStride)
            rows.r0 += x.loadVector(0)
            rows.r1 += x.loadVector(step)
            rows.r2 += x.loadVector(2 * step)
            rows.r3 += x.loadVector(3 * step)
            rows.r4 += x.loadVector(4 * step)
            rows.r5 += x.loadVector(5 * step)
        }
        out.storeVector(rows.r0, 0)
        out.storeVector(rows.r1, stride)
        out.storeVector(rows.r2, 2 * stride)
        out.storeVector(rows.r3, 3 * stride)
        out.storeVector(rows.r4, 4 * stride)
        out.storeVector(rows.r5, 5 * stride)
    }
}

// Matrix products in double precision: both sides are packed, so that one loop serves every layout.

/// Where a block of a product goes: `out = product`, or `out += product` when `adds`; row stride in doubles.
@frozen public struct DoubleTarget {
    public let out: UnsafeMutablePointer<Double>
    public let stride: Int
    public let adds: Bool

    @_alwaysEmitIntoClient @inline(__always)
    public init(out: UnsafeMutablePointer<Double>, stride: Int, adds: Bool) {
        (self.out, self.stride, self.adds) = (out, stride, adds)
    }

    /// The same from a later element on.
    @_alwaysEmitIntoClient @inline(__always)
    public func from(_ row: Int, _ column: Int) -> DoubleTarget {
        DoubleTarget(out: out + row * stride + column, stride: stride, adds: adds)
    }

    /// Stores the first `rows` x `columns` of a tile whose rows are `tileColumns` long.
    @_alwaysEmitIntoClient @inline(__always)
    public func storePart(_ tile: UnsafePointer<Double>, tileColumns: Int, rows: Int, columns: Int) {
        for i in 0..<rows {
            for j in 0..<columns {
                let value = tile[i * tileColumns + j]
                out[i * stride + j] = adds ? value + out[i * stride + j] : value
            }
        }
    }
}

/// Six accumulators: six rows of a tile, eight columns wide.
@frozen public struct SixDoubleRows {
    public typealias Vector = SIMD8<Double>
    public var (r0, r1, r2) = (Vector(), Vector(), Vector())
    public var (r3, r4, r5) = (Vector(), Vector(), Vector())

    @_alwaysEmitIntoClient @inline(__always)
    public init() {}

    /// `row i += left[i] * v`.
    @_alwaysEmitIntoClient @inline(__always)
    public mutating func addProduct(_ left: UnsafePointer<Double>, _ v: Vector) {
        r0 = r0.addingProduct(Vector(repeating: left[0]), v)
        r1 = r1.addingProduct(Vector(repeating: left[1]), v)
        r2 = r2.addingProduct(Vector(repeating: left[2]), v)
        r3 = r3.addingProduct(Vector(repeating: left[3]), v)
        r4 = r4.addingProduct(Vector(repeating: left[4]), v)
        r5 = r5.addingProduct(Vector(repeating: left[5]), v)
    }

    @_alwaysEmitIntoClient @inline(__always)
    public func store(_ target: DoubleTarget) {
        var rows = self
        let (out, stride) = (target.out, target.stride)
        if target.adds {
            let x = UnsafePointer(out)
            rows.r0 += x.loadVector(0)
            rows.r1 += x.loadVector(stride)
            rows.r2 += x.loadVector(2 * stride)
            rows.r3 += x.loadVector(3 * stride)
            rows.r4 += x.loadVector(4 * stride)
            rows.r5 += x.loadVector(5 * stride)
        }
        out.storeVector(rows.r0, 0)
        out.storeVector(rows.r1, stride)
        out.storeVector(rows.r2, 2 * stride)
        out.storeVector(rows.r3, 3 * stride)
        out.storeVector(rows.r4, 4 * stride)
        out.storeVector(rows.r5, 5 * stride)
    }
}

/// A block of a product in double precision that is summed in registers, over the whole depth and in its order: as with
/// ``RegisterTile``, an element's bits do not depend on the tile.
public protocol DoubleTile {
    /// A multiple of six.
    static var rows: Int { get }
    /// A multiple of eight.
    static var columns: Int { get }
    /// - Parameters:
    ///   - left: packed `[rows / 6][depth][6]`.
    ///   - right: packed `[columns / 8][depth][8]`.
    static func multiply(_ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, depth: Int, to target: DoubleTarget)
}

/// `target (+)= left right` in tiles of type `T`, both sides packed as it reads them and padded to whole tiles.
///
/// Column panels are outside, rows inside: the panels of one tile stay in the first-level cache for all rows.
/// - Parameter edge: room for one tile, for those that overhang the result.
@_alwaysEmitIntoClient @inline(__always)
public func multiplyPacked<T: DoubleTile>(
    _: T.Type, _ target: DoubleTarget, _ left: UnsafePointer<Double>, rows: Int, _ right: UnsafePointer<Double>, columns: Int, depth: Int,
    edge: UnsafeMutablePointer<Double>
) {
    var column = 0
    while column < columns {
        let panel = right + column * depth
        var row = 0
        while row < rows {
            let place = target.from(row, column)
            if row + T.rows <= rows, column + T.columns <= columns {
                T.multiply(left + row * depth, panel, depth: depth, to: place)
            } else {
                T.multiply(left + row * depth, panel, depth: depth, to: DoubleTarget(out: edge, stride: T.columns, adds: false))
                place.storePart(
                    UnsafePointer(edge), tileColumns: T.columns, rows: min(T.rows, rows - row), columns: min(T.columns, columns - column))
            }
            row = row + T.rows
        }
        column = column + T.columns
    }
}

extension UnsafePointer where Pointee == Double {
    @_alwaysEmitIntoClient @inline(__always)
    public func loadVector<V: SIMD & BitwiseCopyable>(_ offset: Int, as: V.Type = V.self) -> V where V.Scalar == Double {
        UnsafeRawPointer(self + offset).loadUnaligned(as: V.self)
    }
}

extension UnsafeMutablePointer where Pointee == Double {
    @_alwaysEmitIntoClient @inline(__always)
    public func storeVector<V: SIMD & BitwiseCopyable>(_ vector: V, _ offset: Int) where V.Scalar == Double {
        UnsafeMutableRawPointer(self + offset).storeBytes(of: vector, as: V.self)
    }
}

// The vector vocabulary of the kernels. What is avoided here is avoided on purpose: `.rounded()`, `.clamped()`,
// `.squareRoot()`, `SIMD8<Int32>(_:rounding:)` and `pointwiseMin/Max` become one call per lane on Linux.

typealias Float8 = SIMD8<Float>
typealias Int8x = SIMD8<Int32>
typealias Float16x = SIMD16<Float>

extension UnsafePointer where Pointee == Float {
    @inline(__always)
    func load16(_ offset: Int) -> Float16x { UnsafeRawPointer(self + offset).loadUnaligned(as: Float16x.self) }
}

extension UnsafeMutablePointer where Pointee == Float {
    @inline(__always)
    func store16(_ vector: Float16x, _ offset: Int) {
        UnsafeMutableRawPointer(self + offset).storeBytes(of: vector, as: Float16x.self)
    }
}

extension UnsafePointer where Pointee == Float {
    @inline(__always)
    func load8(_ offset: Int) -> Float8 { UnsafeRawPointer(self + offset).loadUnaligned(as: Float8.self) }

    /// The `count` (1-7) floats at `offset` in the low lanes, zero in the others.
    @inline(__always)
    func load8(_ offset: Int, count: Int) -> Float8 {
        var vector = Float8()
        for lane in 0..<count { vector[lane] = self[offset + lane] }
        return vector
    }
}

extension UnsafePointer where Pointee == Float {
    /// The `lanes` (1-8) floats at `offset`, zero in the other lanes.
    @inline(__always)
    func load(_ offset: Int, _ lanes: Int) -> Float8 {
        lanes == 8 ? load8(offset) : load8(offset, count: lanes)
    }
}

extension UnsafeMutablePointer where Pointee == Float {
    /// The `lanes` (1-8) floats at `offset`, zero in the other lanes.
    @inline(__always)
    func load(_ offset: Int, _ lanes: Int) -> Float8 { UnsafePointer(self).load(offset, lanes) }

    /// Stores the `lanes` (1-8) low lanes.
    @inline(__always)
    func store(_ vector: Float8, _ offset: Int, _ lanes: Int) {
        if lanes == 8 { store8(vector, offset) } else { store8(vector, offset, count: lanes) }
    }

    @inline(__always)
    func load8(_ offset: Int) -> Float8 { UnsafeRawPointer(self + offset).loadUnaligned(as: Float8.self) }

    @inline(__always)
    func load8(_ offset: Int, count: Int) -> Float8 { UnsafePointer(self).load8(offset, count: count) }

    @inline(__always)
    func store8(_ vector: Float8, _ offset: Int) {
        UnsafeMutableRawPointer(self + offset).storeBytes(of: vector, as: Float8.self)
    }

    /// Stores the `count` (1-7) low lanes.
    @inline(__always)
    func store8(_ vector: Float8, _ offset: Int, count: Int) {
        for lane in 0..<count { self[offset + lane] = vector[lane] }
    }
}

extension Float8 {
    /// The sum of the lanes, as a tree.
    @inline(__always)
    var laneSum: Float {
        let four = lowHalf + highHalf
        let two = four.lowHalf + four.highHalf
        return two.x + two.y
    }

    /// The greatest lane.
    @inline(__always)
    var laneMaximum: Float {
        let four = lowHalf.replacing(with: highHalf, where: lowHalf .< highHalf)
        let two = four.lowHalf.replacing(with: four.highHalf, where: four.lowHalf .< four.highHalf)
        return two.x < two.y ? two.y : two.x
    }

    @inline(__always)
    func maximum(_ other: Float8) -> Float8 { replacing(with: other, where: self .< other) }

    /// The low `count` lanes, zero in the others.
    @inline(__always)
    func keeping(_ count: Int) -> Float8 {
        replacing(with: 0, where: Int8x(0, 1, 2, 3, 4, 5, 6, 7) .>= Int32(truncatingIfNeeded: count))
    }
}

/// Calls `full(i)` for every whole vector of `0..<count` and `partial(i, lanes)` for the rest. Both must do the same
/// arithmetic, so that an element's bits do not depend on where the tail begins.
@inline(__always)
func forEachVector(_ count: Int, _ full: (Int) -> Void, _ partial: (Int, Int) -> Void) {
    var i = 0
    while i + 8 <= count {
        full(i)
        i = i + 8
    }
    if i < count { partial(i, count - i) }
}

/// Calls `body(i, lanes)` for every vector of `first..<count`, `lanes` being 8 but for the last. For bodies of much
/// arithmetic: it is compiled once, and the test for a full vector in each `load` and `store` costs nothing beside it.
@inline(__always)
func forEachVector(_ count: Int, from first: Int = 0, _ body: (Int, Int) -> Void) {
    var i = first
    while i < count {
        body(i, min(8, count - i))
        i = i + 8
    }
}

/// The sum of the vectors `full(i)` and `partial(i, lanes)` over `0..<count`, in four accumulators and then a tree:
/// the order depends on `count` only. Unused lanes of `partial` must be zero.
@inline(__always)
func sumOfVectors(_ count: Int, _ full: (Int) -> Float8, _ partial: (Int, Int) -> Float8) -> Float {
    var (a, b, c, d) = (Float8(), Float8(), Float8(), Float8())
    var i = 0
    while i + 32 <= count {
        a += full(i)
        b += full(i + 8)
        c += full(i + 16)
        d += full(i + 24)
        i = i + 32
    }
    while i + 8 <= count {
        a += full(i)
        i = i + 8
    }
    if i < count { b += partial(i, count - i) }
    return ((a + b) + (c + d)).laneSum
}

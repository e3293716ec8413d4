/// What the elementary functions ask of a vector, lane by lane. Comparisons and integer arithmetic of generic vectors go through one call
/// per lane, so each width spells them out.
public protocol FloatVector: SIMD, BitwiseCopyable where Scalar == Float {
    func atLeast(_ limit: Float) -> Self
    func atMost(_ limit: Float) -> Self
    func zero(whereBelow limit: Float, _ other: Self) -> Self
    func replaced(by value: Self, wherePositive other: Self) -> Self
    var magnitudes: Self { get }
    /// The low bits of `bits` are the power, which is added to the exponent.
    func timesPowerOfTwo(_ bits: Self) -> Self
}

extension SIMD8<Float>: FloatVector {
    @_alwaysEmitIntoClient @inline(__always)
    public func atLeast(_ limit: Float) -> Self { replacing(with: limit, where: self .< limit) }

    @_alwaysEmitIntoClient @inline(__always)
    public func atMost(_ limit: Float) -> Self { replacing(with: limit, where: self .> limit) }

    @_alwaysEmitIntoClient @inline(__always)
    public func zero(whereBelow limit: Float, _ other: Self) -> Self { replacing(with: 0, where: other .< limit) }

    @_alwaysEmitIntoClient @inline(__always)
    public func replaced(by value: Self, wherePositive other: Self) -> Self { replacing(with: value, where: other .> 0) }

    @_alwaysEmitIntoClient @inline(__always)
    public var magnitudes: Self { unsafeBitCast(unsafeBitCast(self, to: SIMD8<Int32>.self) & 0x7fff_ffff, to: Self.self) }

    @_alwaysEmitIntoClient @inline(__always)
    public func timesPowerOfTwo(_ bits: Self) -> Self {
        let exponent = unsafeBitCast(bits, to: SIMD8<Int32>.self) &<< 23
        return unsafeBitCast(unsafeBitCast(self, to: SIMD8<Int32>.self) &+ exponent, to: Self.self)
    }
}

extension SIMD16<Float>: FloatVector {
    @_alwaysEmitIntoClient @inline(__always)
    public func atLeast(_ limit: Float) -> Self { replacing(with: limit, where: self .< limit) }

    @_alwaysEmitIntoClient @inline(__always)
    public func atMost(_ limit: Float) -> Self { replacing(with: limit, where: self .> limit) }

    @_alwaysEmitIntoClient @inline(__always)
    public func zero(whereBelow limit: Float, _ other: Self) -> Self { replacing(with: 0, where: other .< limit) }

    @_alwaysEmitIntoClient @inline(__always)
    public func replaced(by value: Self, wherePositive other: Self) -> Self { replacing(with: value, where: other .> 0) }

    @_alwaysEmitIntoClient @inline(__always)
    public var magnitudes: Self { unsafeBitCast(unsafeBitCast(self, to: SIMD16<Int32>.self) & 0x7fff_ffff, to: Self.self) }

    @_alwaysEmitIntoClient @inline(__always)
    public func timesPowerOfTwo(_ bits: Self) -> Self {
        let exponent = unsafeBitCast(bits, to: SIMD16<Int32>.self) &<< 23
        return unsafeBitCast(unsafeBitCast(self, to: SIMD16<Int32>.self) &+ exponent, to: Self.self)
    }
}

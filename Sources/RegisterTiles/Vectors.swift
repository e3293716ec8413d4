// Unaligned vector access. Everything in this module is inlined into the module that uses it and compiled with that module's
// instructions: a symbol of its own could be called from code for another CPU.

/// What a kernel reads: a row-major float array whose shape the function states.
public typealias In = UnsafePointer<Float>

/// Where a kernel writes: a row-major float array whose shape the function states.
public typealias Out = UnsafeMutablePointer<Float>

extension UnsafePointer where Pointee == Float {
    @_alwaysEmitIntoClient @inline(__always)
    public func loadVector<V: SIMD & BitwiseCopyable>(_ offset: Int, as: V.Type = V.self) -> V where V.Scalar == Float {
        UnsafeRawPointer(self + offset).loadUnaligned(as: V.self)
    }
}

extension UnsafeMutablePointer where Pointee == Float {
    @_alwaysEmitIntoClient @inline(__always)
    public func storeVector<V: SIMD & BitwiseCopyable>(_ vector: V, _ offset: Int) where V.Scalar == Float {
        UnsafeMutableRawPointer(self + offset).storeBytes(of: vector, as: V.self)
    }
}

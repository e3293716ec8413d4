import Testing

@testable import Kernels

/// Standard normal values, a function of `seed`.
func noise(_ count: Int, _ seed: UInt64) -> FloatBuffer {
    let buffer = FloatBuffer(count: count)
    fillNormal(buffer.pointer, count: count, key: RandomKey(seed: seed, purpose: .other))
    return buffer
}

/// ||a - b|| / ||b||, in Double. NaN anywhere makes it NaN, which fails every comparison.
func relativeError(_ a: FloatBuffer, _ b: FloatBuffer) -> Double {
    precondition(a.count == b.count)
    var (difference, size) = (0.0, 0.0)
    for i in 0..<a.count {
        let (x, y) = (Double(a[i]), Double(b[i]))
        difference += (x - y) * (x - y)
        size += y * y
    }
    return size == 0 ? difference.squareRoot() : (difference / size).squareRoot()
}

func copy(_ buffer: FloatBuffer) -> FloatBuffer { FloatBuffer(buffer.array) }

func bits(_ buffer: FloatBuffer) -> [UInt32] { buffer.array.map(\.bitPattern) }

func dotProduct(_ a: FloatBuffer, _ b: FloatBuffer) -> Double {
    var total = 0.0
    for i in 0..<a.count { total += Double(a[i]) * Double(b[i]) }
    return total
}

/// Compares `gradient` with the central difference of `loss` along a random direction through `variable`.
///
/// `loss` must be computed in `Double` accumulation from the kernel's float output. The returned number is the error
/// relative to the larger of the two slopes.
func directionalError(_ variable: FloatBuffer, gradient: FloatBuffer, seed: UInt64, loss: () -> Double) -> Double {
    let direction = noise(variable.count, seed)
    let saved = copy(variable)
    let step: Float = 1e-2
    func moved(_ factor: Float) -> Double {
        for i in 0..<variable.count { variable[i] = saved[i] + factor * direction[i] }
        return loss()
    }
    // Fourth order, so that a step large enough for float32 has no visible error of its own.
    let slope = (8 * (moved(step) - moved(-step)) - (moved(2 * step) - moved(-2 * step))) / (12 * Double(step))
    variable.copy(from: saved)
    let expected = dotProduct(gradient, direction)
    return abs(slope - expected) / max(abs(slope), abs(expected), 1e-3)
}

func isFinite(_ buffer: FloatBuffer) -> Bool { buffer.array.allSatisfy { $0.isFinite } }

/// The singular values of a matrix of two diagonals, by QR steps with implicit shifts, and without one where a small value would lose
/// its digits.
///
/// Only values are wanted, so a block that is graded the other way is turned around (which transposes it) instead of being swept upwards.
///
/// Source: Demmel & Kahan, "Accurate singular values of bidiagonal matrices", SIAM J. Sci. Stat. Comput. 11 (1990); stopping criteria of
/// LAPACK's dbdsqr.
struct BidiagonalSpectrum {
    /// [count]: becomes the singular values but for their signs and order.
    private let diagonal: UnsafeMutablePointer<Double>
    /// [count - 1], above the diagonal: becomes zero.
    private let upper: UnsafeMutablePointer<Double>
    private let count: Int

    /// Half a unit in the last place of 1, and how exact values are meant to become.
    private static let rounding = Double.ulpOfOne / 2
    private static let tolerance = 10 * rounding

    init(diagonal: UnsafeMutablePointer<Double>, upper: UnsafeMutablePointer<Double>, count: Int) {
        (self.diagonal, self.upper, self.count) = (diagonal, upper, count)
    }

    /// False when it does not converge.
    mutating func iterate() -> Bool {
        let negligible = threshold
        var high = count - 1
        var (lastLow, lastHigh) = (count, -1)
        var effort = 0
        while high > 0 {
            guard effort <= 6 * count * count else { return false }
            guard let (low, greatest) = block(endingAt: high, negligible) else {
                high -= 1
                continue
            }
            if low == high - 1 {
                (diagonal[high], diagonal[low]) = pair(diagonal[low], upper[low], diagonal[high])
                upper[low] = 0
                high = low
                continue
            }
            if low > lastHigh || high < lastLow, abs(diagonal[low]) < abs(diagonal[high]) { turn(low, high) }
            guard let smallest = smallestUnlessSplit(low, high) else { continue }
            (lastLow, lastHigh) = (low, high)
            effort += high - low
            if let shift = shift(low, high, smallest: smallest, greatest: greatest) {
                sweep(low, high, shift: shift)
            } else {
                sweepWithoutShift(low, high)
            }
            if abs(upper[high - 1]) <= negligible { upper[high - 1] = 0 }
        }
        return true
    }

    /// What an element above the diagonal may be to count as zero: small beside a lower bound of the smallest value.
    private var threshold: Double {
        var bound = abs(diagonal[0])
        var least = bound
        for place in 1..<max(count, 1) where least > 0 {
            bound = abs(diagonal[place]) * (bound / (bound + abs(upper[place - 1])))
            least = min(least, bound)
        }
        return max(Self.tolerance * (least / Double(count).squareRoot()), 0x1p-900)
    }

    /// Where the unreduced block that ends at `high` begins, and its largest element; nil when it is a single value.
    private func block(endingAt high: Int, _ negligible: Double) -> (low: Int, greatest: Double)? {
        var greatest = abs(diagonal[high])
        var low = high
        while low > 0 {
            let above = abs(upper[low - 1])
            if above <= negligible {
                upper[low - 1] = 0
                break
            }
            low -= 1
            greatest = max(greatest, abs(diagonal[low]), above)
        }
        return low == high ? nil : (low, greatest)
    }

    private func turn(_ low: Int, _ high: Int) {
        for offset in 0..<(high - low + 1) / 2 {
            (diagonal[low + offset], diagonal[high - offset]) = (diagonal[high - offset], diagonal[low + offset])
        }
        for offset in 0..<(high - low) / 2 {
            (upper[low + offset], upper[high - 1 - offset]) = (upper[high - 1 - offset], upper[low + offset])
        }
    }

    /// A lower bound of the block's smallest value; nil when an element was small enough beside its neighbours to be set to zero.
    private func smallestUnlessSplit(_ low: Int, _ high: Int) -> Double? {
        if abs(upper[high - 1]) <= Self.tolerance * abs(diagonal[high]) {
            upper[high - 1] = 0
            return nil
        }
        var bound = abs(diagonal[low])
        var smallest = bound
        for place in low..<high {
            if abs(upper[place]) <= Self.tolerance * bound {
                upper[place] = 0
                return nil
            }
            bound = abs(diagonal[place + 1]) * (bound / (bound + abs(upper[place])))
            smallest = min(smallest, bound)
        }
        return smallest
    }

    /// The smaller singular value of the block's last two rows; nil when it would spoil small values or is nothing.
    private func shift(_ low: Int, _ high: Int, smallest: Double, greatest: Double) -> Double? {
        let hurts = Double(count) * Self.tolerance * (smallest / greatest) <= max(Self.rounding, 0.01 * Self.tolerance)
        if hurts { return nil }
        let shift = pair(diagonal[high - 1], upper[high - 1], diagonal[high]).smaller
        let ratio = shift / abs(diagonal[low])
        return ratio * ratio < Self.rounding ? nil : shift
    }

    private func sweep(_ low: Int, _ high: Int, shift: Double) {
        let head = diagonal[low]
        var f = (abs(head) - shift) * ((head < 0 ? -1 : 1) + shift / head)
        var g = upper[low]
        for place in low..<high {
            let right = Rotation(f, g)
            if place > low { upper[place - 1] = right.length }
            (f, upper[place]) = right.turned(diagonal[place], upper[place])
            g = right.sine * diagonal[place + 1]
            diagonal[place + 1] = right.cosine * diagonal[place + 1]
            let left = Rotation(f, g)
            diagonal[place] = left.length
            (f, diagonal[place + 1]) = left.turned(upper[place], diagonal[place + 1])
            if place < high - 1 {
                g = left.sine * upper[place + 1]
                upper[place + 1] = left.cosine * upper[place + 1]
            }
        }
        upper[high - 1] = f
    }

    private func sweepWithoutShift(_ low: Int, _ high: Int) {
        var cosine = 1.0
        var (lastCosine, lastSine) = (1.0, 0.0)
        for place in low..<high {
            let right = Rotation(diagonal[place] * cosine, upper[place])
            if place > low { upper[place - 1] = lastSine * right.length }
            let left = Rotation(lastCosine * right.length, diagonal[place + 1] * right.sine)
            diagonal[place] = left.length
            (cosine, lastCosine, lastSine) = (right.cosine, left.cosine, left.sine)
        }
        let last = diagonal[high] * cosine
        diagonal[high] = last * lastCosine
        upper[high - 1] = last * lastSine
    }
}

/// `(cosine, sine)` turns `(f, g)` to `(length, 0)`.
private struct Rotation {
    let (cosine, sine, length): (Double, Double, Double)

    @inline(__always)
    init(_ f: Double, _ g: Double) {
        guard g != 0 else {
            (cosine, sine, length) = (1, 0, f)
            return
        }
        guard f != 0 else {
            (cosine, sine, length) = (0, 1, g)
            return
        }
        let squares = (f * f).addingProduct(g, g)
        if squares > 0x1p-960 {
            let root = squares.squareRoot()
            (cosine, sine, length) = (f / root, g / root, root)
        } else {
            // Their squares have lost digits. Values are around 1 at the start, never too large.
            let (x, y) = (f * 0x1p600, g * 0x1p600)
            let root = (x * x + y * y).squareRoot()
            (cosine, sine, length) = (x / root, y / root, root * 0x1p-600)
        }
    }

    @inline(__always)
    func turned(_ x: Double, _ y: Double) -> (Double, Double) {
        ((cosine * x).addingProduct(sine, y), (cosine * y).addingProduct(-sine, x))
    }
}

/// The singular values of the triangle `[f, g; 0, h]`, exact to a few units in the last place. As LAPACK's dlas2.
private func pair(_ f: Double, _ g: Double, _ h: Double) -> (smaller: Double, larger: Double) {
    let (least, most, off) = (min(abs(f), abs(h)), max(abs(f), abs(h)), abs(g))
    if least == 0 {
        guard most > 0 else { return (0, off) }
        let ratio = min(most, off) / max(most, off)
        return (0, max(most, off) * (1 + ratio * ratio).squareRoot())
    }
    let (sum, difference) = (1 + least / most, (most - least) / most)
    if off < most {
        let square = (off / most) * (off / most)
        let factor = 2 / ((sum * sum + square).squareRoot() + (difference * difference + square).squareRoot())
        return (least * factor, most / factor)
    }
    let ratio = most / off
    guard ratio > 0 else { return (least * most / off, off) }
    let (x, y) = (sum * ratio, difference * ratio)
    let factor = 1 / ((1 + x * x).squareRoot() + (1 + y * y).squareRoot())
    return (2 * (least * factor * ratio), off / (factor + factor))
}

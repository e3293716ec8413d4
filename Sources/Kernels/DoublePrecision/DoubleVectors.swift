import RegisterTiles

// Vectors of doubles. Orders of summation depend on lengths only. Padded ones are whole vectors of eight, zero where nothing stands.

typealias Double8 = SIMD8<Double>

extension Double8 {
    /// The sum of the lanes, as a tree.
    @inline(__always)
    var laneSum: Double {
        let four = lowHalf + highHalf
        let two = four.lowHalf + four.highHalf
        return two.x + two.y
    }
}

/// The sum of `x[i] * y[i]` over `count` elements of any alignment.
@inline(__always)
func dotProduct(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int) -> Double {
    var (a, b) = (Double8(), Double8())
    var i = 0
    while i + 16 <= count {
        a = a.addingProduct(x.loadVector(i), y.loadVector(i))
        b = b.addingProduct(x.loadVector(i + 8), y.loadVector(i + 8))
        i = i + 16
    }
    if i + 8 <= count {
        a = a.addingProduct(x.loadVector(i), y.loadVector(i))
        i = i + 8
    }
    var sum = (a + b).laneSum
    while i < count {
        sum = sum.addingProduct(x[i], y[i])
        i = i + 1
    }
    return sum
}

/// `y[i] += factor * x[i]` over `count` elements of any alignment.
@inline(__always)
func addMultiple(_ y: UnsafeMutablePointer<Double>, _ factor: Double, _ x: UnsafePointer<Double>, count: Int) {
    let factors = Double8(repeating: factor)
    var i = 0
    while i + 8 <= count {
        let before: Double8 = UnsafePointer(y).loadVector(i)
        y.storeVector(before.addingProduct(factors, x.loadVector(i)), i)
        i = i + 8
    }
    while i < count {
        y[i] = y[i].addingProduct(factor, x[i])
        i = i + 1
    }
}

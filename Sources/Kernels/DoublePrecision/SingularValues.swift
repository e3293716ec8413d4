import RegisterTiles

/// The `min(rows, columns)` singular values, falling, of a row-major [rows, columns] matrix; nil when it holds a NaN
/// or an infinity, or when the iteration does not converge.
///
/// Each is exact to about ten units in the last place of the largest. By Householder reflections to two diagonals, then QR steps on these.
/// - Precondition: `matrix.count == rows * columns`.
/// Source: Golub & Van Loan, "Matrix Computations" (2013), section 5.4.8.
public func singularValues(_ matrix: [Double], rows: Int, columns: Int) -> [Double]? {
    precondition(matrix.count == rows * columns, "\(matrix.count) elements for \(rows) x \(columns)")
    guard rows > 0, columns > 0 else { return [] }
    // NaN is no maximum, so it is asked for by itself.
    guard matrix.allSatisfy(\.isFinite) else { return nil }
    let greatest = matrix.reduce(0) { max($0, abs($1)) }
    let count = min(rows, columns)
    guard greatest > 0 else { return Array(repeating: 0, count: count) }
    // A power of two, so nothing is rounded; squares neither overflow nor vanish then.
    let exponent = max(-1000, min(1000, Int(greatest.exponent)))
    let scale = Double(sign: .plus, exponent: -exponent, significand: 1)

    let length = roundUp(max(rows, columns), 8)
    let padded = roundUp(count, 8)
    let room = count * length + length + 4 * padded
    return withUnsafeTemporaryAllocation(byteCount: room * MemoryLayout<Double>.stride, alignment: 64) { memory -> [Double]? in
        let vectors = memory.baseAddress!.bindMemory(to: Double.self, capacity: room)
        // The longer side lies along the vectors.
        for vector in 0..<count {
            let out = vectors + vector * length
            for place in 0..<max(rows, columns) {
                out[place] = matrix[rows < columns ? vector * columns + place : place * columns + vector] * scale
            }
            for place in max(rows, columns)..<length { out[place] = 0 }
        }
        let work = vectors + count * length
        let (diagonal, upper) = (work + length, work + length + padded)
        bidiagonalise(
            vectors, count: count, length: length, diagonal: diagonal, upper: upper, image: work, row: upper + padded,
            factors: upper + 2 * padded, padded: padded)
        var spectrum = BidiagonalSpectrum(diagonal: diagonal, upper: upper, count: count)
        guard spectrum.iterate() else { return nil }
        return (0..<count).map { abs(diagonal[$0]) / scale }.sorted(by: >)
    }
}

/// Reduces the matrix whose columns are `vectors` [count, length] to the diagonals `diagonal` [count] and `upper` [count - 1] by
/// reflections from both sides. The vectors are overwritten.
///
/// A reflection from the right is applied to a vector together with the next one from the left, so a step reads the matrix twice and
/// writes it once.
/// - Parameters:
///   - length: a multiple of eight, at least `count`; vectors are zero where the matrix has no rows.
///   - image, row, factors: work space of `length`, `padded` and `padded`.
///   - padded: `count`, rounded up to a multiple of eight.
private func bidiagonalise(
    _ vectors: UnsafeMutablePointer<Double>, count: Int, length: Int, diagonal: UnsafeMutablePointer<Double>,
    upper: UnsafeMutablePointer<Double>, image: UnsafeMutablePointer<Double>, row: UnsafeMutablePointer<Double>,
    factors: UnsafeMutablePointer<Double>, padded: Int
) {
    image.update(repeating: 0, count: length)
    row.update(repeating: 0, count: padded)
    factors.update(repeating: 0, count: padded)
    for step in 0..<count {
        // Whole vectors of eight, from the one that holds this step's place: what lies before it is zero in all that is added.
        let start = step & ~7
        let own = vectors + step * length
        addMultiple(own + start, -factors[step], image + start, count: length - start)
        let left = Reflection(own, first: step, start: start, end: length)
        diagonal[step] = left.value
        for other in step + 1..<count {
            let vector = vectors + other * length
            let product = addMultipleAndProject(vector, -factors[other], image, onto: own, start: start, end: length)
            addMultiple(vector + start, -left.factor * product, own + start, count: length - start)
            row[other] = vector[step]
        }
        guard step + 1 < count else { break }
        let right = Reflection(row, first: step + 1, start: (step + 1) & ~7, end: padded)
        upper[step] = right.value
        combine(image, vectors, row, step + 1..<count, length: length, start: start)
        for place in start...step { image[place] = 0 }
        for other in step + 1..<count { factors[other] = right.factor * row[other] }
    }
}

/// `I - factor v vᵀ`, which maps a vector to `value` times the unit vector of its first place.
private struct Reflection {
    let value: Double
    let factor: Double

    /// Of `x[first..<end]`, which becomes `v`, 1 at `first`; `x[start..<first]` becomes zero.
    @inline(__always)
    init(_ x: UnsafeMutablePointer<Double>, first: Int, start: Int, end: Int) {
        for place in start..<first { x[place] = 0 }
        let head = x[first]
        x[first] = 0
        let squares = dotProduct(x + start, x + start, count: end - start)
        // The matrix has elements around 1: what is below 1e-135 beside them, squares without all their digits, is nothing.
        if squares > 0x1p-900 {
            let length = (head * head + squares).squareRoot()
            value = head < 0 ? length : -length
            factor = (value - head) / value
            let inverse = Double8(repeating: 1 / (head - value))
            var place = start
            while place < end {
                x.storeVector(UnsafePointer(x).loadVector(place) * inverse, place)
                place = place + 8
            }
        } else {
            for place in start..<end { x[place] = 0 }
            (value, factor) = (head, 0)
        }
        x[first] = 1
    }
}

/// `vector += factor * image`, and its inner product with `direction` then; from `start` to `end`, multiples of eight.
@inline(__always)
private func addMultipleAndProject(
    _ vector: UnsafeMutablePointer<Double>, _ factor: Double, _ image: UnsafePointer<Double>, onto direction: UnsafePointer<Double>,
    start: Int, end: Int
) -> Double {
    let factors = Double8(repeating: factor)
    var (a, b) = (Double8(), Double8())
    @inline(__always) func moved(_ place: Int) -> Double8 {
        let before: Double8 = UnsafePointer(vector).loadVector(place)
        let after = before.addingProduct(factors, image.loadVector(place))
        vector.storeVector(after, place)
        return after
    }
    var place = start
    while place + 16 <= end {
        a = a.addingProduct(moved(place), direction.loadVector(place))
        b = b.addingProduct(moved(place + 8), direction.loadVector(place + 8))
        place = place + 16
    }
    if place < end { a = a.addingProduct(moved(place), direction.loadVector(place)) }
    return (a + b).laneSum
}

/// `out = sum of weights[i] * vectors[i]` over `range`, in its order; from `start` on.
@inline(__always)
private func combine(
    _ out: UnsafeMutablePointer<Double>, _ vectors: UnsafePointer<Double>, _ weights: UnsafePointer<Double>, _ range: Range<Int>,
    length: Int, start: Int
) {
    (out + start).update(repeating: 0, count: length - start)
    var index = range.lowerBound
    while index + 4 <= range.upperBound {
        let x = vectors + index * length
        let (f0, f1) = (Double8(repeating: weights[index]), Double8(repeating: weights[index + 1]))
        let (f2, f3) = (Double8(repeating: weights[index + 2]), Double8(repeating: weights[index + 3]))
        var place = start
        while place < length {
            var sum: Double8 = UnsafePointer(out).loadVector(place)
            sum = sum.addingProduct(f0, x.loadVector(place))
            sum = sum.addingProduct(f1, x.loadVector(place + length))
            sum = sum.addingProduct(f2, x.loadVector(place + 2 * length))
            sum = sum.addingProduct(f3, x.loadVector(place + 3 * length))
            out.storeVector(sum, place)
            place = place + 8
        }
        index = index + 4
    }
    while index < range.upperBound {
        addMultiple(out + start, weights[index], vectors + index * length + start, count: length - start)
        index = index + 1
    }
}

import RegisterTiles

/// The solutions `x` of `matrix · x = side` for a symmetric positive definite [size, size] matrix and every row of `sides`
/// [count, size]; nil when the matrix is not positive definite or holds a NaN. By Cholesky's factorisation.
/// - Returns: [count, size].
/// - Precondition: `matrix.count == size * size`, of which the lower triangle is read; `sides.count` is a multiple of `size >= 1`.
public func solvePositiveDefinite(_ matrix: [Double], size: Int, _ sides: [Double]) -> [Double]? {
    precondition(size >= 1 && matrix.count == size * size, "\(matrix.count) elements for a square of \(size)")
    precondition(sides.count.isMultiple(of: size), "\(sides.count) values in rows of \(size)")
    guard matrix.allSatisfy(\.isFinite) else { return nil }
    guard !sides.isEmpty else { return [] }
    var (factor, solutions) = (matrix, sides)
    let isDefinite = factor.withUnsafeMutableBufferPointer { factorise($0.baseAddress!, size: size) }
    guard isDefinite else { return nil }
    let negated = factor.map { -$0 }
    factor.withUnsafeBufferPointer { factor in
        negated.withUnsafeBufferPointer { negated in
            solutions.withUnsafeMutableBufferPointer { solutions in
                solve(factor.baseAddress!, negated.baseAddress!, size: size, solutions.baseAddress!, count: sides.count / size)
            }
        }
    }
    return solutions
}

/// Columns of a factor that are finished together.
private let blockColumns = 64

/// The lower triangle becomes `L` with `matrix = L Lᵀ`; false when the matrix is not positive definite. Left-looking: a block of columns
/// first takes the products of all columns before it.
private func factorise(_ matrix: UnsafeMutablePointer<Double>, size: Int) -> Bool {
    var negated = [Double](repeating: 0, count: min(blockColumns, size) * size)
    for first in stride(from: 0, to: size, by: blockColumns) {
        let (end, below) = (min(first + blockColumns, size), matrix + first * size)
        for row in 0..<end - first {
            for column in 0..<first { negated[row * first + column] = -below[row * size + column] }
        }
        negated.withUnsafeBufferPointer { negated in
            doubleProduct(
                DoubleTarget(out: below + first, stride: size, adds: true), DoubleOperand(pointer: below, across: size, along: 1),
                DoubleOperand(pointer: negated.baseAddress!, across: first, along: 1), m: size - first, n: end - first, k: first)
        }
        for row in first..<size {
            let own = matrix + row * size
            for column in first..<min(end, row + 1) {
                let other = matrix + column * size
                let left = own[column] - dotProduct(own + first, other + first, count: column - first)
                if column < row {
                    own[column] = left / other[column]
                } else {
                    guard left > 0 else { return false }
                    own[column] = left.squareRoot()
                }
            }
        }
    }
    return true
}

/// Overwrites `sides` [count, size] with the solutions: first of `L y = side`, then of `Lᵀ x = y`. What other blocks add to a block of
/// unknowns is one product for all sides.
private func solve(
    _ factor: UnsafePointer<Double>, _ negated: UnsafePointer<Double>, size: Int, _ sides: UnsafeMutablePointer<Double>, count: Int
) {
    let starts = stride(from: 0, to: size, by: blockColumns)
    func add(_ first: Int, _ end: Int, from other: Int, _ weights: DoubleOperand, _ depth: Int) {
        doubleProduct(
            DoubleTarget(out: sides + first, stride: size, adds: true), DoubleOperand(pointer: sides + other, across: size, along: 1),
            weights,
            m: count, n: end - first, k: depth)
    }
    for first in starts {
        let end = min(first + blockColumns, size)
        add(first, end, from: 0, DoubleOperand(pointer: negated + first * size, across: size, along: 1), first)
        for side in stride(from: sides, to: sides + count * size, by: size) {
            for row in first..<end {
                let own = factor + row * size
                side[row] = (side[row] - dotProduct(own + first, side + first, count: row - first)) / own[row]
            }
        }
    }
    for first in starts.reversed() {
        let end = min(first + blockColumns, size)
        add(first, end, from: end, DoubleOperand(pointer: negated + end * size + first, across: 1, along: size), size - end)
        for side in stride(from: sides, to: sides + count * size, by: size) {
            for row in (first..<end).reversed() {
                let own = factor + row * size
                side[row] /= own[row]
                addMultiple(side + first, -side[row], own + first, count: row - first)
            }
        }
    }
}

/// Rows `F` [rank, size] with `Fᵀ F` equal to a symmetric positive semidefinite [size, size] matrix, but for rounding; nil when the
/// matrix holds a NaN or an infinity.
///
/// By Cholesky's factorisation with the largest remaining diagonal element as the pivot. It ends when that is only rounding: at most
/// `size` units in the last place of the largest element of the diagonal. So `rank` is the numerical rank, and zero rows do not occur.
/// - Precondition: `matrix.count == size * size`.
/// Source: Higham, "Accuracy and Stability of Numerical Algorithms" (2002), section 10.3.
public func semidefiniteFactor(_ matrix: [Double], size: Int) -> [Double]? {
    precondition(matrix.count == size * size, "\(matrix.count) elements for a square of \(size)")
    guard matrix.allSatisfy(\.isFinite) else { return nil }
    // What the rows so far leave of the matrix; blocks of rows are taken off together, of the diagonal each row.
    var remainder = matrix
    var diagonal = (0..<size).map { matrix[$0 * size + $0] }
    let threshold = Double(size) * Double.ulpOfOne * (diagonal.max() ?? 0)
    var factor: [Double] = []
    var (rank, blockStart) = (0, 0)
    while rank < size, let pivot = diagonal.indices.max(by: { diagonal[$0] < diagonal[$1] }), diagonal[pivot] > max(threshold, 0) {
        if rank - blockStart == blockColumns {
            subtractProducts(&remainder, factor, rows: blockStart..<rank, size: size)
            blockStart = rank
        }
        factor.append(contentsOf: remainder[pivot * size..<(pivot + 1) * size])
        factor.withUnsafeMutableBufferPointer { factor in
            let row = factor.baseAddress! + rank * size
            for earlier in blockStart..<rank {
                let other = factor.baseAddress! + earlier * size
                addMultiple(row, -other[pivot], other, count: size)
            }
            let root = diagonal[pivot].squareRoot()
            for column in 0..<size {
                row[column] = diagonal[column] == -.infinity ? 0 : row[column] / root
                diagonal[column] -= row[column] * row[column]
            }
            row[pivot] = root
        }
        // Never a pivot again.
        diagonal[pivot] = -.infinity
        rank += 1
    }
    return factor
}

/// `remainder -= Rᵀ R` for the rows `R` of a factor.
private func subtractProducts(_ remainder: inout [Double], _ factor: [Double], rows: Range<Int>, size: Int) {
    let block = factor[rows.lowerBound * size..<rows.upperBound * size]
    let negated = block.map { -$0 }
    remainder.withUnsafeMutableBufferPointer { remainder in
        block.withUnsafeBufferPointer { block in
            negated.withUnsafeBufferPointer { negated in
                doubleProduct(
                    DoubleTarget(out: remainder.baseAddress!, stride: size, adds: true),
                    DoubleOperand(pointer: negated.baseAddress!, across: 1, along: size),
                    DoubleOperand(pointer: block.baseAddress!, across: 1, along: size), m: size, n: size, k: rows.count)
            }
        }
    }
}

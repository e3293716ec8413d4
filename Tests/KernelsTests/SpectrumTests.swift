import Testing

@testable import Kernels

@Suite("Singular values") struct SpectrumTests {
    /// `H diag(values) K` for two reflections: [rows, columns] with these singular values.
    private func matrix(_ values: [Double], rows: Int, columns: Int) -> [Double] {
        func reflection(_ size: Int, _ salt: UInt64) -> [Double] {
            let v = DoubleProductTests.entries(size, salt)
            let square = v.reduce(0) { $0 + $1 * $1 }
            return (0..<size * size).map { place in
                (place / size == place % size ? 1 : 0) - 2 * v[place / size] * v[place % size] / square
            }
        }
        let (h, k) = (reflection(rows, 5), reflection(columns, 6))
        var scaled = [Double](repeating: 0, count: rows * columns)
        for row in 0..<rows { for (place, value) in values.enumerated() { scaled[row * columns + place] = h[row * rows + place] * value } }
        var out = scaled
        matmul(&out, scaled, k, m: rows, n: columns, k: columns)
        return out
    }

    @Test(
        "A matrix made from a spectrum has it",
        arguments: [(1, 1), (2, 2), (3, 2), (8, 8), (9, 16), (64, 12), (12, 64), (33, 31), (150, 150)],
        ["falling", "equal", "one", "gaps", "pairs", "geometric"])
    func known(size: (Int, Int), kind: String) throws {
        let count = min(size.0, size.1)
        let values = (0..<count).map { place -> Double in
            switch kind {
            case "falling": Double(count - place)
            case "equal": 3
            case "one": place == 0 ? 2 : 0
            case "gaps": place < count / 2 ? 1 : 1e-13
            case "pairs": Double(count - place / 2)
            default: (0..<place).reduce(1.0) { value, _ in value / 4 }
            }
        }
        let matrix = matrix(values, rows: size.0, columns: size.1)
        let found = try #require(singularValues(matrix, rows: size.0, columns: size.1))
        #expect(found.count == count)
        for (value, wanted) in zip(found, values) { #expect(abs(value - wanted) <= 2e-15 * values[0] * Double(count).squareRoot() + 1e-16) }
        // The transposed matrix takes the other way through the packing, with other sums.
        let turned = (0..<matrix.count).map { matrix[$0 % size.0 * size.1 + $0 / size.0] }
        let others = try #require(singularValues(turned, rows: size.1, columns: size.0))
        for (value, other) in zip(found, others) { #expect(abs(value - other) <= 2e-15 * values[0] * Double(count).squareRoot()) }
    }

    /// mpmath, 80 digits: svd_r of the matrix of the doubles 1 / (i + j + 1).
    @Test(
        "Hilbert's matrices, whose condition is up to 3e17, lose no more than the largest value's last places",
        arguments: [
            [
                1.6188998589243391, 0.24236087057520955, 0.016321521319875826, 0.00061574835418264524, 1.2570757122637029e-5,
                1.082799484481101e-7,
            ],
            [
                1.7519196702651775, 0.3429295484835091, 0.035741816271639233, 0.0025308907686700286, 0.00012874961427637339,
                4.7296892931900963e-6, 1.2289677387429186e-7, 2.1474388217975422e-9, 2.2667455503810732e-11, 1.0932524334974552e-13,
            ],
            [
                1.8305946959203938, 0.41223528127954357, 0.053185656087295812, 0.0049891588094221439, 0.00036314765734124076,
                2.093809396718702e-5, 9.6173634018236139e-7, 3.507429416446727e-8, 1.0041413678578181e-9, 2.2100041572614169e-11,
                3.6109646640757385e-13, 4.1317767101210922e-15, 3.5371615772811932e-17, 6.316543999983034e-18,
            ],
        ])
    func hilbert(values: [Double]) throws {
        let size = values.count
        let matrix = (0..<size * size).map { 1 / Double($0 / size + $0 % size + 1) }
        let found = try #require(singularValues(matrix, rows: size, columns: size))
        for (value, wanted) in zip(found, values) { #expect(abs(value - wanted) < 1e-15) }
    }

    @Test("Sizes at the ends of the range of doubles are scaled", arguments: [1e300, 1e-300, 0x1p-1060])
    func extremes(scale: Double) throws {
        let found = try #require(singularValues([3 * scale, 0, 4 * scale, 0], rows: 2, columns: 2))
        #expect(abs(found[0] / scale - 5) < 1e-3 && found[1] == 0)
        // One element beside which all others are nothing, squares and all.
        let graded = try #require(singularValues([1, 1e-200, 1e-160, 1e-170], rows: 2, columns: 2))
        #expect(graded[0] == 1 && graded[1] < 1e-16)
    }

    @Test("Zeros have no size, in any shape") func zeros() {
        for (rows, columns) in [(1, 1), (3, 5), (16, 2)] {
            let found = singularValues([Double](repeating: 0, count: rows * columns), rows: rows, columns: columns)
            #expect(found == [Double](repeating: 0, count: min(rows, columns)))
        }
    }

    @Test("A value that is not finite, wherever it stands", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(value: Double) {
        for place in [0, 5, 11] {
            var matrix = DoubleProductTests.entries(12, 1)
            matrix[place] = value
            #expect(singularValues(matrix, rows: 3, columns: 4) == nil)
        }
    }

    @Test("Two diagonals with zeros among them, and graded either way, keep their small values' digits") func diagonals() {
        func spectrum(_ diagonal: [Double], _ upper: [Double]) -> [Double]? {
            var (diagonal, upper) = (diagonal, upper + [0])
            let converged = diagonal.withUnsafeMutableBufferPointer { d in
                upper.withUnsafeMutableBufferPointer { e in
                    var spectrum = BidiagonalSpectrum(diagonal: d.baseAddress!, upper: e.baseAddress!, count: d.count)
                    return spectrum.iterate()
                }
            }
            return converged ? diagonal.map(abs).sorted(by: >) : nil
        }
        // The product of the values is that of the diagonal.
        let graded = (0..<12).map { place in (0..<place).reduce(1.0) { value, _ in value / 1000 } }
        for diagonal in [graded, graded.reversed()] {
            let found = spectrum(diagonal, zip(diagonal, diagonal.dropFirst()).map { max($0, $1) / 2 })!
            let product = zip(found, graded).reduce(1.0) { $0 * ($1.0 / $1.1) }
            #expect(abs(product - 1) < 1e-12)
            #expect(found[11] > 0)
        }
        let withZeros = spectrum([1, 0, 2, 0], [1, 1, 1])!
        #expect(withZeros[3] < 1e-16 && abs(withZeros.reduce(0) { $0 + $1 * $1 } - 8) < 1e-14)
        #expect(spectrum([-3, 2], [0])! == [3, 2])
    }
}

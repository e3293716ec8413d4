import RegisterTiles
import Testing

@testable import Kernels

@Suite("Products in double precision") struct DoubleProductTests {
    /// Random signs and sizes in -1...1, the same for the same salt.
    static func entries(_ count: Int, _ salt: UInt64) -> [Double] {
        var state = salt &* 0x9e37_79b9_7f4a_7c15 | 1
        return (0..<count).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Double(Int64(bitPattern: state)) * 0x1p-63
        }
    }

    /// The product by its definition, in the engine's order: fused over blocks of 256, blocks added up.
    private func naive(_ left: (Int) -> Double, _ right: (Int) -> Double, k: Int, before: Double?) -> Double {
        var total = before
        for first in stride(from: 0, to: k, by: 256) {
            var sum = 0.0
            for inner in first..<min(first + 256, k) { sum.addProduct(left(inner), right(inner)) }
            total = total.map { sum + $0 } ?? sum
        }
        return total ?? 0
    }

    @Test(
        "Every element has the bits of its definition, at every edge of tiles and blocks, in any tile",
        arguments: [
            (1, 1, 1), (5, 7, 3), (6, 8, 4), (7, 9, 5), (12, 16, 256), (13, 17, 257), (97, 33, 600), (100, 1030, 20), (193, 2, 513),
            (3, 5, 0),
        ], TileSet.available)
    func bits(size: (Int, Int, Int), tiles: TileSet) {
        let (m, n, k) = size
        let (a, b) = (Self.entries(m * k, 1), Self.entries(k * n, 2))
        for (transposeA, transposeB, adds) in [
            (false, false, false), (false, true, false), (true, false, false), (true, true, false), (false, false, true),
            (true, true, true),
        ] {
            // Rows are longer than the result: what lies between must stay.
            let stride = n + 3
            let before = Self.entries(m * stride, 3)
            var out = before
            out.withUnsafeMutableBufferPointer { out in
                a.withUnsafeBufferPointer { a in
                    b.withUnsafeBufferPointer { b in
                        doubleProduct(
                            DoubleTarget(out: out.baseAddress!, stride: stride, adds: adds),
                            DoubleOperand(
                                pointer: a.baseAddress ?? UnsafePointer(out.baseAddress!), across: transposeA ? 1 : k,
                                along: transposeA ? m : 1),
                            DoubleOperand(
                                pointer: b.baseAddress ?? UnsafePointer(out.baseAddress!), across: transposeB ? k : 1,
                                along: transposeB ? 1 : n), m: m, n: n, k: k, tiles: tiles)
                    }
                }
            }
            var wrong = 0
            for row in 0..<m {
                for column in 0..<stride {
                    let place = row * stride + column
                    let wanted =
                        column < n
                        ? naive(
                            { inner in a[transposeA ? inner * m + row : row * k + inner] },
                            { inner in b[transposeB ? column * k + inner : inner * n + column] }, k: k,
                            before: adds ? before[place] : nil) : before[place]
                    if out[place].bitPattern != wanted.bitPattern { wrong += 1 }
                }
            }
            #expect(wrong == 0, "\(wrong) elements, transposed \(transposeA) \(transposeB), adds \(adds)")
        }
    }

    @Test("A NaN reaches its own row and column and no other element") func notANumber() {
        let (m, n, k) = (13, 17, 5)
        var a = Self.entries(m * k, 1)
        a[12 * k + 2] = .nan
        var out = [Double](repeating: 0, count: m * n)
        matmul(&out, a, Self.entries(k * n, 2), m: m, n: n, k: k)
        #expect(out.indices.allSatisfy { out[$0].isNaN == ($0 / n == 12) })
    }
}

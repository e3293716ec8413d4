import Testing

@testable import Kernels

@Suite struct ResamplingTests {
    @Test("many integers at once are those that come one by one", arguments: [1, 7, 8, 500, 513])
    func integers(count: Int) {
        for (sample, bound) in [(0, 1), (3, 500), (9_998, 7), (1 << 33, Int(UInt32.max))] {
            let key = RandomKey(seed: 0, purpose: .bootstrap, step: 0, sample: UInt64(sample))
            var found = [UInt32](repeating: 99, count: count + 1)
            fillUniformIntegers(&found, count: count, below: bound, key: key)
            #expect(found == (0..<count).map { UInt32(uniformInteger(below: bound, key, $0)) } + [99])
        }
    }

    @Test("signs are the bytes of 62 random bits a word", arguments: [1, 8, 9, 65])
    func signs(tables: Int) {
        let draws = 24, stride = 32
        var found = [UInt8](repeating: 0, count: tables * stride)
        fillSigns(&found, draws: draws, tables: tables, stride: stride, key: RandomKey(seed: 0, purpose: .bootstrap, step: 1, sample: 5))
        for draw in 0..<draws {
            let key = RandomKey(seed: 0, purpose: .bootstrap, step: 1, sample: UInt64(5 + draw))
            for table in 0..<tables {
                let word = uniformInteger(below: 1 << 62, key, table / 8)
                #expect(found[table * stride + draw] == UInt8(word >> (8 * (table % 8)) & 255))
            }
        }
    }

    @Test("tables are added in order, with the bits of plain additions", arguments: [0, 1, 2, 5])
    func tables(count: Int) {
        let draws = 11, stride = 16
        let tables = (0..<max(1, count) * 2048).map { place in Double(uniform(RandomKey(seed: 1, purpose: .other), place) as Double) - 0.5 }
        let signs = (0..<max(1, count) * draws).map { UInt8(uniformInteger(below: 256, RandomKey(seed: 2, purpose: .other), $0)) }
        var sums = [Double](repeating: 7, count: draws * stride)
        sumTables(&sums, stride: stride, tables, count: count, signs: signs, signStride: draws, draws: draws)
        for draw in 0..<draws {
            for row in 0..<8 {
                let sum = (0..<count).reduce(0.0) { $0 + tables[($1 * 256 + Int(signs[$1 * draws + draw])) * 8 + row] }
                #expect(sums[draw * stride + row] == sum)
            }
            for row in 8..<stride { #expect(sums[draw * stride + row] == 7) }
        }
    }

    @Test("resampled values are added in order, with the bits of plain additions", arguments: [8, 16, 24, 40])
    func places(rows: Int) {
        let values = (0..<10 * rows).map { uniform(RandomKey(seed: 1, purpose: .other), $0) as Double - 0.5 }
        let places: [UInt32] = [3, 3, 9, 0, 1, 7, 7]
        var sums = [Double](repeating: 7, count: rows), squares = sums
        sumPlaces(&sums, &squares, values, rows: rows, places: places, count: places.count)
        for row in 0..<rows {
            let drawn = places.map { values[Int($0) * rows + row] }
            #expect(sums[row] == drawn.reduce(0, +))
            #expect(squares[row] == drawn.reduce(0) { $0 + $1 * $1 })
        }
    }
}

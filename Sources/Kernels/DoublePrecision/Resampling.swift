import RegisterTiles

// Sums over resamples: eight lists of values side by side, each summed in order as if alone.

/// Sums of values under signs, by tables of what eight seeds add under all their signs:
/// `sums[draw * stride + row]` for eight rows is the sum over the tables, in order, of `tables[(table * 256 + signs) * 8 + row]`.
///
/// - Parameter signs: `[tables, signStride]`, a byte a draw.
public func sumTables(
    _ sums: UnsafeMutablePointer<Double>, stride: Int, _ tables: UnsafePointer<Double>, count: Int, signs: UnsafePointer<UInt8>,
    signStride: Int, draws: Int
) {
    for draw in 0..<draws { sums.storeVector(Double8(), draw * stride) }
    var table = 0
    // Two at a time: a sum is loaded and stored half as often.
    while table + 2 <= count {
        let first = tables + table * 2048, second = first + 2048
        let firstSigns = signs + table * signStride, secondSigns = firstSigns + signStride
        for draw in 0..<draws {
            let before: Double8 = UnsafePointer(sums).loadVector(draw * stride)
            let once: Double8 = before + first.loadVector(Int(firstSigns[draw]) * 8)
            let twice: Double8 = once + second.loadVector(Int(secondSigns[draw]) * 8)
            sums.storeVector(twice, draw * stride)
        }
        table += 2
    }
    if table < count {
        let last = tables + table * 2048, lastSigns = signs + table * signStride
        for draw in 0..<draws {
            let before: Double8 = UnsafePointer(sums).loadVector(draw * stride)
            sums.storeVector(before + last.loadVector(Int(lastSigns[draw]) * 8), draw * stride)
        }
    }
}

/// The sum and the sum of squares of the values at `places`, in that order, of each of `rows` lists that lie side by side.
///
/// - Parameter values: `[values, rows]`.
/// - Precondition: `rows` is a multiple of 8.
public func sumPlaces(
    _ sums: UnsafeMutablePointer<Double>, _ squares: UnsafeMutablePointer<Double>, _ values: UnsafePointer<Double>, rows: Int,
    places: UnsafePointer<UInt32>, count: Int
) {
    precondition(rows % 8 == 0, "sumPlaces: \(rows) rows")
    var row = 0
    while row + 16 <= rows {
        var (a, b, aa, bb) = (Double8(), Double8(), Double8(), Double8())
        for place in 0..<count {
            let from = Int(places[place]) * rows + row
            let x: Double8 = values.loadVector(from), y: Double8 = values.loadVector(from + 8)
            a = a + x
            b = b + y
            aa = aa + x * x
            bb = bb + y * y
        }
        sums.storeVector(a, row)
        sums.storeVector(b, row + 8)
        squares.storeVector(aa, row)
        squares.storeVector(bb, row + 8)
        row += 16
    }
    if row < rows {
        var (a, aa) = (Double8(), Double8())
        for place in 0..<count {
            let x: Double8 = values.loadVector(Int(places[place]) * rows + row)
            a = a + x
            aa = aa + x * x
        }
        sums.storeVector(a, row)
        squares.storeVector(aa, row)
    }
}

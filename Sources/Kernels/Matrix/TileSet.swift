import Foundation
import RegisterTiles
import WideTiles

/// Which register tiles make products. All give the same bits: an element is summed over the depth in order in every tile.
enum TileSet: Sendable {
    /// 6 x 16, in 256-bit vectors: twelve of AVX2's sixteen registers.
    case six
    /// 12 x 32, in 512-bit vectors: 24 of AVX-512's 32 registers.
    case twelve

    /// The largest tile of any set.
    static let mostRows = 12, mostColumns = 32

    var rows: Int {
        switch self {
        case .six: 6
        case .twelve: 12
        }
    }

    /// Those that this CPU can run, the fastest first.
    static let available: [TileSet] = {
        #if arch(x86_64)
        let cpu = CPUDescription.current
        guard cpu.flags.isSuperset(of: ["avx512f", "avx512dq", "avx512bw", "avx512vl"]) else { return [.six] }
        // Zen 4 takes its 512-bit instructions in two halves: the smaller tiles waste less at the edges.
        return cpu.isZen4 ? [.six, .twelve] : [.twelve, .six]
        #else
        return [.six]
        #endif
    }()
}

/// What Linux says of the first CPU.
private struct CPUDescription {
    let flags: Set<Substring>
    let vendor: Substring
    let family: Substring

    static var current: CPUDescription {
        let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        func value(_ name: String) -> Substring {
            guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name + "\t") }) else { return "" }
            return line.drop { $0 != ":" }.dropFirst().drop { $0 == " " }
        }
        return CPUDescription(
            flags: Set(value("flags").split(separator: " ")), vendor: value("vendor_id"), family: value("cpu family"))
    }

    /// Of AMD's family 25, Zen 3 has no AVX-512.
    var isZen4: Bool { vendor == "AuthenticAMD" && family == "25" }
}

/// `target = left[rows, depth] right[depth, columns] + ...`; rows that fill no tile are read from `tail`, padded there.
@inline(__always)
func multiplyPanels(
    _ tiles: TileSet, _ target: ProductTarget, _ left: LeftRows, rows: Int, tail: LeftRows, _ right: RightPanels, columns: Int, depth: Int,
    edge: Out
) {
    switch tiles {
    case .six: multiplySixRowPanels(target, left, rows: rows, tail: tail, right, columns: columns, depth: depth, edge: edge)
    case .twelve: multiplyWidePanels(target, left, rows: rows, tail: tail, right, columns: columns, depth: depth, edge: edge)
    }
}

@inline(never)
private func multiplySixRowPanels(
    _ target: ProductTarget, _ left: LeftRows, rows: Int, tail: LeftRows, _ right: RightPanels, columns: Int, depth: Int, edge: Out
) {
    multiplyPanels(Tile6x16.self, target, left, rows: rows, tail: tail, right, columns: columns, depth: depth, edge: edge)
}

/// Six rows by one vector of columns.
@inline(__always)
private func multiplySixRows<V: SIMD & BitwiseCopyable>(
    _: V.Type, _ left: LeftRows, _ right: RightPanels, depth: Int, to target: ProductTarget, row: Int, column: Int
) where V.Scalar == Float {
    var sums = SixRows<V>()
    var (x, v) = (left.pointer, right.pointer)
    for _ in 0..<depth {
        sums.addProduct(x, left.rowStride, v.loadVector(0))
        x += left.step
        v += right.rowStride
    }
    sums.store(target, row, column)
}

private enum Tile6x16: RegisterTile {
    typealias Half = Tile6x8
    static var rows: Int { 6 }
    static var columns: Int { 16 }

    @inline(__always)
    static func multiply(_ left: LeftRows, _ right: RightPanels, depth: Int, to target: ProductTarget, row: Int, column: Int) {
        multiplySixRows(SIMD16<Float>.self, left, right, depth: depth, to: target, row: row, column: column)
    }
}

private enum Tile6x8: RegisterTile {
    typealias Half = Tile6x8
    static var rows: Int { 6 }
    static var columns: Int { 8 }

    @inline(__always)
    static func multiply(_ left: LeftRows, _ right: RightPanels, depth: Int, to target: ProductTarget, row: Int, column: Int) {
        multiplySixRows(SIMD8<Float>.self, left, right, depth: depth, to: target, row: row, column: column)
    }
}

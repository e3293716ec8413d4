/// The left-hand side of a product, rows by depth: the element of row `i` and depth `k` is at
/// `pointer[(i / 6) * sixStride + (i % 6) * rowStride + k * step]`.
///
/// A matrix read in place has `sixStride = 6 * rowStride`; one packed in sixes, `[rows / 6][depth][6]`, has `rowStride = 1`, `step = 6`.
@frozen public struct LeftRows {
    public var pointer: In
    public let rowStride: Int
    public let sixStride: Int
    public let step: Int

    /// Row `i` and depth `k` at `pointer[i * stride + k]`.
    @_alwaysEmitIntoClient @inline(__always)
    public init(rows pointer: In, stride: Int) {
        (self.pointer, rowStride, sixStride, step) = (pointer, stride, 6 * stride, 1)
    }

    /// Row `i` and depth `k` at `pointer[k * stride + i]`.
    @_alwaysEmitIntoClient @inline(__always)
    public init(columns pointer: In, stride: Int) {
        (self.pointer, rowStride, sixStride, step) = (pointer, 1, 6, stride)
    }

    /// Packed as `[rows / 6][depth][6]`.
    @_alwaysEmitIntoClient @inline(__always)
    public init(packed pointer: In, depth: Int) {
        (self.pointer, rowStride, sixStride, step) = (pointer, 1, 6 * depth, 6)
    }

    /// The same from a later row, a multiple of six, on.
    @_alwaysEmitIntoClient @inline(__always)
    public func from(_ row: Int) -> LeftRows {
        var rows = self
        rows.pointer += row / 6 * sixStride
        return rows
    }
}

/// The right-hand side of a product in panels of 16 columns: the element of depth `k` and column `j` is at
/// `pointer[(j / 16) * panelStride + k * rowStride + j % 16]`.
@frozen public struct RightPanels {
    public var pointer: In
    public let rowStride: Int
    public let panelStride: Int

    @_alwaysEmitIntoClient @inline(__always)
    public init(pointer: In, rowStride: Int, panelStride: Int) {
        (self.pointer, self.rowStride, self.panelStride) = (pointer, rowStride, panelStride)
    }

    /// The same from a later column, a multiple of eight, on.
    @_alwaysEmitIntoClient @inline(__always)
    public func from(_ column: Int) -> RightPanels {
        var panels = self
        panels.pointer += (column >> 4) * panelStride + (column & 15)
        return panels
    }
}

/// A block of a product that is summed in registers, over the whole depth and in its order: an element's bits do not depend on the tile
/// that it lies in, so all tiles of all widths give the same results.
///
/// Tiles have no instances: what the compiler would emit for their storage is shared between modules, whatever their instructions.
public protocol RegisterTile {
    /// A tile of as many rows and half the columns; of eight columns for the narrowest, where it is the type itself.
    associatedtype Half: RegisterTile
    /// A multiple of six.
    static var rows: Int { get }
    /// 8, 16 or 32.
    static var columns: Int { get }
    /// The first `rows` rows of `left` times the first `columns` columns of `right`, to (row, column) of the target and beyond.
    static func multiply(_ left: LeftRows, _ right: RightPanels, depth: Int, to target: ProductTarget, row: Int, column: Int)
}

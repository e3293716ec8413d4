import Platform
import RegisterTiles

/// One 3 x 3 convolution of one batch by ``WinogradWeights``. `@unchecked Sendable`: its pointers are read, and blocks write where no other
/// block does.
struct WinogradPass: @unchecked Sendable {
    let out: Out
    let outStride: Int
    let x: In
    let convolution: PackedConvolution
    let weights: WinogradWeights
    let shape: MapShape
    let padding: Padding
    let result: MapShape
    let addend: In?
    let tiles: TileSet
    /// Patches of a block: so many that the weights pass seldom, fewer where there are not enough for all threads.
    let blockPatches: Int
    private let down: Int
    private let across: Int

    init(
        out: Out, outStride: Int, x: In, convolution: PackedConvolution, weights: WinogradWeights, shape: MapShape, padding: Padding,
        result: MapShape, addend: In?, tiles: TileSet, pool: ThreadPool
    ) {
        (self.out, self.outStride, self.x, self.convolution, self.weights) = (out, outStride, x, convolution, weights)
        (self.shape, self.padding, self.result, self.addend, self.tiles) = (shape, padding, result, addend, tiles)
        (down, across) = ((result.height + 1) / 2, (result.width + 1) / 2)
        let patches = result.batch * down * across
        blockPatches = min(MatrixScratch.blockRows, roundUp((patches + 2 * pool.threads - 1) / (2 * pool.threads), TileSet.mostRows))
    }

    private var patches: Int { result.batch * down * across }
    var blocks: Int { (patches + blockPatches - 1) / blockPatches }

    private var inputStride: Int { blockPatches * shape.channels }
    private var outputStride: Int { blockPatches * result.channels }
    var scratchCount: Int {
        16 * (inputStride + outputStride + shape.channels) + TileSet.mostRows * TileSet.mostColumns
    }

    func run(block: Int, scratch: Out) {
        let first = block * blockPatches
        let count = min(blockPatches, patches - first)
        let products = scratch + 16 * inputStride
        let border = products + 16 * outputStride
        for index in 0..<count { transform(patch: first + index, to: scratch + index * shape.channels, border: border) }
        // Rows that only fill the last tile.
        for product in 0..<16 {
            (scratch + product * inputStride + count * shape.channels).update(
                repeating: 0, count: (roundUp(count, tiles.rows) - count) * shape.channels)
        }
        let edge = border + 16 * shape.channels
        for product in 0..<16 {
            let panels = weights.panels(product)
            var target = ProductTarget(out: products + product * outputStride, stride: result.channels)
            var (from, packed) = (0, panels.pointer)
            while from < panels.depth {
                let depth = min(panels.blockDepth, panels.depth - from)
                let left = LeftRows(rows: In(scratch) + product * inputStride + from, stride: shape.channels)
                multiplyPanels(
                    tiles, target, left, rows: count, tail: left.from(count - count % tiles.rows), PackedPanels.block(packed, rows: depth),
                    columns: result.channels, depth: depth, edge: edge)
                packed += depth * panels.paddedColumns
                from += depth
                target = target.accumulating
            }
        }
        for index in 0..<count { store(patch: first + index, products + index * result.channels) }
    }

    private func place(_ patch: Int) -> (sample: Int, row: Int, column: Int) {
        let (line, column) = patch.quotientAndRemainder(dividingBy: across)
        return (line / down, 2 * (line % down), 2 * column)
    }

    private func transform(patch: Int, to target: Out, border: Out) {
        let (sample, row, column) = place(patch)
        let (top, left, channels) = (row - padding.top, column - padding.left, shape.channels)
        let maps = x + sample * shape.sampleCount
        if top >= 0, left >= 0, top + 4 <= shape.height, left + 4 <= shape.width {
            winogradInput(
                target, outStride: inputStride, maps + (top * shape.width + left) * channels, rowStride: shape.width * channels,
                channels: channels)
            return
        }
        for i in 0..<16 {
            let (y, x) = (top + i / 4, left + i % 4)
            if (0..<shape.height).contains(y), (0..<shape.width).contains(x) {
                (border + i * channels).update(from: maps + (y * shape.width + x) * channels, count: channels)
            } else {
                (border + i * channels).update(repeating: 0, count: channels)
            }
        }
        winogradInput(target, outStride: inputStride, In(border), rowStride: 4 * channels, channels: channels)
    }

    private func store(patch: Int, _ products: In) {
        let (sample, row, column) = place(patch)
        let position = (sample * result.height + row) * result.width + column
        let (hasRight, hasBelow) = (column + 1 < result.width, row + 1 < result.height)
        func pointers<P>(_ pointer: (Int) -> P?) -> (P?, P?, P?, P?) {
            (
                pointer(position), hasRight ? pointer(position + 1) : nil, hasBelow ? pointer(position + result.width) : nil,
                hasRight && hasBelow ? pointer(position + result.width + 1) : nil
            )
        }
        let outputs = pointers { out + $0 * outStride }
        winogradOutput(
            WinogradTarget(
                outputs: outputs, addends: pointers { at in addend.map { $0 + at * result.channels } },
                bias: convolution.bias?.readPointer, bounds: convolution.activation.bounds ?? (-.infinity, .infinity)),
            products, xStride: outputStride, channels: result.channels)
        guard convolution.activation.bounds == nil else { return }
        for case let output? in [outputs.0, outputs.1, outputs.2, outputs.3] {
            activate(output, convolution.activation, rows: 1, width: result.channels, stride: 0)
        }
    }
}

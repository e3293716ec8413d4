import Platform
import RegisterTiles

/// `out = activation(convolution(x) + bias + addend)` over maps `[batch, height, width, channels]`; overwrites.
///
/// The window's inputs are gathered for a block of output positions and a part of the depth at a time, which stay in the second-level
/// cache while the weights pass; a 1 x 1 convolution reads the maps in place, 3 x 3 of stride 1 is `WinogradPass`'s. Every element is
/// summed in one order, whatever the number of threads.
/// - Parameters:
///   - shape: of `x`; its channels are the convolution's inputs.
///   - outStride: floats from one position of `out` to the next, so that results can be written side by side (`outputs` when nil).
///   - addend: `[positions of out, outputs]`.
/// - Precondition: `out` overlaps neither `x` nor the addend.
public func convolutionForward(
    _ out: Out, _ x: In, _ convolution: PackedConvolution, shape: MapShape, padding: Padding = .none, outStride: Int? = nil,
    addend: In? = nil, pool: ThreadPool, kernel: MatrixKernel = .current
) {
    precondition(shape.channels == convolution.inputs, "a convolution of \(convolution.inputs) channels over \(shape.channels)")
    let result = convolution.window.output(of: shape, padding: padding, channels: convolution.outputs)
    if let weights = convolution.winograd {
        let pass = WinogradPass(
            out: out, outStride: outStride ?? convolution.outputs, x: x, convolution: convolution, weights: weights, shape: shape,
            padding: padding, result: result, addend: addend, tiles: kernel.tiles, pool: pool)
        pool.forEach(pass.blocks, scratch: pass.scratchCount) { pass.run(block: $0, scratch: $1) }
        return
    }
    let pass = ConvolutionPass(
        out: out, outStride: outStride ?? convolution.outputs, x: x, convolution: convolution, shape: shape, padding: padding,
        result: result,
        addend: addend, phase: nil, tiles: kernel.tiles)
    let blocks = pass.blocks(for: pool)
    pool.forEach(blocks.rows * blocks.columns, scratch: pass.scratchCount) { index, scratch in
        pass.run(block: index / blocks.columns, columns: blocks.range(index % blocks.columns), scratch: scratch)
    }
    withExtendedLifetime(convolution) {}
}

/// The same for maps that are doubled first: `out[batch, 2 height, 2 width, outputs]`.
public func convolutionForward(
    _ out: Out, _ x: In, _ convolution: UpsampledConvolution, shape: MapShape, pool: ThreadPool, kernel: MatrixKernel = .current
) {
    precondition(shape.channels == convolution.inputs, "a convolution of \(convolution.inputs) channels over \(shape.channels)")
    var result = shape
    result.channels = convolution.outputs
    let passes = (0..<4).map { phase in
        ConvolutionPass(
            out: out, outStride: convolution.outputs, x: x, convolution: convolution.phases[phase], shape: shape,
            padding: UpsampledConvolution.padding(phase: phase), result: result, addend: nil, phase: phase, tiles: kernel.tiles)
    }
    let blocks = passes[0].blocks(for: pool)
    pool.forEach(4 * blocks.rows * blocks.columns, scratch: passes[0].scratchCount) { index, scratch in
        let item = index / 4
        passes[index % 4].run(block: item / blocks.columns, columns: blocks.range(item % blocks.columns), scratch: scratch)
    }
    withExtendedLifetime(convolution) {}
}

/// How a result is cut: blocks of positions, and groups of output channels where there are few positions.
struct ConvolutionBlocks {
    let rows: Int
    let columns: Int
    let columnWidth: Int
    let outputs: Int

    func range(_ index: Int) -> Range<Int> { index * columnWidth..<min(outputs, (index + 1) * columnWidth) }
}

/// One convolution of one batch. `@unchecked Sendable`: its pointers are read, and blocks write where no other block does.
struct ConvolutionPass: @unchecked Sendable {
    let out: Out
    let outStride: Int
    let x: In
    let convolution: PackedConvolution
    let shape: MapShape
    let padding: Padding
    let result: MapShape
    let addend: In?
    /// Which of the four kinds of doubled positions is computed.
    let phase: Int?
    let tiles: TileSet

    static let blockRows = MatrixScratch.blockRows

    func blocks(for pool: ThreadPool) -> ConvolutionBlocks {
        let rows = (result.positions + Self.blockRows - 1) / Self.blockRows
        let outputs = convolution.outputs
        let wanted = pool.threads == 1 ? 1 : min((outputs + 63) / 64, (4 * pool.threads + rows - 1) / rows)
        let width = roundUp((outputs + wanted - 1) / wanted, 2 * panelColumns)
        return ConvolutionBlocks(rows: rows, columns: (outputs + width - 1) / width, columnWidth: width, outputs: outputs)
    }

    private var gatheredCount: Int { Self.blockRows * convolution.panels.blockDepth }
    private var edgeCount: Int { TileSet.mostRows * TileSet.mostColumns }
    private var isPointwise: Bool { convolution.window == Window(1, 1) && padding == .none }

    /// Gathered inputs, one tile that overhangs, and a block of results where they have to be spread.
    var scratchCount: Int {
        gatheredCount + edgeCount + (phase == nil ? 0 : Self.blockRows * convolution.outputs)
    }

    func run(block: Int, columns: Range<Int>, scratch: Out) {
        let panels = convolution.panels
        let first = block * Self.blockRows
        let count = min(Self.blockRows, result.positions - first)
        let edge = scratch + gatheredCount
        let spread = edge + edgeCount
        let block = phase == nil ? out + first * outStride + columns.lowerBound : spread
        let blockStride = phase == nil ? outStride : columns.count
        var target = ProductTarget(
            out: block, stride: blockStride, bias: convolution.bias.map { $0.readPointer + columns.lowerBound },
            addend: addend.map { $0 + first * convolution.outputs + columns.lowerBound }, addendStride: convolution.outputs)
        var (from, packed) = (0, panels.pointer)
        while from < panels.depth {
            let depth = min(panels.blockDepth, panels.depth - from)
            let whole = count - count % tiles.rows
            let (left, tail) = gather(first: first, count: count, whole: whole, depth: from..<from + depth, into: scratch)
            multiplyPanels(
                tiles, target, left, rows: count, tail: tail,
                PackedPanels.block(packed + columns.lowerBound * depth, rows: depth), columns: columns.count, depth: depth, edge: edge)
            packed += depth * panels.paddedColumns
            from += depth
            target = target.accumulating
        }
        activate(block, convolution.activation, rows: count, width: columns.count, stride: blockStride)
        if let phase { place(spread, phase: phase, first: first, count: count, columns: columns) }
    }

    /// The left side of a block's product, and its last incomplete tile of rows.
    private func gather(first: Int, count: Int, whole: Int, depth: Range<Int>, into scratch: Out) -> (LeftRows, LeftRows) {
        let stride = depth.count
        guard !isPointwise else {
            let rows = x + first * shape.channels + depth.lowerBound
            for row in whole..<count {
                (scratch + (row - whole) * stride).update(from: rows + row * shape.channels, count: stride)
            }
            clearRows(scratch + (count - whole) * stride, rows: count == whole ? 0 : tiles.rows - (count - whole), width: stride)
            return (LeftRows(rows: rows, stride: shape.channels), LeftRows(rows: scratch, stride: stride))
        }
        gatherWindows(
            scratch, x, shape: shape, window: convolution.window, padding: padding, result: result, first: first, count: count, depth: depth
        )
        clearRows(scratch + count * stride, rows: roundUp(count, tiles.rows) - count, width: stride)
        return (LeftRows(rows: scratch, stride: stride), LeftRows(rows: scratch + whole * stride, stride: stride))
    }

    /// Copies a block of one kind of positions to where they lie among the doubled ones.
    private func place(_ block: In, phase: Int, first: Int, count: Int, columns: Range<Int>) {
        for row in 0..<count {
            let (line, column) = (first + row).quotientAndRemainder(dividingBy: result.width)
            // Samples follow one another with twice the lines, so lines of all samples are counted through.
            let position = (2 * line + phase / 2) * 2 * result.width + 2 * column + phase % 2
            (out + position * outStride + columns.lowerBound).update(from: block + row * columns.count, count: columns.count)
        }
    }
}

private func clearRows(_ out: Out, rows: Int, width: Int) { out.update(repeating: 0, count: rows * width) }

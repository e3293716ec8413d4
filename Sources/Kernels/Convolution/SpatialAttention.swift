import Platform
import RegisterTiles

/// `out = softmax(Q K^T / sqrt(channels)) V` with one head over the positions of each sample; overwrites.
/// All are `[batch, positions, channels]`.
///
/// Queries are taken in blocks, whose scores stay in the second-level cache where the maps are small.
/// - Precondition: `out` overlaps none of the others.
public func spatialAttentionForward(
    _ out: Out, queries: In, keys: In, values: In, batch: Int, positions: Int, channels: Int, pool: ThreadPool, buffers: BufferPool,
    kernel: MatrixKernel = .current
) {
    let keyBuffer = buffers.take(roundUp(positions, panelColumns) * channels)
    let valueBuffer = buffers.take(roundUp(channels, panelColumns) * positions)
    let scaled = buffers.take(positions * channels)
    for sample in 0..<batch {
        let offset = sample * positions * channels
        // Scores come out in units of log2.
        let factor = Float(log2OfE / Double(channels).squareRoot())
        for i in 0..<positions * channels { scaled.pointer[i] = keys[offset + i] * factor }
        let pass = SpatialAttentionPass(
            out: out + offset, queries: queries + offset,
            keys: packColumns(
                keyBuffer.pointer, scaled.readPointer, ldb: channels, depth: channels, columns: positions,
                blockDepth: PackedPanels.blockDepth(channels, limit: MatrixScratch.forwardDepth)),
            values: packRows(
                valueBuffer.pointer, values + offset, ldb: channels, depth: positions, columns: channels,
                blockDepth: PackedPanels.blockDepth(positions, limit: MatrixScratch.forwardDepth)),
            positions: positions, channels: channels, tiles: kernel.tiles)
        pool.forEach((positions + SpatialAttentionPass.blockRows - 1) / SpatialAttentionPass.blockRows) { pass.run(block: $0) }
    }
    for buffer in [keyBuffer, valueBuffer, scaled] { buffers.give(buffer) }
}

/// `@unchecked Sendable`: its pointers are read, and blocks write rows that no other block writes.
private struct SpatialAttentionPass: @unchecked Sendable {
    let out: Out
    let queries: In
    let keys: PackedPanels
    let values: PackedPanels
    let positions: Int
    let channels: Int
    let tiles: TileSet

    static let blockRows = 48

    func run(block: Int) {
        let first = block * Self.blockRows
        let count = min(Self.blockRows, positions - first)
        let scratch = MatrixScratch(gradientInputs: 0)
        let scores = FloatBuffer(count: count * positions)
        multiply(
            tiles, ProductTarget(out: scores.pointer, stride: positions), queries + first * channels, lda: channels, rows: count, keys,
            scratch: scratch)
        let factors = (0..<count).map { exponentials(scores.pointer + $0 * positions) }
        let target = out + first * channels
        multiply(
            tiles, ProductTarget(out: target, stride: channels), scores.readPointer, lda: positions, rows: count, values, scratch: scratch)
        for (row, factor) in factors.enumerated() { scaleInPlace(target + row * channels, by: factor, count: channels) }
        withExtendedLifetime((scratch, scores)) {}
    }

    /// Turns a row of scores into powers of two relative to the greatest.
    /// - Returns: one over their sum.
    private func exponentials(_ row: Out) -> Float {
        var greatest = -Float.infinity
        for i in 0..<positions { greatest = max(greatest, row[i]) }
        forEachVector(positions) { i, lanes in row.store(exp2(row.load(i, lanes) - greatest), i, lanes) }
        return 1
            / sumOfVectors(positions) {
                In(row).load8($0)
            } _: {
                In(row).load8($0, count: $1)
            }
    }
}

import RegisterTiles

/// Causal attention: `attentionForward` where row `r` of a sample sees the keys of rows `0...r` only.
///
/// Overwrites `out` (`out.count == queries.count`; it may not overlap the inputs). Keys that a block of rows cannot see are not
/// multiplied.
/// - Precondition: as many queries as keys, at least one; sizes within the scratch's maxima.
public func causalAttentionForward(
    _ out: MutableQueryRows, queries: QueryRows, keys: KeySegment, samples: Int, heads: Int, headSize: Int, scratch: AttentionScratch
) {
    precondition(queries.count == keys.count, "causal attention of \(queries.count) queries to \(keys.count) keys")
    let all = scratch.shape(queries: queries.count, keys: [keys], headSize: headSize)
    let values = RightPanels(pointer: scratch.valueRows, rowStride: all.headWidth, panelStride: panelColumns)
    for sample in 0..<samples {
        for head in 0..<heads {
            packKeys([keys], sample: sample, head: head, shape: all, scratch: scratch)
            packSegments(scratch.valueRows, [keys], values: true, sample: sample, head: head, shape: all)
            forEachBlock(of: queries.count) { first, rows in
                let seen = AttentionShape(queries: rows, keys: first + rows, headSize: headSize, tiles: scratch.tiles)
                scoreBlock(queries, first: first, rows: rows, sample: sample, head: head, shape: seen, scratch: scratch)
                for row in 0..<rows {
                    let scores = scratch.scores + row * seen.scoreStride
                    for key in first + row + 1..<seen.keys { scores[key] = -.infinity }
                }
                softmaxRows(rows: rows, shape: seen, scratch: scratch, logSumExp: nil)
                multiplyRows(
                    scratch.tiles, scratch.resultBlock, cStride: seen.headWidth, scratch.scores, aStride: seen.scoreStride, values,
                    rows: roundUp(rows, scratch.tiles.rows), columns: seen.headWidth, depth: seen.keys)
                let result = out.pointer + sample * out.sampleStride + first * out.rowStride + head * headSize
                for row in 0..<rows {
                    writeHead(
                        result + row * out.rowStride, scratch.resultBlock + row * seen.headWidth, factor: scratch.rowFactors[row],
                        headSize: headSize)
                }
            }
        }
    }
}

import Foundation
import RegisterTiles
import WideTiles

/// log2(e): scores are kept in units of log2, so the softmax needs 2^x only.
let log2OfE = 1.442_695_040_888_963_4

/// `out = softmax(Q K^T / sqrt(headSize)) V` for every sample and head, the keys being all tokens of `keys` in order.
///
/// Overwrites `out` (`out.count == queries.count`; it may not overlap the inputs) and, unless nil,
/// `logSumExp[samples, heads, queries]`, the natural log of each softmax denominator, which is all that the backward
/// pass needs. No probabilities are stored.
/// - Precondition: one or two segments with at least one key in all; sizes within the scratch's maxima.
public func attentionForward(
    _ out: MutableQueryRows, logSumExp: Out?, queries: QueryRows, keys: [KeySegment],
    samples: Int, heads: Int, headSize: Int, scratch: AttentionScratch
) {
    let shape = scratch.shape(queries: queries.count, keys: keys, headSize: headSize)
    let values = RightPanels(pointer: scratch.valueRows, rowStride: shape.headWidth, panelStride: panelColumns)
    for sample in 0..<samples {
        for head in 0..<heads {
            packKeys(keys, sample: sample, head: head, shape: shape, scratch: scratch)
            packSegments(scratch.valueRows, keys, values: true, sample: sample, head: head, shape: shape)
            forEachBlock(of: queries.count) { first, rows in
                scoreBlock(
                    queries, first: first, rows: rows, sample: sample, head: head, shape: shape, scratch: scratch)
                let target = logSumExp.map { $0 + (sample * heads + head) * queries.count + first }
                softmaxRows(rows: rows, shape: shape, scratch: scratch, logSumExp: target)
                multiplyRows(
                    scratch.tiles, scratch.resultBlock, cStride: shape.headWidth, scratch.scores, aStride: shape.scoreStride, values,
                    rows: roundUp(rows, scratch.tiles.rows), columns: shape.headWidth, depth: shape.keys)
                let result = out.pointer + sample * out.sampleStride + first * out.rowStride + head * headSize
                for row in 0..<rows {
                    writeHead(
                        result + row * out.rowStride, scratch.resultBlock + row * shape.headWidth,
                        factor: scratch.rowFactors[row], headSize: headSize)
                }
            }
        }
    }
}

/// The softmax probabilities themselves, for capture: overwrites `out[samples, heads, queries, allKeys]`, keys in
/// segment order.
/// - Precondition: as `attentionForward`.
public func attentionProbabilities(
    _ out: Out, queries: QueryRows, keys: [KeySegment], samples: Int, heads: Int, headSize: Int,
    scratch: AttentionScratch
) {
    let shape = scratch.shape(queries: queries.count, keys: keys, headSize: headSize)
    for sample in 0..<samples {
        for head in 0..<heads {
            packKeys(keys, sample: sample, head: head, shape: shape, scratch: scratch)
            forEachBlock(of: queries.count) { first, rows in
                scoreBlock(
                    queries, first: first, rows: rows, sample: sample, head: head, shape: shape, scratch: scratch)
                softmaxRows(rows: rows, shape: shape, scratch: scratch, logSumExp: nil)
                let target = out + ((sample * heads + head) * queries.count + first) * shape.keys
                for row in 0..<rows {
                    writeHead(
                        target + row * shape.keys, scratch.scores + row * shape.scoreStride,
                        factor: scratch.rowFactors[row], headSize: shape.keys)
                }
            }
        }
    }
}

@inline(__always)
func forEachBlock(of queries: Int, _ body: (_ first: Int, _ rows: Int) -> Void) {
    var first = 0
    while first < queries {
        body(first, min(AttentionScratch.blockRows, queries - first))
        first += AttentionScratch.blockRows
    }
}

/// Packs one head's keys: rows, and panels scaled so that a product with a query is a score in units of log2.
func packKeys(_ keys: [KeySegment], sample: Int, head: Int, shape: AttentionShape, scratch: AttentionScratch) {
    packSegments(scratch.keyRows, keys, values: false, sample: sample, head: head, shape: shape)
    let scale = Float(log2OfE / Double(shape.headSize).squareRoot())
    packTransposed(scratch.keyPanels, scratch.keyRows, shape: shape, factor: scale)
}

/// `scratch.queryBlock` and `scratch.scores` of one block of queries; scores of padding keys are minus infinity.
func scoreBlock(
    _ queries: QueryRows, first: Int, rows: Int, sample: Int, head: Int, shape: AttentionShape,
    scratch: AttentionScratch
) {
    packHeads(
        scratch.queryBlock,
        queries.pointer + sample * queries.sampleStride + first * queries.rowStride + head * shape.headSize,
        rows: rows, xStride: queries.rowStride, headSize: shape.headSize, headWidth: shape.headWidth)
    let panels = RightPanels(pointer: scratch.keyPanels, rowStride: panelColumns, panelStride: shape.headWidth * panelColumns)
    multiplyRows(
        scratch.tiles, scratch.scores, cStride: shape.scoreStride, scratch.queryBlock, aStride: shape.headWidth, panels,
        rows: roundUp(rows, scratch.tiles.rows), columns: shape.keyWidth, depth: shape.headSize)
    for row in 0..<rows {
        let tail = scratch.scores + row * shape.scoreStride
        for key in shape.keys..<shape.keyWidth { tail[key] = -.infinity }
    }
}

/// Turns rows of scores into exponentials relative to the row's greatest, with the reciprocal of their sum in
/// `scratch.rowFactors`.
@inline(never)
func softmaxRows(rows: Int, shape: AttentionShape, scratch: AttentionScratch, logSumExp: Out?) {
    let width = shape.keyWidth
    for row in 0..<rows {
        let scores = scratch.scores + row * shape.scoreStride
        var (a, b) = (scores.load8(0), scores.load8(width - 8))
        var i = 8
        while i + 16 <= width {
            a = a.maximum(scores.load8(i))
            b = b.maximum(scores.load8(i + 8))
            i = i + 16
        }
        let greatest = a.maximum(b).laneMaximum
        let shift = Float8(repeating: greatest)
        // Two chains hide the latency of the polynomial; they are the halves of a wider vector.
        var (s0, s1) = (Float8(), Float8())
        i = 0
        if scratch.tiles == .twelve {
            let wide = wideExponentials(scores, shift: greatest, count: width)
            (i, s0, s1) = (wide.count, wide.sum.lowHalf, wide.sum.highHalf)
        }
        while i + 16 <= width {
            let (p, q) = (exp2(scores.load8(i) - shift), exp2(scores.load8(i + 8) - shift))
            scores.store8(p, i)
            scores.store8(q, i + 8)
            s0 += p
            s1 += q
            i = i + 16
        }
        if i < width {
            let p = exp2(scores.load8(i) - shift)
            scores.store8(p, i)
            s0 += p
        }
        let total = (s0 + s1).laneSum
        scratch.rowFactors[row] = 1 / total
        if let logSumExp { logSumExp[row] = Float(Double(greatest) / log2OfE) + log(total) }
    }
}

/// `out[headSize] = x * factor`.
@inline(__always)
func writeHead(_ out: Out, _ x: In, factor: Float, headSize: Int) {
    forEachVector(headSize) {
        out.store8(x.load8($0) * factor, $0)
    } _: { i, lanes in
        out.store8(x.load8(i, count: lanes) * factor, i, count: lanes)
    }
}

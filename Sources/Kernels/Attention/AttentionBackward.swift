import Foundation
import RegisterTiles
import WideTiles

/// The gradients of `attentionForward`, the probabilities being recomputed from `logSumExp`.
///
/// `dQueries` is **overwritten**; the keys' and values' gradients **accumulate** (`accumulateKeys: false` overwrites
/// them). `out` is the forward result, `dOut` its gradient. Gradient memory may interleave in one packed matrix but
/// must not overlap the inputs or each other. A key segment whose gradient nobody wants still needs memory.
/// - Precondition: as `attentionForward`; `dKeys` matches `keys` in number and counts.
///
/// Source: Dao et al., FlashAttention, arXiv 2205.14135, algorithm 4.
public func attentionBackward(
    dQueries: MutableQueryRows, dKeys: [KeyGradientSegment], dOut: QueryRows, out: QueryRows, logSumExp: In,
    queries: QueryRows, keys: [KeySegment], samples: Int, heads: Int, headSize: Int, scratch: AttentionScratch,
    accumulateKeys: Bool = true
) {
    precondition(
        dKeys.count == keys.count && zip(dKeys, keys).allSatisfy { $0.count == $1.count },
        "attentionBackward: gradient segments do not match key segments")
    let shape = scratch.shape(queries: queries.count, keys: keys, headSize: headSize)
    let (width, stride) = (shape.headWidth, shape.scoreStride)
    let scale = Float(1 / Double(headSize).squareRoot())
    let valuePanels = RightPanels(pointer: scratch.valuePanels, rowStride: panelColumns, panelStride: width * panelColumns)
    let keyColumns = RightPanels(pointer: scratch.keyRows, rowStride: width, panelStride: panelColumns)
    let queryColumns = RightPanels(pointer: scratch.queryBlock, rowStride: width, panelStride: panelColumns)
    let flowColumns = RightPanels(pointer: scratch.flowBlock, rowStride: width, panelStride: panelColumns)
    let gradientBytes = shape.keyRows * width * MemoryLayout<Float>.stride
    for sample in 0..<samples {
        for head in 0..<heads {
            packKeys(keys, sample: sample, head: head, shape: shape, scratch: scratch)
            packSegments(scratch.valueRows, keys, values: true, sample: sample, head: head, shape: shape)
            packTransposed(scratch.valuePanels, scratch.valueRows, shape: shape, factor: 1)
            memset(scratch.keyGradients, 0, gradientBytes)
            memset(scratch.valueGradients, 0, gradientBytes)
            forEachBlock(of: queries.count) { first, rows in
                let padded = roundUp(rows, scratch.tiles.rows)
                scoreBlock(
                    queries, first: first, rows: rows, sample: sample, head: head, shape: shape, scratch: scratch)
                let flow = dOut.pointer + sample * dOut.sampleStride + first * dOut.rowStride + head * headSize
                let result = out.pointer + sample * out.sampleStride + first * out.rowStride + head * headSize
                packHeads(
                    scratch.flowBlock, flow, rows: rows, xStride: dOut.rowStride, headSize: headSize, headWidth: width)
                // dP = dO V^T, then P and dS in place of the scores and dP.
                multiplyRows(
                    scratch.tiles, scratch.scoreGradients, cStride: stride, scratch.flowBlock, aStride: width, valuePanels,
                    rows: padded, columns: shape.keyWidth, depth: headSize)
                let logs = logSumExp + (sample * heads + head) * queries.count + first
                // With a single key P is 1 and dS exactly 0: taking dP itself for sum(P dP) leaves no rounding error
                // of two differently ordered sums for AdamW to amplify.
                for row in 0..<rows {
                    scratch.rowFactors[row] =
                        shape.keys == 1
                        ? scratch.scoreGradients[row * stride]
                        : dot(flow + row * dOut.rowStride, result + row * out.rowStride, count: headSize)
                }
                softmaxBackwardRows(rows: rows, shape: shape, scratch: scratch, logSumExp: logs)
                // dQ = dS K / sqrt(headSize)
                multiplyRows(
                    scratch.tiles, scratch.resultBlock, cStride: width, scratch.scoreGradients, aStride: stride, keyColumns,
                    rows: padded, columns: width, depth: shape.keys)
                let target =
                    dQueries.pointer + sample * dQueries.sampleStride + first * dQueries.rowStride
                    + head * headSize
                for row in 0..<rows {
                    writeHead(
                        target + row * dQueries.rowStride, scratch.resultBlock + row * width, factor: scale,
                        headSize: headSize)
                }
                // dV += P^T dO, dK += dS^T Q
                addTransposedProduct(
                    scratch.tiles, scratch.valueGradients, cStride: width, scratch.scores, aStride: stride, flowColumns,
                    rows: shape.keyRows, columns: width, depth: rows)
                addTransposedProduct(
                    scratch.tiles, scratch.keyGradients, cStride: width, scratch.scoreGradients, aStride: stride, queryColumns,
                    rows: shape.keyRows, columns: width, depth: rows)
            }
            var row = 0
            for segment in dKeys {
                let offset = sample * segment.sampleStride + head * headSize
                writeGradients(
                    segment.dKey + offset, scratch.keyGradients + row * width, factor: scale, rows: segment.count,
                    outStride: segment.rowStride, shape: shape, accumulate: accumulateKeys)
                writeGradients(
                    segment.dValue + offset, scratch.valueGradients + row * width, factor: 1, rows: segment.count,
                    outStride: segment.rowStride, shape: shape, accumulate: accumulateKeys)
                row += segment.count
            }
        }
    }
}

/// Scores become probabilities, dP becomes dS = P (dP - sum(P dP)), where `scratch.rowFactors` holds
/// sum(P dP) = dO . O.
@inline(never)
private func softmaxBackwardRows(rows: Int, shape: AttentionShape, scratch: AttentionScratch, logSumExp: In) {
    for row in 0..<rows {
        let scores = scratch.scores + row * shape.scoreStride
        let gradients = scratch.scoreGradients + row * shape.scoreStride
        let (log2Sum, mean) = (Float(Double(logSumExp[row]) * log2OfE), scratch.rowFactors[row])
        let (shift, expected) = (Float8(repeating: log2Sum), Float8(repeating: mean))
        var i =
            scratch.tiles == .twelve
            ? wideSoftmaxBackward(scores, gradients, shift: log2Sum, expected: mean, count: shape.keyWidth) : 0
        while i < shape.keyWidth {
            let p = exp2(scores.load8(i) - shift)
            scores.store8(p, i)
            gradients.store8(p * (gradients.load8(i) - expected), i)
            i = i + 8
        }
    }
}

@inline(__always)
private func dot(_ a: In, _ b: In, count: Int) -> Float {
    sumOfVectors(count) {
        a.load8($0) * b.load8($0)
    } _: {
        a.load8($0, count: $1) * b.load8($0, count: $1)
    }
}

/// `out[rows, headSize] (+)= x * factor`.
@inline(__always)
private func writeGradients(
    _ out: Out, _ x: In, factor: Float, rows: Int, outStride: Int, shape: AttentionShape, accumulate: Bool
) {
    for row in 0..<rows {
        let (to, from) = (out + row * outStride, x + row * shape.headWidth)
        guard accumulate else {
            writeHead(to, from, factor: factor, headSize: shape.headSize)
            continue
        }
        forEachVector(shape.headSize) { i in
            to.store8(to.load8(i).addingProduct(from.load8(i), Float8(repeating: factor)), i)
        } _: { i, lanes in
            let sum = to.load8(i, count: lanes).addingProduct(
                from.load8(i, count: lanes), Float8(repeating: factor))
            to.store8(sum, i, count: lanes)
        }
    }
}

import Kernels

extension Block {
    /// Mirrors `forward`, from its last line to its first.
    ///
    /// `g.stream` holds the gradient of the block's output and becomes that of its input, in place; text rows that are
    /// only attended to accumulate theirs. Accumulates the parameters' gradients.
    func backward(_ a: BlockActivations, _ g: BlockGradients, _ parameters: In, _ gradients: Out, scratch: LaneScratch) {
        let dStream = g.stream + a.firstStreamRow * width
        let hiddenWidth = fc1.outputs
        fc2.backward(
            dx: g.hidden, dOut: dStream, x: a.activated, parameters, gradients, rows: a.queryRows, scratch: scratch.matrix
        ) { first, count in
            let place = first * hiddenWidth
            geluBackward(
                g.hidden + place, out: a.activated + place, dOut: g.hidden + place, preActivation: a.hidden + place,
                count: count * hiddenWidth)
        }
        fc1.backward(
            dx: g.branch, dOut: g.hidden, x: a.normed2, parameters, gradients, rows: a.queryRows, scratch: scratch.matrix
        ) { first, count in
            norm2.backward(
                dx: dStream + first * width, dOut: g.branch + first * width, a.statistics2.from(first),
                x: a.middle + first * width, parameters, gradients, rows: count)
        }

        output.backward(dx: g.branch, dOut: dStream, x: a.attended, parameters, gradients, rows: a.queryRows, scratch: scratch.matrix)
        for (index, group) in a.queryGroups.enumerated() {
            attentionBackward(
                dQueries: g.queryGroups[index].dQueries, dKeys: g.keys, dOut: g.queryGroups[index].dOut, out: group.out.rows,
                logSumExp: group.storedLogSumExp, queries: group.queries, keys: a.keys, samples: a.samples, heads: heads,
                headSize: headSize, scratch: scratch.attention, accumulateKeys: index > 0)
        }
        projections.backward(dx: g.branch, dQKV: g.qkv, x: a.normed1, parameters, gradients, rows: a.queryRows, scratch: scratch.matrix)
        for part in a.queryInputs {
            let place = part.first * width
            norm1.backward(
                dx: dStream + place, dOut: g.branch + place, a.statistics1.from(part.first), x: part.rows, parameters,
                gradients, rows: part.count)
        }
        backwardTextKeys(a, g, parameters, gradients, scratch: scratch)
        if let skip, let link = a.skip {
            skip.backward(
                dx: g.branch, dSkip: g.skip, dOut: dStream, x: link.stream, skip: link.skip, parameters, gradients,
                rows: link.rows, scratch: scratch.matrix)
            dStream.update(from: g.branch, count: link.rows * width)
        }
    }

    private func backwardTextKeys(_ a: BlockActivations, _ g: BlockGradients, _ parameters: In, _ gradients: Out, scratch: LaneScratch) {
        guard let text = a.keyInput else { return }
        projections.backwardKeys(
            dx: g.branch, dKeyValue: g.textKeys, x: a.normed1 + text.first * width, parameters, gradients, rows: text.count,
            scratch: scratch.matrix)
        norm1.backward(
            dx: g.textStream, dOut: g.branch, a.statistics1.from(text.first), x: text.rows, parameters, gradients, rows: text.count)
    }
}

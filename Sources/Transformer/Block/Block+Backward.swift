import Kernels

extension Block {
    /// Mirrors `forward`, from its last line to its first.
    ///
    /// `g.stream` holds the gradient of the block's output and becomes that of its input, in place; text rows that are
    /// only attended to accumulate theirs. Accumulates the parameters' gradients.
    func backward(_ a: BlockActivations, _ g: BlockGradients, _ pass: BackwardPass) {
        let dStream = g.stream + a.firstStreamRow * width
        let hiddenWidth = fc1.outputs
        // The rows' gradients change in place below.
        fc2.weightGradient(dOut: dStream, x: a[.activated], pass, rows: a.queryRows)
        forEachRowBlock(a.queryInputs) { _, first, rows in
            let (place, hidden) = (first * width, g.hidden + first * hiddenWidth)
            fc2.inputGradient(hidden, dOut: dStream + place, pass, rows: rows)
            multiplyInPlace(hidden, a[.slope] + first * hiddenWidth, count: rows * hiddenWidth)
            fc1.inputGradient(g.branch + place, dOut: hidden, pass, rows: rows)
            norm2.backward(
                dx: dStream + place, dOut: g.branch + place, a.statistics2.from(first), x: a[.middle] + place, pass, rows: rows)
            output.inputGradient(g.branch + place, dOut: dStream + place, pass, rows: rows)
        }
        fc1.weightGradient(dOut: g.hidden, x: a[.normed2], pass, rows: a.queryRows)
        output.weightGradient(dOut: dStream, x: a[.attended], pass, rows: a.queryRows)

        for (index, group) in a.queryGroups.enumerated() {
            attentionBackward(
                dQueries: g.queryGroups[index].dQueries, dKeys: g.keys, dOut: g.queryGroups[index].dOut, out: group.out.rows,
                logSumExp: group.storedLogSumExp, queries: group.queries, keys: a.keys, samples: a.samples, heads: heads,
                headSize: headSize, scratch: pass.scratch.attention, accumulateKeys: index > 0)
        }
        projections.weightGradient(dQKV: g.qkv, x: a[.normed1], pass, rows: a.queryRows)
        forEachRowBlock(a.queryInputs) { input, first, rows in
            let place = first * width
            projections.inputGradient(g.branch + place, dQKV: g.qkv + 3 * place, pass, rows: rows)
            norm1.backward(dx: dStream + place, dOut: g.branch + place, a.statistics1.from(first), x: input, pass, rows: rows)
        }
        backwardTextKeys(a, g, pass)
        if let skip, let link = a.skip {
            skip.backward(dx: g.branch, dSkip: g.skip, dOut: dStream, x: link.stream, skip: link.skip, pass, rows: link.rows)
            dStream.update(from: g.branch, count: link.rows * width)
        }
    }

    private func backwardTextKeys(_ a: BlockActivations, _ g: BlockGradients, _ pass: BackwardPass) {
        guard let text = a.keyInput else { return }
        projections.backwardKeys(dx: g.branch, dKeyValue: g.textKeys, x: a[.normed1] + text.first * width, pass, rows: text.count)
        norm1.backward(dx: g.textStream, dOut: g.branch, a.statistics1.from(text.first), x: text.rows, pass, rows: text.count)
    }
}

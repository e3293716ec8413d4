import Kernels

extension Block {
    /// Mirrors `forward`, from its last line to its first.
    ///
    /// `g.stream` holds the gradient of the block's output and becomes that of its input, in place; text rows that are
    /// only attended to accumulate theirs. Accumulates the parameters' gradients.
    func backward(_ a: BlockActivations, _ g: BlockGradients, _ pass: BackwardPass) {
        let dStream = g.stream + a.firstStreamRow * width
        let (hidden, activated, hiddenWidth) = (a[.hidden], a[.activated], fc1.outputs)
        fc2.backward(dx: g.hidden, dOut: dStream, x: activated, pass, rows: a.queryRows) { first, count in
            let place = first * hiddenWidth
            geluBackward(
                g.hidden + place, out: activated + place, dOut: g.hidden + place, preActivation: hidden + place,
                count: count * hiddenWidth)
        }
        let (middle, statistics2) = (a[.middle], a.statistics2)
        fc1.backward(dx: g.branch, dOut: g.hidden, x: a[.normed2], pass, rows: a.queryRows) { first, count in
            let place = first * width
            norm2.backward(dx: dStream + place, dOut: g.branch + place, statistics2.from(first), x: middle + place, pass, rows: count)
        }

        output.backward(dx: g.branch, dOut: dStream, x: a[.attended], pass, rows: a.queryRows)
        for (index, group) in a.queryGroups.enumerated() {
            attentionBackward(
                dQueries: g.queryGroups[index].dQueries, dKeys: g.keys, dOut: g.queryGroups[index].dOut, out: group.out.rows,
                logSumExp: group.storedLogSumExp, queries: group.queries, keys: a.keys, samples: a.samples, heads: heads,
                headSize: headSize, scratch: pass.scratch.attention, accumulateKeys: index > 0)
        }
        projections.backward(dx: g.branch, dQKV: g.qkv, x: a[.normed1], pass, rows: a.queryRows)
        for part in a.queryInputs {
            let place = part.first * width
            norm1.backward(
                dx: dStream + place, dOut: g.branch + place, a.statistics1.from(part.first), x: part.rows, pass, rows: part.count)
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

import Kernels

extension Block {
    /// Overwrites `a.output` and everything the backward pass needs in `a`.
    ///
    /// In cross-attention `forwardTextKeys` must have run for this context; the last joint block of concat fusion runs it itself.
    /// - Parameter branch: scratch of `queryRows * width` floats.
    func forward(_ a: BlockActivations, _ parameters: In, branch: Out, scratch: AttentionScratch) {
        if let skip, let link = a.skip {
            skip.forward(link.merged, link.stream, skip: link.skip, parameters, rows: link.rows)
        }
        if description.textRole == .lastUse { forwardTextKeys(a, parameters) }
        for part in a.queryInputs {
            norm1.forward(a.normed1 + part.first * width, a.statistics1.from(part.first), part.rows, parameters, rows: part.count)
        }
        projections.forward(a.qkv, a.normed1, parameters, rows: a.queryRows)
        for group in a.queryGroups {
            attentionForward(
                group.out, logSumExp: group.logSumExp, queries: group.queries, keys: a.keys, samples: a.samples,
                heads: heads, headSize: headSize, scratch: scratch)
        }
        output.forward(branch, a.attended, parameters, rows: a.queryRows)
        for part in a.queryInputs {
            let place = part.first * width
            norm2.forward(
                a.normed2 + place, sum: a.middle + place, a.statistics2.from(part.first), part.rows, adding: branch + place,
                parameters, rows: part.count)
        }
        fc1.product(a.hidden, a.normed2, parameters, rows: a.queryRows)
        biasGELUForward(
            a.activated, preActivation: a.hidden, bias: parameters + hiddenBias, rows: a.queryRows, width: fc1.outputs)
        fc2.forward(branch, a.activated, parameters, rows: a.queryRows)
        addRows(a.output, a.middle, branch, count: a.queryRows * width)
    }

    /// Keys and values of text tokens that this block does not update; overwrites the text part of `a.normed1` and `a.textKeys`.
    func forwardTextKeys(_ a: BlockActivations, _ parameters: In) {
        guard let text = a.keyInput else { return }
        norm1.forward(a.normed1 + text.first * width, a.statistics1.from(text.first), text.rows, parameters, rows: text.count)
        projections.keyValue.forward(a.textKeys, a.normed1 + text.first * width, parameters, rows: text.count)
    }
}

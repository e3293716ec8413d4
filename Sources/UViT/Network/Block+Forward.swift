import Kernels

extension Block {
    /// Overwrites `a.output` and everything the backward pass needs in `a`.
    ///
    /// In cross-attention `forwardTextKeys` must have run for this context; the last joint block of concat fusion runs it itself.
    func forward(_ a: BlockActivations, _ parameters: In, scratch: LaneScratch) {
        if let skip, let link = a.skip {
            skip.forward(link.merged, link.stream, skip: link.skip, parameters, rows: link.rows, scratch: scratch.matrix)
        }
        if description.textRole == .lastUse { forwardTextKeys(a, parameters, scratch: scratch) }
        for part in a.queryInputs {
            norm1.forward(a.normed1 + part.first * width, a.statistics1.from(part.first), part.rows, parameters, rows: part.count)
        }
        projections.forward(a.qkv, a.normed1, parameters, rows: a.queryRows, scratch: scratch.matrix)
        for group in a.queryGroups {
            attentionForward(
                group.out, logSumExp: group.logSumExp, queries: group.queries, keys: a.keys, samples: a.samples,
                heads: heads, headSize: headSize, scratch: scratch.attention)
        }
        // Rows go through the next pass as soon as the product has finished them, while they are in cache.
        for part in a.queryInputs {
            let (middle, attended) = (a.middle + part.first * width, a.attended + part.first * width)
            output.forward(middle, attended, parameters, rows: part.count, addend: part.rows, scratch: scratch.matrix) { first, count in
                norm2.forward(
                    a.normed2 + (part.first + first) * width, a.statistics2.from(part.first + first), middle + first * width,
                    parameters, rows: count)
            }
        }
        let hiddenWidth = fc1.outputs
        fc1.forward(a.hidden, a.normed2, parameters, rows: a.queryRows, scratch: scratch.matrix) { first, count in
            geluForward(a.activated + first * hiddenWidth, a.hidden + first * hiddenWidth, count: count * hiddenWidth)
        }
        fc2.forward(a.output, a.activated, parameters, rows: a.queryRows, addend: a.middle, scratch: scratch.matrix)
    }

    /// Keys and values of text tokens that this block does not update; overwrites the text part of `a.normed1` and `a.textKeys`.
    func forwardTextKeys(_ a: BlockActivations, _ parameters: In, scratch: LaneScratch) {
        guard let text = a.keyInput else { return }
        norm1.forward(a.normed1 + text.first * width, a.statistics1.from(text.first), text.rows, parameters, rows: text.count)
        projections.keyValue.forward(
            a.textKeys, a.normed1 + text.first * width, parameters, rows: text.count, scratch: scratch.matrix)
    }
}

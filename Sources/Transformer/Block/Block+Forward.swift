import Kernels

extension Block {
    /// Overwrites `a[.output]` and everything the backward pass needs in `a`.
    ///
    /// In cross-attention `forwardTextKeys` must have run for this context; the last joint block of concat fusion runs it itself.
    /// - Parameter hidden: samples whose main rows do not see the text; in a block that has only one of the two nothing changes.
    func forward(_ a: BlockActivations, _ pass: ForwardPass, hidingTextFrom hidden: Range<Int> = 0..<0) {
        if let skip, let link = a.skip { skip.forward(a[.merged], link.stream, skip: link.skip, pass, rows: link.rows) }
        if textRole == .lastUse { forwardTextKeys(a, pass) }
        for part in a.queryInputs {
            norm1.forward(a[.normed1] + part.first * width, a.statistics1.from(part.first), part.rows, pass, rows: part.count)
        }
        projections.forward(a[.qkv], a[.normed1], pass, rows: a.queryRows)
        for (index, group) in a.queryGroups.enumerated() {
            if index == 0, !hidden.isEmpty, let mainKeys = a.mainKeys {
                attend(group, a, pass, hidden: hidden, mainKeys)
                continue
            }
            attentionForward(
                group.out, logSumExp: group.logSumExp, queries: group.queries, keys: a.keys, samples: a.samples,
                heads: heads, headSize: headSize, scratch: pass.scratch.attention)
        }
        // Rows go through the next pass as soon as the product has finished them, while they are in cache.
        let (normed2, statistics2) = (a[.normed2], a.statistics2)
        for part in a.queryInputs {
            let (middle, attended) = (a[.middle] + part.first * width, a[.attended] + part.first * width)
            output.forward(middle, attended, pass, rows: part.count, addend: part.rows) { first, count in
                norm2.forward(
                    normed2 + (part.first + first) * width, statistics2.from(part.first + first), middle + first * width, pass,
                    rows: count)
            }
        }
        let (hidden, activated, hiddenWidth) = (a[.hidden], a[.activated], fc1.outputs)
        fc1.forward(hidden, normed2, pass, rows: a.queryRows) { first, count in
            geluForward(activated + first * hiddenWidth, hidden + first * hiddenWidth, count: count * hiddenWidth)
        }
        fc2.forward(a[.output], activated, pass, rows: a.queryRows, addend: a[.middle])
    }

    /// Keys and values of text tokens that this block does not update; overwrites the text part of `a[.normed1]` and `a[.textKeys]`.
    func forwardTextKeys(_ a: BlockActivations, _ pass: ForwardPass) {
        guard let text = a.keyInput else { return }
        let normed = a[.normed1] + text.first * width
        norm1.forward(normed, a.statistics1.from(text.first), text.rows, pass, rows: text.count)
        projections.keyValue.forward(a[.textKeys], normed, pass, rows: text.count)
    }
}

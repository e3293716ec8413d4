import Kernels

extension Block {
    /// Overwrites `a[.output]` and everything the backward pass needs in `a`.
    ///
    /// In cross-attention `forwardTextKeys` must have run for this context; the last joint block of concat fusion runs it itself.
    /// - Parameter hidden: samples whose main rows do not see the text; in a block that has only one of the two nothing changes.
    func forward(_ a: BlockActivations, _ pass: ForwardPass, hidingTextFrom hidden: Range<Int> = 0..<0) {
        if let skip, let link = a.skip { skip.forward(a[.merged], link.stream, skip: link.skip, pass, rows: link.rows) }
        if textRole == .lastUse { forwardTextKeys(a, pass) }
        forEachRowBlock(a.queryInputs) { input, first, rows in
            let normed = a[.normed1] + first * width
            norm1.forward(normed, a.statistics1.from(first), input, pass, rows: rows)
            projections.forward(a[.qkv] + first * 3 * width, normed, pass, rows: rows)
        }
        for (index, group) in a.queryGroups.enumerated() {
            if index == 0, !hidden.isEmpty, let mainKeys = a.mainKeys {
                attend(group, a, pass, hidden: hidden, mainKeys)
                continue
            }
            attentionForward(
                group.out, logSumExp: group.logSumExp, queries: group.queries, keys: a.keys, samples: a.samples,
                heads: heads, headSize: headSize, scratch: pass.scratch.attention)
        }
        forEachRowBlock(a.queryInputs) { input, first, rows in
            let (middle, normed) = (a[.middle] + first * width, a[.normed2] + first * width)
            output.forward(middle, a[.attended] + first * width, pass, rows: rows, addend: input)
            norm2.forward(normed, a.statistics2.from(first), middle, pass, rows: rows)
            let (slope, activated) = (a[.slope] + first * fc1.outputs, a[.activated] + first * fc1.outputs)
            fc1.forward(activated, normed, pass, rows: rows)
            geluForward(activated, slope: a.keepsSlope ? slope : nil, activated, count: rows * fc1.outputs)
            fc2.forward(a[.output] + first * width, activated, pass, rows: rows, addend: middle)
        }
    }

    /// Keys and values of text tokens that this block does not update; overwrites the text part of `a[.normed1]` and `a[.textKeys]`.
    func forwardTextKeys(_ a: BlockActivations, _ pass: ForwardPass) {
        guard let text = a.keyInput else { return }
        let normed = a[.normed1] + text.first * width
        norm1.forward(normed, a.statistics1.from(text.first), text.rows, pass, rows: text.count)
        projections.keyValue.forward(a[.textKeys], normed, pass, rows: text.count)
    }

    /// Calls `body(input rows, first row in the block's buffers, number of rows)` for blocks of rows: they go through several layers
    /// while they are in the second-level cache.
    func forEachRowBlock(_ inputs: [InputRows], _ body: (_ input: Out, _ first: Int, _ rows: Int) -> Void) {
        for part in inputs {
            var row = 0
            while row < part.count {
                let rows = min(rowBlock, part.count - row)
                body(part.rows + row * width, part.first + row, rows)
                row += rows
            }
        }
    }

    /// Whole register tiles. Hidden rows of a narrow block stay in a second-level cache of 512 KB; of a wide one they do not, and its
    /// weights come from memory once a block of rows.
    private var rowBlock: Int { width < 384 ? 96 : 336 }
}

import Kernels

extension Block {
    /// The softmax probabilities of this block as the reference has them: overwrites `out[samples, heads, queryTokens, keyTokens]`.
    ///
    /// `forward` came just before. Text queries that the engine leaves out (the last joint block of concat fusion) are computed here.
    /// - Parameter hidden: as in `forward`; their main rows have probabilities of 0 for text.
    func probabilities(_ out: Out, _ a: BlockActivations, _ pass: ForwardPass, hidingTextFrom hidden: Range<Int> = 0..<0) {
        var queries = a.queryGroups.map(\.queries)
        var extra: FloatBuffer?
        if textRole == .lastUse, let text = a.keyInput {
            let rows = FloatBuffer(count: text.count * width)
            projections.query.forward(rows.pointer, a[.normed1] + text.first * width, pass, rows: text.count)
            let tokens = text.count / a.samples
            queries.append(QueryRows(pointer: rows.readPointer, count: tokens, rowStride: width, sampleStride: tokens * width))
            extra = rows
        }
        let keyTokens = a.keys.reduce(0) { $0 + $1.count }
        let queryTokens = queries.reduce(0) { $0 + $1.count }
        var firstQuery = 0
        for group in queries {
            let part = FloatBuffer(count: a.samples * heads * group.count * keyTokens)
            attentionProbabilities(
                part.pointer, queries: group, keys: a.keys, samples: a.samples, heads: heads, headSize: headSize,
                scratch: pass.scratch.attention)
            // Each (sample, head) has its own map: put this group's rows at their place in it.
            copyRows(
                out + firstQuery * keyTokens, part.pointer, rows: a.samples * heads, width: group.count * keyTokens,
                outStride: queryTokens * keyTokens)
            firstQuery += group.count
        }
        if !hidden.isEmpty, let mainKeys = a.mainKeys {
            hideText(in: out, queries: queries[0], a, pass, hidden: hidden, mainKeys, mapSize: queryTokens * keyTokens, keyTokens)
        }
        withExtendedLifetime(extra) {}
    }
}

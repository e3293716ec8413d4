import Kernels

// An intervention on a trained network: main tokens of some samples attend to main tokens only.

extension Block {
    /// The attention of the main rows: those of `hidden` samples have main keys only, so their softmax runs over these alone.
    /// - Precondition: no backward pass follows.
    func attend(_ group: QueryGroup, _ a: BlockActivations, _ pass: ForwardPass, hidden: Range<Int>, _ mainKeys: KeySegment) {
        precondition(group.logSumExp == nil, "text is hidden when predicting, not when training")
        func attend(_ samples: Range<Int>, _ keys: [KeySegment]) {
            guard !samples.isEmpty else { return }
            let first = samples.lowerBound
            attentionForward(
                group.out.from(first), logSumExp: nil, queries: group.queries.from(first), keys: keys.map { $0.from(first) },
                samples: samples.count, heads: heads, headSize: headSize, scratch: pass.scratch.attention)
        }
        attend(0..<hidden.lowerBound, a.keys)
        attend(hidden, [mainKeys])
        attend(hidden.upperBound..<a.samples, a.keys)
    }

    /// Overwrites the main rows of `hidden` samples in `out`, maps of `mapSize` probabilities whose rows begin with the main keys.
    func hideText(
        in out: Out, queries: QueryRows, _ a: BlockActivations, _ pass: ForwardPass, hidden: Range<Int>, _ mainKeys: KeySegment,
        mapSize: Int, _ keyTokens: Int
    ) {
        let (first, rows) = (hidden.lowerBound, queries.count)
        let maps = FloatBuffer(count: hidden.count * heads * rows * mainKeys.count)
        attentionProbabilities(
            maps.pointer, queries: queries.from(first), keys: [mainKeys.from(first)], samples: hidden.count, heads: heads,
            headSize: headSize, scratch: pass.scratch.attention)
        for map in 0..<hidden.count * heads {
            let target = out + (first * heads + map) * mapSize
            target.update(repeating: 0, count: rows * keyTokens)
            copyRows(
                target, maps.readPointer + map * rows * mainKeys.count, rows: rows, width: mainKeys.count, outStride: keyTokens)
        }
    }
}

// The same rows, the first samples left out.

extension KeySegment {
    fileprivate func from(_ sample: Int) -> KeySegment {
        var segment = self
        segment.key += sample * sampleStride
        segment.value += sample * sampleStride
        return segment
    }
}

extension QueryRows {
    fileprivate func from(_ sample: Int) -> QueryRows {
        var rows = self
        rows.pointer += sample * sampleStride
        return rows
    }
}

extension MutableQueryRows {
    fileprivate func from(_ sample: Int) -> MutableQueryRows {
        var rows = self
        rows.pointer += sample * sampleStride
        return rows
    }
}

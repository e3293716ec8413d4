import Foundation

extension NaiveKernels {
    /// Token `index` of the concatenated segments: its key and value of head `head` in sample `sample`.
    private static func token(
        _ keys: [KeySegment], _ index: Int, sample: Int, head: Int, headSize: Int
    ) -> (key: In, value: In) {
        var rest = index
        for segment in keys {
            if rest < segment.count {
                let offset = sample * segment.sampleStride + rest * segment.rowStride + head * headSize
                return (segment.key + offset, segment.value + offset)
            }
            rest -= segment.count
        }
        preconditionFailure("token \(index) is beyond the last segment")
    }

    private static func softmax(
        _ query: In, _ keys: [KeySegment], count: Int, sample: Int, head: Int, headSize: Int
    ) -> (probabilities: [Double], logSumExp: Double) {
        let scale = 1 / Double(headSize).squareRoot()
        var scores = (0..<count).map { index -> Double in
            let key = token(keys, index, sample: sample, head: head, headSize: headSize).key
            var dot = 0.0
            for d in 0..<headSize { dot += Double(query[d]) * Double(key[d]) }
            return dot * scale
        }
        let top = scores.max()!
        let total = scores.reduce(0) { $0 + exp($1 - top) }
        for index in scores.indices { scores[index] = exp(scores[index] - top) / total }
        return (scores, top + log(total))
    }

    public static func attentionForward(
        _ out: MutableQueryRows, logSumExp: Out?, queries: QueryRows, keys: [KeySegment],
        samples: Int, heads: Int, headSize: Int
    ) {
        let keyCount = keys.reduce(0) { $0 + $1.count }
        for sample in 0..<samples {
            for head in 0..<heads {
                for row in 0..<queries.count {
                    let query =
                        queries.pointer + sample * queries.sampleStride + row * queries.rowStride
                        + head * headSize
                    let (p, logTotal) = softmax(
                        query, keys, count: keyCount, sample: sample, head: head, headSize: headSize)
                    var mixed = [Double](repeating: 0, count: headSize)
                    for index in 0..<keyCount {
                        let value = token(keys, index, sample: sample, head: head, headSize: headSize).value
                        for d in 0..<headSize { mixed[d] += p[index] * Double(value[d]) }
                    }
                    let target = out.pointer + sample * out.sampleStride + row * out.rowStride + head * headSize
                    for d in 0..<headSize { target[d] = Float(mixed[d]) }
                    logSumExp?[(sample * heads + head) * queries.count + row] = Float(logTotal)
                }
            }
        }
    }

    public static func causalAttentionForward(
        _ out: MutableQueryRows, queries: QueryRows, keys: KeySegment, samples: Int, heads: Int, headSize: Int
    ) {
        for row in 0..<queries.count {
            var (one, query, seen) = (out, queries, keys)
            (one.count, query.count, seen.count) = (1, 1, row + 1)
            one.pointer += row * out.rowStride
            query.pointer += row * queries.rowStride
            attentionForward(one, logSumExp: nil, queries: query, keys: [seen], samples: samples, heads: heads, headSize: headSize)
        }
    }

    public static func attentionProbabilities(
        _ out: Out, queries: QueryRows, keys: [KeySegment], samples: Int, heads: Int, headSize: Int
    ) {
        let keyCount = keys.reduce(0) { $0 + $1.count }
        for sample in 0..<samples {
            for head in 0..<heads {
                for row in 0..<queries.count {
                    let query =
                        queries.pointer + sample * queries.sampleStride + row * queries.rowStride
                        + head * headSize
                    let (p, _) = softmax(query, keys, count: keyCount, sample: sample, head: head, headSize: headSize)
                    let target = out + ((sample * heads + head) * queries.count + row) * keyCount
                    for index in 0..<keyCount { target[index] = Float(p[index]) }
                }
            }
        }
    }

    public static func attentionBackward(
        dQueries: MutableQueryRows, dKeys: [KeyGradientSegment], dOut: QueryRows,
        queries: QueryRows, keys: [KeySegment], samples: Int, heads: Int, headSize: Int, accumulateKeys: Bool = true
    ) {
        let keyCount = keys.reduce(0) { $0 + $1.count }
        let scale = 1 / Double(headSize).squareRoot()
        for sample in 0..<samples {
            for head in 0..<heads {
                var keyFlow = [Double](repeating: 0, count: keyCount * headSize)
                var valueFlow = keyFlow
                for row in 0..<queries.count {
                    let query =
                        queries.pointer + sample * queries.sampleStride + row * queries.rowStride
                        + head * headSize
                    let flow = dOut.pointer + sample * dOut.sampleStride + row * dOut.rowStride + head * headSize
                    let (p, _) = softmax(query, keys, count: keyCount, sample: sample, head: head, headSize: headSize)
                    var dp = [Double](repeating: 0, count: keyCount)
                    var expected = 0.0
                    for index in 0..<keyCount {
                        let value = token(keys, index, sample: sample, head: head, headSize: headSize).value
                        for d in 0..<headSize {
                            dp[index] += Double(flow[d]) * Double(value[d])
                            valueFlow[index * headSize + d] += p[index] * Double(flow[d])
                        }
                        expected += p[index] * dp[index]
                    }
                    var queryFlow = [Double](repeating: 0, count: headSize)
                    for index in 0..<keyCount {
                        let key = token(keys, index, sample: sample, head: head, headSize: headSize).key
                        let ds = p[index] * (dp[index] - expected) * scale
                        for d in 0..<headSize {
                            queryFlow[d] += ds * Double(key[d])
                            keyFlow[index * headSize + d] += ds * Double(query[d])
                        }
                    }
                    let target =
                        dQueries.pointer + sample * dQueries.sampleStride + row * dQueries.rowStride
                        + head * headSize
                    for d in 0..<headSize { target[d] = Float(queryFlow[d]) }
                }
                var first = 0
                for segment in dKeys {
                    for row in 0..<segment.count {
                        let offset = sample * segment.sampleStride + row * segment.rowStride + head * headSize
                        for d in 0..<headSize {
                            let from = (first + row) * headSize + d
                            let (oldKey, oldValue) =
                                accumulateKeys
                                ? (Double(segment.dKey[offset + d]), Double(segment.dValue[offset + d])) : (0, 0)
                            segment.dKey[offset + d] = Float(oldKey + keyFlow[from])
                            segment.dValue[offset + d] = Float(oldValue + valueFlow[from])
                        }
                    }
                    first += segment.count
                }
            }
        }
    }
}

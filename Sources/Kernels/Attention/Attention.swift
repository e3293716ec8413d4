/// The working memory of one lane's attention calls: allocated once, reused by every call whose queries, keys and head
/// size do not exceed the maxima. One scratch serves one thread at a time.
///
/// `@unchecked Sendable`: owned by a single lane, never shared between concurrent calls.
public final class AttentionScratch: @unchecked Sendable {
    public let maximumQueries: Int
    /// Over all segments together.
    public let maximumKeys: Int
    public let maximumHeadSize: Int

    public init(maximumQueries: Int, maximumKeys: Int, headSize: Int) {
        self.maximumQueries = maximumQueries
        self.maximumKeys = maximumKeys
        self.maximumHeadSize = headSize
    }
}

/// `out = softmax(Q K^T / sqrt(headSize)) V` for every sample and head, the keys being all tokens of `keys` in order.
///
/// Overwrites `out` (`out.count == queries.count`; it may not overlap the inputs) and, unless nil,
/// `logSumExp[samples, heads, queries]`, the natural log of each softmax denominator, which is all that the backward
/// pass needs. No probabilities are stored.
/// - Precondition: one or two segments with at least one key in all; sizes within the scratch's maxima.
public func attentionForward(
    _ out: MutableQueryRows, logSumExp: Out?, queries: QueryRows, keys: [KeySegment],
    samples: Int, heads: Int, headSize: Int, scratch: AttentionScratch
) {
    NaiveKernels.attentionForward(
        out, logSumExp: logSumExp, queries: queries, keys: keys, samples: samples, heads: heads, headSize: headSize)
}

/// The gradients of `attentionForward`, the probabilities being recomputed from `logSumExp`.
///
/// `dQueries` is **overwritten**; the keys' and values' gradients **accumulate** (`accumulateKeys: false` overwrites
/// them). `out` is the forward result, `dOut` its gradient. Gradient memory may interleave in one packed matrix but
/// must not overlap the inputs or each other. A key segment whose gradient nobody wants still needs memory.
/// - Precondition: as `attentionForward`; `dKeys` matches `keys` in number and counts.
public func attentionBackward(
    dQueries: MutableQueryRows, dKeys: [KeyGradientSegment], dOut: QueryRows, out: QueryRows, logSumExp: In,
    queries: QueryRows, keys: [KeySegment], samples: Int, heads: Int, headSize: Int, scratch: AttentionScratch,
    accumulateKeys: Bool = true
) {
    NaiveKernels.attentionBackward(
        dQueries: dQueries, dKeys: dKeys, dOut: dOut, queries: queries, keys: keys,
        samples: samples, heads: heads, headSize: headSize, accumulateKeys: accumulateKeys)
}

/// The softmax probabilities themselves, for capture: overwrites `out[samples, heads, queries, allKeys]`, keys in
/// segment order.
/// - Precondition: as `attentionForward`.
public func attentionProbabilities(
    _ out: Out, queries: QueryRows, keys: [KeySegment], samples: Int, heads: Int, headSize: Int,
    scratch: AttentionScratch
) {
    NaiveKernels.attentionProbabilities(
        out, queries: queries, keys: keys, samples: samples, heads: heads, headSize: headSize)
}

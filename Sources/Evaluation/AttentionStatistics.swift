import Foundation
import Kernels

/// How one head's image tokens look at the text: some numbers of an image-to-text attention map.
///
/// The map is the slice [image queries, text keys] of the softmax probabilities, whose rows sum to 1 over *all* keys
/// (image, time and text).
public struct AttentionStatistics: Sendable, Equatable {
    /// Share of an image token's attention that goes to the text, in 0...1: the row sum of the map, averaged over
    /// image queries.
    public let textMass: Double
    /// How evenly that share is spread over the text tokens, in 0 (one token) ... 1 (all alike): entropy of the row,
    /// renormalised to sum 1, over `log(text tokens)`, averaged over the queries that look at the text at all. nil
    /// when no query does, and with fewer than two text tokens.
    public let normalisedEntropy: Double?
    /// How many independent patterns the map holds, in 1...min(queries, text tokens): exp of the entropy of its
    /// normalised singular values. nil for a map of zeros. Source: Roy & Vetterli, "The effective rank" (2007).
    public let effectiveRank: Double?
    /// How much of the map its strongest patterns explain; nil for a map of zeros.
    public let energy: SpectrumEnergy?

    /// Statistics of a map [queries, textTokens], row-major; nil when it is empty or holds a value that is negative
    /// or not finite.
    /// - Precondition: `map.count == queries * textTokens`.
    public init?(map: [Float], queries: Int, textTokens: Int) {
        precondition(map.count == queries * textTokens, "\(map.count) values for \(queries) x \(textTokens)")
        guard !map.isEmpty, map.allSatisfy({ $0 >= 0 && $0.isFinite }) else { return nil }
        let values = map.map(Double.init)
        guard let spectrum = singularValues(values, rows: queries, columns: textTokens) else { return nil }
        effectiveRank = Self.effectiveRank(singularValues: spectrum)
        energy = SpectrumEnergy(singularValues: spectrum)

        var (mass, entropy, looking) = (0.0, 0.0, 0)
        for query in 0..<queries {
            let row = values[(query * textTokens)..<((query + 1) * textTokens)]
            let rowMass = row.reduce(0, +)
            mass += rowMass
            guard rowMass > 0 else { continue }
            looking += 1
            entropy += Self.entropy(row.lazy.map { $0 / rowMass })
        }
        textMass = mass / Double(queries)
        normalisedEntropy =
            looking > 0 && textTokens > 1 ? entropy / (Double(looking) * log(Double(textTokens))) : nil
    }

    /// Statistics of one head out of a captured block's probabilities, [queries, keys] row-major, keys ordered image,
    /// time, text and queries beginning with the image tokens; nil as in ``init(map:queries:textTokens:)``.
    ///
    /// - Parameters:
    ///   - probabilities: the head's first row.
    ///   - textTokens: how many text tokens to look at, from the first; all of them when nil. Fewer leave out padding.
    /// - Precondition: at least `imageTokens` rows of `keys > imageTokens` floats are readable.
    public init?(probabilities: In, imageTokens: Int, keys: Int, textTokens: Int? = nil) {
        let map = Self.imageToTextMap(
            probabilities: probabilities, imageTokens: imageTokens, keys: keys, textTokens: textTokens)
        self.init(map: map, queries: imageTokens, textTokens: imageTokens > 0 ? map.count / imageTokens : 0)
    }

    /// The slice [imageTokens, textTokens] of one head's probabilities, [queries, keys] row-major, keys ordered image,
    /// time, text.
    public static func imageToTextMap(
        probabilities: In, imageTokens: Int, keys: Int, textTokens: Int? = nil
    ) -> [Float] {
        let available = keys - imageTokens - 1
        precondition(available >= 0, "\(keys) keys for \(imageTokens) image tokens and a time token")
        let count = min(textTokens ?? available, available)
        return (0..<imageTokens).flatMap { query in
            UnsafeBufferPointer(start: probabilities + query * keys + imageTokens + 1, count: count)
        }
    }

    /// exp of the entropy of singular values that are normalised to sum 1; nil when all are 0.
    static func effectiveRank(singularValues: [Double]) -> Double? {
        let sum = singularValues.reduce(0, +)
        guard sum > 0 else { return nil }
        return exp(entropy(singularValues.lazy.map { $0 / sum }))
    }

    /// `-sum(p log p)` in nats, where a share of 0 adds nothing.
    private static func entropy(_ shares: some Sequence<Double>) -> Double {
        -shares.reduce(0) { $1 > 0 ? $0 + $1 * log($1) : $0 }
    }
}

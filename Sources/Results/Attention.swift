/// A caption whose attention is watched, with its tokens as the encoder cut them.
public struct Probe: Sendable, Equatable {
    public var position: Int
    public var caption: String
    public var tokens: [String]

    public init(position: Int, caption: String, tokens: [String]) {
        (self.position, self.caption, self.tokens) = (position, caption, tokens)
    }
}

/// Which attention: one head of one block, for one caption at one diffusion timestep, as trained up to `step`.
public struct AttentionSite: Sendable, Equatable, Hashable {
    public var step: Int
    public var caption: String
    /// Position in execution order, from 0.
    public var blockIndex: Int
    public var block: String
    public var head: Int
    /// Diffusion timestep, 1...1000.
    public var timestep: Int

    public init(step: Int, caption: String, blockIndex: Int, block: String, head: Int, timestep: Int) {
        (self.step, self.caption, self.blockIndex, self.block, self.head) = (step, caption, blockIndex, block, head)
        self.timestep = timestep
    }
}

/// Softmax probabilities, row-major [queries, keys]; a store keeps them in half precision.
public struct AttentionMap: Sendable, Equatable {
    public var site: AttentionSite
    /// Image tokens, the rows.
    public var queryTokens: Int
    /// Text tokens, padding included, the columns.
    public var keyTokens: Int
    /// How to lay the values out, such as [8, 8, 16] for 8x8 patches by 16 text tokens.
    public var shape: [Int]
    public var values: [Float]

    /// - Parameter shape: nil for [queryTokens, keyTokens].
    public init(site: AttentionSite, queryTokens: Int, keyTokens: Int, shape: [Int]? = nil, values: [Float]) {
        self.site = site
        self.queryTokens = queryTokens
        self.keyTokens = keyTokens
        self.shape = shape ?? [queryTokens, keyTokens]
        self.values = values
    }
}

/// Figures of one image-to-text attention map; nil where one has no meaning (no attention to text at all, a map that is not finite).
public struct AttentionSummary: Sendable, Equatable {
    public var site: AttentionSite
    /// Share of the image queries' attention that falls on text, 0...1.
    public var textMass: Double?
    /// Entropy over the text tokens, normalised to 0...1.
    public var entropy: Double?
    /// Effective rank of the image-to-text map, at least 1.
    public var effectiveRank: Double?
    /// Shares of the map's energy in its first 1, 2 and 4 singular values, 0...1.
    public var energyFirst: Double?
    public var energyFirstTwo: Double?
    public var energyFirstFour: Double?

    public init(
        site: AttentionSite, textMass: Double?, entropy: Double?, effectiveRank: Double?, energyFirst: Double? = nil,
        energyFirstTwo: Double? = nil, energyFirstFour: Double? = nil
    ) {
        (self.site, self.textMass, self.entropy, self.effectiveRank) = (site, textMass, entropy, effectiveRank)
        (self.energyFirst, self.energyFirstTwo, self.energyFirstFour) = (energyFirst, energyFirstTwo, energyFirstFour)
    }
}

/// One head's attention to one caption, whole.
public struct AttentionRecord: Sendable {
    /// The words behind the text positions; padding is not listed.
    public var tokens: [String]
    public var map: AttentionMap
    public var summary: AttentionSummary

    public init(tokens: [String], map: AttentionMap, summary: AttentionSummary) {
        (self.tokens, self.map, self.summary) = (tokens, map, summary)
    }

    public var site: AttentionSite { map.site }
}

/// What attention statistics say about a whole job. Raw values are metric names on the command line.
public enum AttentionMeasure: String, Sendable, CaseIterable {
    case textMass = "attention_text_mass"
    case entropy = "attention_entropy"
    case effectiveRank = "attention_effective_rank"

    public func value(_ summary: AttentionSummary) -> Double? {
        switch self {
        case .textMass: summary.textMass
        case .entropy: summary.entropy
        case .effectiveRank: summary.effectiveRank
        }
    }
}

import Transformer

/// One transformer block as a reader of results sees it.
public struct BlockDescription: Sendable, Equatable, Hashable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case image, caption, joint, mid, jointSkip, imageSkip
    }

    /// The reference name, which prefixes the block's parameters: `joint_blocks.0`.
    public let name: String
    public let kind: Kind
    /// Tokens per sample that query (image, then time, then text).
    public let queryTokens: Int
    /// Tokens per sample that are attended to, in the same order.
    public let keyTokens: Int

    /// How this block treats text tokens.
    let textRole: TextRole

    /// Whether image tokens attend to text.
    public var seesText: Bool {
        switch kind {
        case .joint, .mid, .jointSkip: true
        case .image, .caption, .imageSkip: false
        }
    }

    var skipRole: SkipRole {
        switch kind {
        case .image, .joint: .feeds
        case .jointSkip, .imageSkip: .merges
        case .caption, .mid: .none
        }
    }
}

extension ModelConfiguration {
    /// All blocks in execution order: image, caption, joint, mid, joint skip, image skip.
    public var blocks: [BlockDescription] {
        let joint = depth / 2 - imageDepth
        let all = imageStreamTokens + textTokens
        func run(_ names: String, _ kind: BlockDescription.Kind, _ count: Int) -> [BlockDescription] {
            (0..<count).map { index in
                let name = kind == .mid ? names : "\(names).\(index)"
                switch kind {
                case .image, .imageSkip:
                    return BlockDescription(
                        name: name, kind: kind, queryTokens: imageStreamTokens, keyTokens: imageStreamTokens, textRole: .absent)
                case .caption:
                    return BlockDescription(
                        name: name, kind: kind, queryTokens: textTokens, keyTokens: textTokens, textRole: .alone)
                case .joint, .mid, .jointSkip:
                    let isLast = kind == .mid ? joint == 0 : kind == .jointSkip && index == joint - 1
                    let cross = conditioning == .crossAttention
                    return BlockDescription(
                        name: name, kind: kind, queryTokens: cross ? imageStreamTokens : all, keyTokens: all,
                        textRole: cross ? .constant : isLast ? .lastUse : .updated)
                }
            }
        }
        return run("image_blocks", .image, imageDepth) + run("caption_blocks", .caption, textDepth)
            + run("joint_blocks", .joint, joint) + run("mid_block", .mid, 1)
            + run("joint_skip_blocks", .jointSkip, joint) + run("image_skip_blocks", .imageSkip, imageDepth)
    }

    /// A block as the transformer knows it.
    func block(_ description: BlockDescription) -> BlockConfiguration {
        BlockConfiguration(
            name: description.name, width: width, hiddenWidth: hiddenWidth, heads: heads, projections: projections,
            projectionBias: qkvBias, textRole: description.textRole, skipRole: description.skipRole)
    }

    private var projections: ProjectionLayers {
        switch conditioning {
        case .concat: .packed
        case .crossAttention: .separate
        }
    }
}

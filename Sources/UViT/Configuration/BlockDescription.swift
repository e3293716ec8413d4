import Choices
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

    /// Whether image tokens run through it.
    public var holdsImage: Bool { kind != .caption }

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
        func block(_ name: String, _ kind: BlockDescription.Kind, queries: Int, keys: Int, _ role: TextRole) -> BlockDescription {
            BlockDescription(name: name, kind: kind, queryTokens: queries, keyTokens: keys, textRole: role)
        }
        func image(_ names: String, _ kind: BlockDescription.Kind) -> [BlockDescription] {
            (0..<imageDepth).map { block("\(names).\($0)", kind, queries: imageStreamTokens, keys: imageStreamTokens, .absent) }
        }
        func fused(_ name: String, _ kind: BlockDescription.Kind, isLast: Bool) -> BlockDescription {
            switch conditioning {
            case .concat: block(name, kind, queries: all, keys: all, isLast ? .lastUse : .updated)
            case .crossAttention: block(name, kind, queries: imageStreamTokens, keys: all, .constant)
            }
        }
        let captions = (0..<textDepth).map { block("caption_blocks.\($0)", .caption, queries: textTokens, keys: textTokens, .alone) }
        let before = (0..<joint).map { fused("joint_blocks.\($0)", .joint, isLast: false) }
        let middle = fused("mid_block", .mid, isLast: joint == 0)
        let after = (0..<joint).map { fused("joint_skip_blocks.\($0)", .jointSkip, isLast: $0 == joint - 1) }
        return image("image_blocks", .image) + captions + before + [middle] + after + image("image_skip_blocks", .imageSkip)
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

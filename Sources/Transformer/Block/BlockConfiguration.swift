/// What becomes of the text tokens in a block. Work whose result nobody reads is not done.
package enum TextRole: Sendable {
    /// The block sees no text beside its main tokens.
    case absent
    /// A text block: text tokens only.
    case alone
    /// Text tokens query, are attended to and are updated.
    case updated
    /// The last joint block of concat fusion: text is attended to, its own update would be dropped.
    case lastUse
    /// Cross-attention: text is attended to and stays as the caption branch left it.
    case constant
}

/// A block's end of a skip connection. The last block that feeds one is the first whose connection is merged.
package enum SkipRole: Sendable { case none, feeds, merges }

/// The layers that make queries, keys and values: one (`attn.qkv`), or one of queries and one of keys and values (`attn.q`, `attn.kv`).
package enum ProjectionLayers: Sendable { case packed, separate }

/// What decides the parameters and the arithmetic of one block. The defaults are a plain encoder's.
package struct BlockConfiguration: Sendable, Equatable {
    /// Prefixes the block's parameters.
    package let name: String
    package let width: Int
    package let hiddenWidth: Int
    package let heads: Int
    package let projections: ProjectionLayers
    package let projectionBias: Bool
    package let textRole: TextRole
    package let skipRole: SkipRole

    /// - Precondition: `heads` divides `width`.
    package init(
        name: String, width: Int, hiddenWidth: Int, heads: Int, projections: ProjectionLayers = .packed, projectionBias: Bool = false,
        textRole: TextRole = .absent, skipRole: SkipRole = .none
    ) {
        precondition(width % heads == 0, "\(heads) heads in a width of \(width)")
        self.name = name
        self.width = width
        self.hiddenWidth = hiddenWidth
        self.heads = heads
        self.projections = projections
        self.projectionBias = projectionBias
        self.textRole = textRole
        self.skipRole = skipRole
    }

    /// The block's tensors, named as in the reference model.
    package var parameterShapes: [NamedShape] {
        var shapes = normShapes("\(name).norm1", width)
        switch projections {
        case .packed:
            shapes += linearShapes("\(name).attn.qkv", width, 3 * width, bias: projectionBias)
        case .separate:
            shapes += linearShapes("\(name).attn.q", width, width, bias: projectionBias)
            shapes += linearShapes("\(name).attn.kv", width, 2 * width, bias: projectionBias)
        }
        shapes += linearShapes("\(name).attn.proj", width, width) + normShapes("\(name).norm2", width)
        shapes += linearShapes("\(name).mlp.fc1", width, hiddenWidth) + linearShapes("\(name).mlp.fc2", hiddenWidth, width)
        if skipRole == .merges { shapes += linearShapes("\(name).skip_linear", 2 * width, width) }
        return shapes
    }
}

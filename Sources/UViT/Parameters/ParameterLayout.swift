/// One named tensor inside the flat parameter storage.
public struct ParameterEntry: Sendable, Equatable {
    /// The reference name.
    public let name: String
    public let shape: [Int]
    /// Floats before it in the storage.
    public let offset: Int
    public let count: Int
}

/// Where each parameter of a configuration lies: entries sorted by name, each at a multiple of 16 floats.
///
/// The padding between entries stays zero in parameters, gradients and optimizer state.
package struct ParameterLayout: Sendable {
    package let entries: [ParameterEntry]
    /// Floats of the storage, padding included.
    package let storageCount: Int
    private let indices: [String: Int]

    init(_ configuration: ModelConfiguration) { self.init(shapes: Self.shapes(configuration)) }

    /// A layout of any tensors.
    /// - Precondition: no two names are equal.
    package init(shapes: [(name: String, shape: [Int])]) {
        var offset = 0
        entries = shapes.sorted { $0.name < $1.name }.map { name, shape in
            let count = shape.reduce(1, *)
            defer { offset += (count + 15) & ~15 }
            return ParameterEntry(name: name, shape: shape, offset: offset, count: count)
        }
        storageCount = offset
        indices = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.name, $0) })
    }

    package func entry(_ name: String) -> ParameterEntry? { indices[name].map { entries[$0] } }

    package func offset(_ name: String) -> Int {
        guard let entry = entry(name) else { preconditionFailure("no parameter '\(name)' in this configuration") }
        return entry.offset
    }

    /// (outputs, inputs) of every linear layer, the patch embedding among them.
    var matrices: [(outputs: Int, inputs: Int)] {
        entries.filter { $0.shape.count > 1 && $0.name != "pos_embed" && $0.name != "final_layer.weight" }
            .map { (outputs: $0.shape[0], inputs: $0.shape.dropFirst().reduce(1, *)) }
    }

    /// Names and shapes as the reference model has them; linear weights are [out, in].
    private static func shapes(_ c: ModelConfiguration) -> [(name: String, shape: [Int])] {
        var shapes: [(name: String, shape: [Int])] = []
        func linear(_ name: String, _ inputs: Int, _ outputs: Int, bias: Bool = true) {
            shapes.append(("\(name).weight", [outputs, inputs]))
            if bias { shapes.append(("\(name).bias", [outputs])) }
        }
        func norm(_ name: String) {
            shapes.append(("\(name).weight", [c.width]))
            shapes.append(("\(name).bias", [c.width]))
        }
        shapes.append(("pos_embed", [1, c.imageStreamTokens + c.textTokens, c.width]))
        shapes.append(("patch_embed.proj.weight", [c.width, c.channels, c.patchSize, c.patchSize]))
        shapes.append(("patch_embed.proj.bias", [c.width]))
        linear("context_embed", c.textWidth, c.width)
        if c.timeMLP {
            linear("time_embed.0", c.width, 4 * c.width)
            linear("time_embed.2", 4 * c.width, c.width)
        }
        for block in c.blocks {
            norm("\(block.name).norm1")
            switch c.conditioning {
            case .concat:
                linear("\(block.name).attn.qkv", c.width, 3 * c.width, bias: c.qkvBias)
            case .crossAttention:
                linear("\(block.name).attn.q", c.width, c.width, bias: c.qkvBias)
                linear("\(block.name).attn.kv", c.width, 2 * c.width, bias: c.qkvBias)
            }
            linear("\(block.name).attn.proj", c.width, c.width)
            norm("\(block.name).norm2")
            linear("\(block.name).mlp.fc1", c.width, c.hiddenWidth)
            linear("\(block.name).mlp.fc2", c.hiddenWidth, c.width)
            if block.hasSkip { linear("\(block.name).skip_linear", 2 * c.width, c.width) }
        }
        norm("norm")
        linear("decoder_pred", c.width, c.patchElements)
        shapes.append(("final_layer.weight", [c.channels, c.channels, 3, 3]))
        shapes.append(("final_layer.bias", [c.channels]))
        return shapes
    }
}

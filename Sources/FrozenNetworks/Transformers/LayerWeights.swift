import Kernels
import TensorFiles

/// Scale and shift of a layer norm.
struct NormWeights: Sendable {
    let gamma: FloatBuffer
    let beta: FloatBuffer

    /// Overwrites `out`, which may be `x` itself.
    func apply(_ out: Out, _ x: In, rows: Int, epsilon: Float) {
        layerNorm(out, x, gamma: gamma.readPointer, beta: beta.readPointer, epsilon: epsilon, rows: rows, width: gamma.count)
    }
}

/// The weights of one layer.
struct LayerWeights: Sendable {
    let attentionNorm: NormWeights
    /// Queries, keys and values in one product.
    let queriesKeysValues: PackedLinear
    let attentionOutput: PackedLinear
    let mlpNorm: NormWeights
    let mlpInput: PackedLinear
    let mlpOutput: PackedLinear
}

/// What a library calls the parts of a layer.
struct LayerNames {
    let queriesKeysValues: [String]
    let attentionOutput: String
    let attentionNorm: String
    let mlpInput: String
    let mlpOutput: String
    let mlpNorm: String

    /// Of transformers' CLIP classes.
    static func clip(_ prefix: String) -> LayerNames {
        LayerNames(
            queriesKeysValues: ["q_proj", "k_proj", "v_proj"].map { "\(prefix).self_attn.\($0)" },
            attentionOutput: "\(prefix).self_attn.out_proj", attentionNorm: "\(prefix).layer_norm1", mlpInput: "\(prefix).mlp.fc1",
            mlpOutput: "\(prefix).mlp.fc2", mlpNorm: "\(prefix).layer_norm2")
    }

    /// Of transformers' BERT classes.
    static func bert(_ prefix: String) -> LayerNames {
        LayerNames(
            queriesKeysValues: ["query", "key", "value"].map { "\(prefix).attention.self.\($0)" },
            attentionOutput: "\(prefix).attention.output.dense", attentionNorm: "\(prefix).attention.output.LayerNorm",
            mlpInput: "\(prefix).intermediate.dense", mlpOutput: "\(prefix).output.dense", mlpNorm: "\(prefix).output.LayerNorm")
    }
}

extension WeightReader {
    mutating func layer(_ names: LayerNames, _ shape: TransformerShape) -> LayerWeights {
        LayerWeights(
            attentionNorm: norm(names.attentionNorm, shape.width),
            queriesKeysValues: linear(names.queriesKeysValues, outputs: shape.width, inputs: shape.width),
            attentionOutput: linear([names.attentionOutput], outputs: shape.width, inputs: shape.width),
            mlpNorm: norm(names.mlpNorm, shape.width), mlpInput: linear([names.mlpInput], outputs: shape.hidden, inputs: shape.width),
            mlpOutput: linear([names.mlpOutput], outputs: shape.width, inputs: shape.hidden))
    }

    /// A layer norm's weights; checkpoints of BERT's first years call them gamma and beta.
    mutating func norm(_ name: String, _ width: Int) -> NormWeights {
        let isOld = !contains("\(name).weight") && contains("\(name).gamma")
        return NormWeights(
            gamma: buffer("\(name).\(isOld ? "gamma" : "weight")", [width]), beta: buffer("\(name).\(isOld ? "beta" : "bias")", [width]))
    }

    /// Layers [outputs, inputs] with one input, stacked into one.
    mutating func linear(_ names: [String], outputs: Int, inputs: Int, hasBias: Bool = true) -> PackedLinear {
        var weight: [Float] = [], bias: [Float] = []
        guard names.allSatisfy({ archive[$0 + ".weight"]?.shape == [outputs, inputs] }) else {
            // `finish` will tell; a configuration that is far too large must not fill the memory before.
            for name in names {
                _ = values("\(name).weight", [outputs, inputs])
                if hasBias { _ = values("\(name).bias", [outputs]) }
            }
            return PackedLinear([0], bias: nil, outputs: 1, inputs: 1)
        }
        for name in names {
            weight += values("\(name).weight", [outputs, inputs])
            if hasBias { bias += values("\(name).bias", [outputs]) }
        }
        return PackedLinear(weight, bias: hasBias ? bias : nil, outputs: names.count * outputs, inputs: inputs)
    }

    mutating func buffer(_ name: String, _ shape: [Int]) -> FloatBuffer { FloatBuffer(values(name, shape)) }
}

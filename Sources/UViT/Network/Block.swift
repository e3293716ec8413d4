import Choices
import Kernels

/// One transformer block: `x = x + Attn(LN1(x)); x = x + MLP(LN2(x))`, after merging a skip connection if it has one.
///
/// Rows are segment-major: image and time tokens of all samples of the lane, then text tokens of all samples.
struct Block: Sendable {
    let description: BlockDescription
    let width: Int
    let heads: Int
    let skip: SkipLayer?
    let norm1: NormLayer
    let projections: AttentionProjections
    let output: LinearLayer
    let norm2: NormLayer
    let fc1: LinearLayer
    let fc2: LinearLayer

    init(_ description: BlockDescription, _ configuration: ModelConfiguration, _ layout: ParameterLayout) {
        let name = description.name
        self.description = description
        width = configuration.width
        heads = configuration.heads
        skip = description.hasSkip ? layout.skip("\(name).skip_linear", width: width) : nil
        norm1 = layout.norm("\(name).norm1")
        projections = AttentionProjections(name, configuration.conditioning, layout)
        output = layout.linear("\(name).attn.proj")
        norm2 = layout.norm("\(name).norm2")
        fc1 = layout.linear("\(name).mlp.fc1")
        fc2 = layout.linear("\(name).mlp.fc2")
    }

    var headSize: Int { width / heads }
}

/// The input projections of attention. Whatever the layers, queries, keys and values of a row lie side by side: [rows, 3D].
struct AttentionProjections: Sendable {
    let query: LinearLayer
    let keyValue: LinearLayer
    /// Both in one, where the reference has one layer.
    let packed: LinearLayer?

    init(_ block: String, _ conditioning: Conditioning, _ layout: ParameterLayout) {
        switch conditioning {
        case .crossAttention:
            query = layout.linear("\(block).attn.q")
            keyValue = layout.linear("\(block).attn.kv")
            packed = nil
        case .concat:
            let all = layout.linear("\(block).attn.qkv")
            let width = all.inputs
            query = LinearLayer(weight: all.weight, bias: all.bias, inputs: width, outputs: width)
            keyValue = LinearLayer(
                weight: all.weight + width * width, bias: all.bias.map { $0 + width }, inputs: width, outputs: 2 * width)
            packed = all
        }
    }

    /// `qkv[rows, 3D]` from `x[rows, D]`; overwrites.
    func forward(_ qkv: Out, _ x: In, _ parameters: In, rows: Int, scratch: MatrixScratch) {
        if let packed {
            packed.forward(qkv, x, parameters, rows: rows, scratch: scratch)
        } else {
            query.forward(qkv, x, parameters, rows: rows, outStride: 3 * query.inputs, scratch: scratch)
            keyValue.forward(qkv + query.inputs, x, parameters, rows: rows, outStride: 3 * query.inputs, scratch: scratch)
        }
    }

    /// Overwrites `dx`, accumulates the layers' gradients.
    func backward(dx: Out, dQKV: In, x: In, _ parameters: In, _ gradients: Out, rows: Int, scratch: MatrixScratch) {
        if let packed {
            packed.backward(dx: dx, dOut: dQKV, x: x, parameters, gradients, rows: rows, scratch: scratch)
        } else {
            let stride = 3 * query.inputs
            query.backward(dx: dx, dOut: dQKV, x: x, parameters, gradients, rows: rows, dOutStride: stride, scratch: scratch)
            keyValue.backward(
                dx: dx, dOut: dQKV + query.inputs, x: x, parameters, gradients, rows: rows, dOutStride: stride,
                accumulateInput: true, scratch: scratch)
        }
        clearKeyBias(gradients)
    }

    /// The gradients of `keyValue` alone: `dKeyValue` is [rows, 2D]. Overwrites `dx`, accumulates the layer's gradients.
    func backwardKeys(dx: Out, dKeyValue: In, x: In, _ parameters: In, _ gradients: Out, rows: Int, scratch: MatrixScratch) {
        keyValue.backward(dx: dx, dOut: dKeyValue, x: x, parameters, gradients, rows: rows, scratch: scratch)
        clearKeyBias(gradients)
    }

    /// A key bias shifts all scores of a query alike, which softmax ignores: its gradient is zero. AdamW would blow the
    /// rounding noise that arithmetic leaves instead up to whole steps.
    private func clearKeyBias(_ gradients: Out) {
        if let bias = keyValue.bias { (gradients + bias).update(repeating: 0, count: keyValue.inputs) }
    }
}

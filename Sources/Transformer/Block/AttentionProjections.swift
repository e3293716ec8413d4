import Kernels

/// The input projections of attention. Whatever the layers, queries, keys and values of a row lie side by side: [rows, 3D].
struct AttentionProjections: Sendable {
    let query: LinearLayer
    let keyValue: LinearLayer
    /// Both in one, where the model has one layer.
    let packed: LinearLayer?

    init(_ block: String, _ layers: ProjectionLayers, _ layout: ParameterLayout) {
        switch layers {
        case .separate:
            query = layout.linear("\(block).attn.q")
            keyValue = layout.linear("\(block).attn.kv")
            packed = nil
        case .packed:
            let all = layout.linear("\(block).attn.qkv")
            let width = all.inputs
            query = LinearLayer(weight: all.weight, bias: all.bias, inputs: width, outputs: width)
            keyValue = LinearLayer(
                weight: all.weight + width * width, bias: all.bias.map { $0 + width }, inputs: width, outputs: 2 * width)
            packed = all
        }
    }

    var layers: [LinearLayer] { packed.map { [$0] } ?? [query, keyValue] }

    /// `qkv[rows, 3D]` from `x[rows, D]`; overwrites.
    func forward(_ qkv: Out, _ x: In, _ pass: ForwardPass, rows: Int) {
        if let packed {
            packed.forward(qkv, x, pass, rows: rows)
        } else {
            query.forward(qkv, x, pass, rows: rows, outStride: 3 * query.inputs)
            keyValue.forward(qkv + query.inputs, x, pass, rows: rows, outStride: 3 * query.inputs)
        }
    }

    /// Overwrites `dx`, accumulates the layers' gradients.
    func backward(dx: Out, dQKV: In, x: In, _ pass: BackwardPass, rows: Int) {
        if let packed {
            packed.backward(dx: dx, dOut: dQKV, x: x, pass, rows: rows)
        } else {
            let stride = 3 * query.inputs
            query.backward(dx: dx, dOut: dQKV, x: x, pass, rows: rows, dOutStride: stride)
            keyValue.backward(dx: dx, dOut: dQKV + query.inputs, x: x, pass, rows: rows, dOutStride: stride, accumulateInput: true)
        }
        clearKeyBias(pass.gradients)
    }

    /// The gradients of `keyValue` alone: `dKeyValue` is [rows, 2D]. Overwrites `dx`, accumulates the layer's gradients.
    func backwardKeys(dx: Out, dKeyValue: In, x: In, _ pass: BackwardPass, rows: Int) {
        keyValue.backward(dx: dx, dOut: dKeyValue, x: x, pass, rows: rows)
        clearKeyBias(pass.gradients)
    }

    /// A key bias shifts all scores of a query alike, which softmax ignores: its gradient is zero. AdamW would blow the
    /// rounding noise that arithmetic leaves instead up to whole steps.
    private func clearKeyBias(_ gradients: Out) {
        if let bias = keyValue.bias { (gradients + bias).update(repeating: 0, count: keyValue.inputs) }
    }
}

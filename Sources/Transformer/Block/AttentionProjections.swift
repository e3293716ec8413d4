import Kernels

/// The input projections of attention. Whatever the layers, queries, keys and values of a row lie side by side: [rows, 3D].
struct AttentionProjections: Sendable {
    let query: LinearLayer
    let keyValue: LinearLayer
    /// Both in one, where the model has one layer.
    let whole: LinearLayer?

    init(_ block: String, _ layers: ProjectionLayers, _ layout: ParameterLayout) {
        switch layers {
        case .separate:
            query = layout.linear("\(block).attn.q")
            keyValue = layout.linear("\(block).attn.kv")
            whole = nil
        case .packed:
            let all = layout.linear("\(block).attn.qkv")
            (query, keyValue) = all.splitOutputs(at: all.inputs)
            whole = all
        }
    }

    var layers: [LinearLayer] { [query, keyValue] }

    private var stride: Int { 3 * query.inputs }

    /// `qkv[rows, 3D]` from `x[rows, D]`; overwrites.
    func forward(_ qkv: Out, _ x: In, _ pass: ForwardPass, rows: Int) {
        query.forward(qkv, x, pass, rows: rows, outStride: stride)
        keyValue.forward(qkv + query.inputs, x, pass, rows: rows, outStride: stride)
    }

    /// Overwrites `dx[rows, D]` from `dQKV[rows, 3D]`.
    func inputGradient(_ dx: Out, dQKV: In, _ pass: BackwardPass, rows: Int) {
        query.inputGradient(dx, dOut: dQKV, pass, rows: rows, dOutStride: stride)
        keyValue.inputGradient(dx, dOut: dQKV + query.inputs, pass, rows: rows, dOutStride: stride, accumulate: true)
    }

    /// Accumulates the layers' gradients.
    func weightGradient(dQKV: In, x: In, _ pass: BackwardPass, rows: Int) {
        if let whole {
            whole.weightGradient(dOut: dQKV, x: x, pass, rows: rows)
        } else {
            query.weightGradient(dOut: dQKV, x: x, pass, rows: rows, dOutStride: stride)
            keyValue.weightGradient(dOut: dQKV + query.inputs, x: x, pass, rows: rows, dOutStride: stride)
        }
        clearKeyBias(pass.gradients)
    }

    /// The gradients of `keyValue` alone: `dKeyValue` is [rows, 2D]. Overwrites `dx`, accumulates the layer's gradients.
    func backwardKeys(dx: Out, dKeyValue: In, x: In, _ pass: BackwardPass, rows: Int) {
        keyValue.inputGradient(dx, dOut: dKeyValue, pass, rows: rows)
        keyValue.weightGradient(dOut: dKeyValue, x: x, pass, rows: rows)
        clearKeyBias(pass.gradients)
    }

    /// A key bias shifts all scores of a query alike, which softmax ignores: its gradient is zero. AdamW would blow the
    /// rounding noise that arithmetic leaves instead up to whole steps.
    private func clearKeyBias(_ gradients: Out) {
        if let bias = keyValue.bias { (gradients + bias).update(repeating: 0, count: keyValue.inputs) }
    }
}

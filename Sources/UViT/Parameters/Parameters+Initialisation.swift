import Choices
import Kernels
import Transformer

extension Parameters {
    /// Sets every parameter. Values depend on the seed, the scheme and the entry's place alone.
    ///
    /// Linear weights and `pos_embed`: normal, truncated at the absolute bounds -2 and 2; `pos_embed` has a standard
    /// deviation of 0.02 in both schemes. Convolutions: uniform in +-1/sqrt(fan in), weight and bias. Layer norms: 1 and
    /// 0. Other biases: 0.
    public func initialise(seed: UInt64, scheme: InitialisationScheme = .reference) {
        for (index, entry) in entries.enumerated() {
            let out = storage.pointer + entry.offset
            let key = RandomKey(seed: seed, purpose: .initialisation, step: UInt64(index))
            switch entry.rule {
            case .convolution(let inputs):
                let bound = 1 / Float(inputs).squareRoot()
                fillUniform(out, count: entry.count, key: key, low: -bound, high: bound)
            case .convolutionBias(let weight):
                let shape = layout.entry(weight)?.shape ?? []
                let bound = 1 / Float(shape.dropFirst().reduce(1, *)).squareRoot()
                fillUniform(out, count: entry.count, key: key, low: -bound, high: bound)
            case .linear(let inputs):
                let deviation: Float =
                    switch scheme {
                    case .reference: 0.02
                    case .fanIn: 1 / Float(inputs).squareRoot()
                    }
                fillTruncatedNormal(out, count: entry.count, key: key, deviation: deviation)
            case .position:
                fillTruncatedNormal(out, count: entry.count, key: key, deviation: 0.02)
            case .one:
                out.update(repeating: 1, count: entry.count)
            case .zero:
                out.update(repeating: 0, count: entry.count)
            }
        }
    }
}

private enum InitialisationRule {
    case convolution(inputs: Int)
    case convolutionBias(weight: String)
    case linear(inputs: Int)
    case position
    case one
    case zero
}

extension ParameterEntry {
    fileprivate var rule: InitialisationRule {
        if name == "pos_embed" { return .position }
        if shape.count == 4 { return .convolution(inputs: shape.dropFirst().reduce(1, *)) }
        if name == "patch_embed.proj.bias" || name == "final_layer.bias" {
            return .convolutionBias(weight: name.replacing(".bias", with: ".weight"))
        }
        if shape.count == 2 { return .linear(inputs: shape[1]) }
        // What is left is one-dimensional: a norm's scale is its only weight.
        return name.hasSuffix(".weight") ? .one : .zero
    }
}

/// Normal values of the given deviation; one beyond +-2 is drawn again from the stream of the next attempt.
private func fillTruncatedNormal(_ out: Out, count: Int, key: RandomKey, deviation: Float) {
    fillNormal(out, count: count, key: key, deviation: deviation)
    for index in 0..<count where abs(out[index]) > 2 {
        var attempt = key
        repeat {
            attempt.sample += 1
            out[index] = normal(attempt, index) * deviation
        } while abs(out[index]) > 2
    }
}

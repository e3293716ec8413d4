import Kernels
import TensorFiles

private let normEpsilon = 1e-6

/// `x + conv(silu(norm(conv(silu(norm(x))))))`, with a 1 x 1 convolution of x where the channels change.
struct ResidualBlock: Sendable {
    let firstNorm: GroupNormLayer
    let first: ConvolutionLayer
    let secondNorm: GroupNormLayer
    let second: ConvolutionLayer
    let shortcut: ConvolutionLayer?

    func callAsFunction(_ x: FeatureMaps, _ pass: ForwardPass) -> FeatureMaps {
        let inner = secondNorm(first(firstNorm(x, pass), pass), pass)
        return second(inner, pass, addend: shortcut.map { $0(x, pass) } ?? x)
    }
}

/// `x + projection(attention(norm(x)))` with one head over all positions.
struct SpatialAttention: Sendable {
    let norm: GroupNormLayer
    let query: ConvolutionLayer
    let key: ConvolutionLayer
    let value: ConvolutionLayer
    let projection: ConvolutionLayer

    func callAsFunction(_ x: FeatureMaps, _ pass: ForwardPass) -> FeatureMaps {
        let normed = norm(x, pass)
        let (q, k, v) = (query(normed, pass), key(normed, pass), value(normed, pass))
        let mixed = pass.maps(x.shape)
        withExtendedLifetime((q, k, v, mixed)) {
            spatialAttentionForward(
                mixed.pointer, queries: In(q.pointer), keys: In(k.pointer), values: In(v.pointer), batch: x.shape.batch,
                positions: x.shape.height * x.shape.width, channels: x.shape.channels, pool: pass.threads, buffers: pass.buffers)
        }
        return projection(mixed, pass, addend: x)
    }
}

/// Doubles height and width by repetition, then a 3 x 3 convolution.
struct UpsamplingLayer: Sendable {
    let convolution: UpsampledConvolution

    func callAsFunction(_ x: FeatureMaps, _ pass: ForwardPass) -> FeatureMaps {
        let out = pass.maps(
            MapShape(batch: x.shape.batch, height: 2 * x.shape.height, width: 2 * x.shape.width, channels: convolution.outputs))
        withExtendedLifetime((x, out)) {
            convolutionForward(out.pointer, In(x.pointer), convolution, shape: x.shape, pool: pass.threads)
        }
        return out
    }
}

/// Two residual blocks with attention between them, at the coarsest level.
struct MiddleBlock: Sendable {
    let first: ResidualBlock
    let attention: SpatialAttention?
    let second: ResidualBlock

    func callAsFunction(_ x: FeatureMaps, _ pass: ForwardPass) -> FeatureMaps {
        let inner = first(x, pass)
        return second(attention.map { $0(inner, pass) } ?? inner, pass)
    }
}

/// Reads blocks by whichever names the file has.
struct AutoencoderReader {
    var reader: WeightReader
    let names: AutoencoderNames
    let groups: Int

    /// Height and width are kept, or halved with a row and a column of zeros at the bottom and right.
    mutating func convolution(_ name: String, inputs: Int, outputs: Int, halves: Bool = false) -> ConvolutionLayer {
        ConvolutionLayer(
            packed: reader.convolution(name, inputs: inputs, outputs: outputs, window: Window(3, 3, stride: halves ? 2 : 1)),
            padding: halves ? Padding(top: 0, left: 0, bottom: 1, right: 1) : Padding(1))
    }

    mutating func pointwise(_ name: String, inputs: Int, outputs: Int) -> ConvolutionLayer {
        ConvolutionLayer(packed: reader.pointwise(name, inputs: inputs, outputs: outputs), padding: .none)
    }

    mutating func norm(_ name: String, channels: Int, activation: Activation = .silu) -> GroupNormLayer {
        reader.groupNorm(name, channels: channels, groups: groups, epsilon: normEpsilon, activation: activation)
    }

    mutating func upsampling(_ name: String, channels: Int) -> UpsamplingLayer {
        UpsamplingLayer(
            convolution: UpsampledConvolution(
                weight: reader.values("\(name).weight", [channels, channels, 3, 3]), bias: reader.values("\(name).bias", [channels]),
                inputs: channels, outputs: channels))
    }

    mutating func residual(_ name: String, inputs: Int, outputs: Int) -> ResidualBlock {
        ResidualBlock(
            firstNorm: norm("\(name).norm1", channels: inputs), first: convolution("\(name).conv1", inputs: inputs, outputs: outputs),
            secondNorm: norm("\(name).norm2", channels: outputs), second: convolution("\(name).conv2", inputs: outputs, outputs: outputs),
            shortcut: inputs == outputs ? nil : pointwise(names.shortcut(name), inputs: inputs, outputs: outputs))
    }

    mutating func middle(_ half: String, channels: Int, hasAttention: Bool) -> MiddleBlock {
        MiddleBlock(
            first: residual(names.middle(half, block: 0), inputs: channels, outputs: channels),
            attention: hasAttention ? attention(names.attention(half), channels: channels) : nil,
            second: residual(names.middle(half, block: 1), inputs: channels, outputs: channels))
    }

    private mutating func attention(_ names: AutoencoderNames.AttentionNames, channels: Int) -> SpatialAttention {
        SpatialAttention(
            norm: norm(names.norm, channels: channels, activation: .identity),
            query: pointwise(names.query, inputs: channels, outputs: channels),
            key: pointwise(names.key, inputs: channels, outputs: channels),
            value: pointwise(names.value, inputs: channels, outputs: channels),
            projection: pointwise(names.projection, inputs: channels, outputs: channels))
    }
}

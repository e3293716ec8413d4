import Kernels
import TensorFiles

let efficientNetEpsilon = 1e-3

/// A convolution that is padded as TensorFlow's "SAME": it depends on the size of the maps.
struct SameConvolution: Sendable {
    let packed: PackedConvolution

    func callAsFunction(_ x: FeatureMaps, _ pass: ForwardPass) -> FeatureMaps {
        ConvolutionLayer(packed: packed, padding: .same(packed.window, height: x.shape.height, width: x.shape.width))(x, pass)
    }
}

/// A block of MobileNet's kind: channels are multiplied, convolved one by one and brought together again; the block's input is added
/// where the shapes agree.
struct InvertedResidual: Sendable {
    /// nil where channels are not multiplied.
    let expansion: ConvolutionLayer?
    let depthwise: DepthwiseConvolution
    let projection: ConvolutionLayer
    let addsInput: Bool

    func callAsFunction(_ x: FeatureMaps, _ pass: ForwardPass) -> FeatureMaps {
        let wide = expansion.map { $0(x, pass) } ?? x
        let padding = Padding.same(depthwise.window, height: x.shape.height, width: x.shape.width)
        let filtered = pass.maps(depthwise.window.output(of: wide.shape, padding: padding, channels: wide.shape.channels))
        withExtendedLifetime((wide, filtered)) {
            depthwiseForward(filtered.pointer, In(wide.pointer), depthwise, shape: wide.shape, padding: padding, pool: pass.threads)
        }
        return projection(filtered, pass, addend: addsInput ? x : nil)
    }
}

extension WeightReader {
    /// - Parameter expansion: 1 for a block without the convolution that multiplies channels.
    mutating func invertedResidual(_ name: String, inputs: Int, outputs: Int, expansion: Int, window: Window) -> InvertedResidual {
        let inner = inputs * expansion
        func layer(_ packed: PackedConvolution) -> ConvolutionLayer { ConvolutionLayer(packed: packed, padding: .none) }
        let wide =
            expansion == 1
            ? nil
            : convolution(
                "\(name)._expand_conv", norm: "\(name)._bn0", epsilon: efficientNetEpsilon, inputs: inputs, outputs: inner,
                window: Window(1, 1), activation: .relu6)
        return InvertedResidual(
            expansion: wide.map(layer),
            depthwise: depthwise(
                "\(name)._depthwise_conv", norm: "\(name)._bn1", epsilon: efficientNetEpsilon, channels: inner, window: window,
                activation: .relu6),
            projection: layer(
                convolution(
                    "\(name)._project_conv", norm: "\(name)._bn2", epsilon: efficientNetEpsilon, inputs: inner, outputs: outputs,
                    window: Window(1, 1), activation: .identity)),
            addsInput: window.stride == 1 && inputs == outputs)
    }
}

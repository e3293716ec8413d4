import Kernels
import TensorFiles

/// Batch norm with fixed statistics as a factor and an offset of each channel.
struct FoldedBatchNorm {
    let factors: [Double]
    let offsets: [Float]

    /// `weight` with each output's filter multiplied by its factor.
    func folded(into weight: [Float]) -> [Float] {
        let size = weight.count / max(1, factors.count)
        return weight.enumerated().map { index, value in Float(Double(value) * factors[index / size]) }
    }
}

extension WeightReader {
    /// `NAME.weight`, `.bias`, `.running_mean`, `.running_var`; `.num_batches_tracked` may be there.
    mutating func batchNorm(_ name: String, channels: Int, epsilon: Double) -> FoldedBatchNorm {
        let (scale, shift) = (values("\(name).weight", [channels]), values("\(name).bias", [channels]))
        let (mean, variance) = (values("\(name).running_mean", [channels]), values("\(name).running_var", [channels]))
        let factors = (0..<channels).map { Double(scale[$0]) / (Double(variance[$0]) + epsilon).squareRoot() }
        return FoldedBatchNorm(
            factors: factors, offsets: (0..<channels).map { Float(Double(shift[$0]) - Double(mean[$0]) * factors[$0]) })
    }

    /// A convolution `NAME.weight` without bias, followed by a batch norm.
    mutating func convolution(
        _ name: String, norm: String, epsilon: Double, inputs: Int, outputs: Int, window: Window, activation: Activation
    ) -> PackedConvolution {
        let weight = values("\(name).weight", [outputs, inputs, window.height, window.width])
        let norm = batchNorm(norm, channels: outputs, epsilon: epsilon)
        return PackedConvolution(
            weight: norm.folded(into: weight), bias: norm.offsets, inputs: inputs, outputs: outputs, window: window, activation: activation)
    }

    /// A depthwise convolution `NAME.weight` without bias, followed by a batch norm.
    mutating func depthwise(
        _ name: String, norm: String, epsilon: Double, channels: Int, window: Window, activation: Activation
    ) -> DepthwiseConvolution {
        let weight = values("\(name).weight", [channels, 1, window.height, window.width])
        let norm = batchNorm(norm, channels: channels, epsilon: epsilon)
        return DepthwiseConvolution(
            weight: norm.folded(into: weight), bias: norm.offsets, channels: channels, window: window, activation: activation)
    }

    /// A convolution `NAME.weight`, `.bias`.
    mutating func convolution(_ name: String, inputs: Int, outputs: Int, window: Window) -> PackedConvolution {
        PackedConvolution(
            weight: values("\(name).weight", [outputs, inputs, window.height, window.width]), bias: values("\(name).bias", [outputs]),
            inputs: inputs, outputs: outputs, window: window)
    }

    /// A linear layer `NAME.weight`, `.bias`, which older files hold as a 1 x 1 convolution.
    mutating func pointwise(_ name: String, inputs: Int, outputs: Int) -> PackedConvolution {
        let isConvolution = archive["\(name).weight"]?.shape.count == 4
        return PackedConvolution(
            weight: values("\(name).weight", isConvolution ? [outputs, inputs, 1, 1] : [outputs, inputs]),
            bias: values("\(name).bias", [outputs]), inputs: inputs, outputs: outputs, window: Window(1, 1))
    }

    /// Group norm `NAME.weight`, `.bias`.
    mutating func groupNorm(_ name: String, channels: Int, groups: Int, epsilon: Double, activation: Activation) -> GroupNormLayer {
        GroupNormLayer(
            scale: FloatBuffer(values("\(name).weight", [channels])), shift: FloatBuffer(values("\(name).bias", [channels])),
            groups: groups,
            epsilon: epsilon, activation: activation)
    }
}

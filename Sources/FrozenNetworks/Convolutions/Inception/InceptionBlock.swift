import Kernels
import TensorFiles

/// One step of a branch.
enum InceptionStep: Sendable {
    case convolution(ConvolutionLayer)
    case pooling(PoolingLayer)

    func output(_ x: MapShape) -> MapShape {
        switch self {
        case .convolution(let layer): layer.output(x)
        case .pooling(let layer): layer.output(x)
        }
    }

    func callAsFunction(_ x: FeatureMaps, _ pass: ForwardPass) -> FeatureMaps {
        switch self {
        case .convolution(let layer): layer(x, pass)
        case .pooling(let layer): layer(x, pass)
        }
    }

    func write(to out: FeatureMaps, channel: Int, _ x: FeatureMaps, _ pass: ForwardPass) {
        switch self {
        case .convolution(let layer): layer.write(to: out, channel: channel, x, pass)
        case .pooling(let layer): layer.write(to: out, channel: channel, x, pass)
        }
    }
}

/// Steps that follow one another, then one or more that all take what the last of these made.
struct InceptionBranch: Sendable {
    let trunk: [InceptionStep]
    let ends: [InceptionStep]
}

/// Branches over the same maps, whose results lie side by side in the channels.
struct InceptionBlock: Sendable {
    let branches: [InceptionBranch]

    func callAsFunction(_ x: FeatureMaps, _ pass: ForwardPass) -> FeatureMaps {
        let ends = branches.map { branch in
            let shape = branch.trunk.reduce(x.shape) { $1.output($0) }
            return branch.ends.map { $0.output(shape) }
        }
        var shape = ends[0][0]
        shape.channels = ends.reduce(0) { $0 + $1.reduce(0) { $0 + $1.channels } }
        let out = pass.maps(shape)
        var channel = 0
        for (branch, shapes) in zip(branches, ends) {
            let inner = branch.trunk.reduce(x) { $1($0, pass) }
            for (end, shape) in zip(branch.ends, shapes) {
                end.write(to: out, channel: channel, inner, pass)
                channel += shape.channels
            }
        }
        return out
    }
}

/// Reads the convolutions of one block by torchvision's names, following the channels from step to step.
struct InceptionBlockReader {
    var reader: WeightReader
    let block: String
    let inputs: Int

    /// A convolution of a branch: name in the block, output channels, height and width of the window, and either a stride or padding
    /// that keeps the size.
    struct Part {
        let name: String
        let outputs: Int
        let window: Window

        init(_ name: String, _ outputs: Int, _ height: Int = 1, _ width: Int? = nil, stride: Int = 1) {
            (self.name, self.outputs, window) = (name, outputs, Window(height, width ?? height, stride: stride))
        }
    }

    mutating func step(_ part: Part, inputs: Int) -> InceptionStep {
        let padding = part.window.stride == 1 ? Padding(part.window.height / 2, part.window.width / 2) : .none
        return .convolution(
            reader.inceptionConvolution("\(block).\(part.name)", inputs: inputs, outputs: part.outputs, part.window, padding))
    }

    /// A branch of convolutions, with `ends` of their own side by side if there are any.
    mutating func branch(_ parts: Part..., ends: [Part] = [], pooling: PoolingLayer? = nil) -> InceptionBranch {
        var steps: [InceptionStep] = pooling.map { [.pooling($0)] } ?? []
        var channels = inputs
        for part in parts {
            steps.append(step(part, inputs: channels))
            channels = part.outputs
        }
        guard ends.isEmpty else { return InceptionBranch(trunk: steps, ends: ends.map { step($0, inputs: channels) }) }
        return InceptionBranch(trunk: Array(steps.dropLast()), ends: [steps[steps.count - 1]])
    }
}

extension WeightReader {
    /// `NAME.conv` without bias, `NAME.bn` with epsilon 0.001, ReLU.
    mutating func inceptionConvolution(
        _ name: String, inputs: Int, outputs: Int, _ window: Window, _ padding: Padding = .none
    ) -> ConvolutionLayer {
        ConvolutionLayer(
            packed: convolution(
                "\(name).conv", norm: "\(name).bn", epsilon: 0.001, inputs: inputs, outputs: outputs, window: window, activation: .relu),
            padding: padding)
    }
}

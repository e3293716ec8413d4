import Kernels
import TensorFiles

/// A convolution with its padding, batch norm folded in.
struct ConvolutionLayer: Sendable {
    let packed: PackedConvolution
    let padding: Padding

    func output(_ x: MapShape) -> MapShape { packed.window.output(of: x, padding: padding, channels: packed.outputs) }

    func callAsFunction(_ x: FeatureMaps, _ pass: ForwardPass, addend: FeatureMaps? = nil) -> FeatureMaps {
        let out = pass.maps(output(x.shape))
        write(to: out, channel: 0, x, pass, addend: addend)
        return out
    }

    /// Overwrites the channels of `out` from `channel` on.
    func write(to out: FeatureMaps, channel: Int, _ x: FeatureMaps, _ pass: ForwardPass, addend: FeatureMaps? = nil) {
        withExtendedLifetime((out, x, addend)) {
            convolutionForward(
                out.pointer + channel, In(x.pointer), packed, shape: x.shape, padding: padding, outStride: out.shape.channels,
                addend: addend.map { In($0.pointer) }, pool: pass.threads)
        }
    }
}

/// A pooling with its padding.
struct PoolingLayer: Sendable {
    let kind: PoolingKind
    let window: Window
    let padding: Padding

    func output(_ x: MapShape) -> MapShape { window.output(of: x, padding: padding, channels: x.channels) }

    func callAsFunction(_ x: FeatureMaps, _ pass: ForwardPass) -> FeatureMaps {
        let out = pass.maps(output(x.shape))
        write(to: out, channel: 0, x, pass)
        return out
    }

    /// Overwrites the channels of `out` from `channel` on.
    func write(to out: FeatureMaps, channel: Int, _ x: FeatureMaps, _ pass: ForwardPass) {
        withExtendedLifetime((out, x)) {
            poolingForward(
                out.pointer + channel, In(x.pointer), kind, window: window, padding: padding, shape: x.shape, outStride: out.shape.channels,
                pool: pass.threads)
        }
    }
}

/// Group norm with what follows it.
struct GroupNormLayer: Sendable {
    let scale: FloatBuffer
    let shift: FloatBuffer
    let groups: Int
    let epsilon: Double
    let activation: Activation

    func callAsFunction(_ x: FeatureMaps, _ pass: ForwardPass) -> FeatureMaps {
        let out = pass.maps(x.shape)
        withExtendedLifetime((out, x)) {
            groupNormForward(
                out.pointer, In(x.pointer), scale: scale.readPointer, shift: shift.readPointer, groups: groups, epsilon: epsilon,
                activation: activation, shape: x.shape, pool: pass.threads, buffers: pass.buffers)
        }
        return out
    }
}

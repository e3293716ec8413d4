/// The 3x3 convolution with padding 1 that ends the model: `out[samples,C,H,W] = conv(x[samples,C,H,W]) + bias[C]`,
/// `weight[C,C,3,3]` as (output, input, row, column). Overwrites; `out` may not overlap `x`. Meant for few channels
/// (1-4).
public func conv3x3Forward(
    _ out: Out, _ x: In, weight: In, bias: In, samples: Int, channels: Int, height: Int, width: Int
) {
    NaiveKernels.conv3x3Forward(
        out, x, weight: weight, bias: bias, samples: samples, channels: channels, height: height, width: width)
}

/// The gradients of `conv3x3Forward`. `dx` is overwritten (nil skips it); `dWeight` and `dBias` accumulate.
public func conv3x3Backward(
    dx: Out?, dWeight: Out, dBias: Out, dOut: In, x: In, weight: In,
    samples: Int, channels: Int, height: Int, width: Int
) {
    NaiveKernels.conv3x3Backward(
        dx: dx, dWeight: dWeight, dBias: dBias, dOut: dOut, x: x, weight: weight,
        samples: samples, channels: channels, height: height, width: width)
}

// Images are [samples, C, H, W]; tokens are [samples, N, C*p*p] with N = (H/p)(W/p) in row-major patch order.
// The two ends of the model order a token's values differently, as the reference model does.

/// Cuts images into tokens in the order of a convolution weight: `(c, i, j)`. Overwrites `out`.
/// - Precondition: `patchSize` divides `height` and `width`.
public func patchify(
    _ out: Out, image: In, samples: Int, channels: Int, height: Int, width: Int, patchSize: Int
) {
    movePatches(
        samples: samples, channels: channels, height: height, width: width, patchSize: patchSize,
        channelStride: patchSize * patchSize, columnStride: 1
    ) { token, pixel in out[token] = image[pixel] }
}

/// Assembles images from tokens in the order `(p1, p2, c)`: overwrites `image[samples,C,H,W]`.
/// - Precondition: `patchSize` divides `height` and `width`.
public func unpatchify(
    _ image: Out, tokens: In, samples: Int, channels: Int, height: Int, width: Int, patchSize: Int
) {
    movePatches(
        samples: samples, channels: channels, height: height, width: width, patchSize: patchSize,
        channelStride: 1, columnStride: channels
    ) { token, pixel in image[pixel] = tokens[token] }
}

/// The gradient of `unpatchify`, which is also its inverse: overwrites `tokens` in the order `(p1, p2, c)` from
/// `image[samples,C,H,W]`.
public func unpatchifyBackward(
    _ tokens: Out, image: In, samples: Int, channels: Int, height: Int, width: Int, patchSize: Int
) {
    movePatches(
        samples: samples, channels: channels, height: height, width: width, patchSize: patchSize,
        channelStride: 1, columnStride: channels
    ) { token, pixel in tokens[token] = image[pixel] }
}

/// Calls `move(token element, pixel)` for every pair of places that hold the same value.
@inline(__always)
private func movePatches(
    samples: Int, channels: Int, height: Int, width: Int, patchSize: Int, channelStride: Int, columnStride: Int,
    move: (Int, Int) -> Void
) {
    precondition(height % patchSize == 0 && width % patchSize == 0, "patches of \(patchSize) in \(height)x\(width)")
    let (patchRows, patchColumns) = (height / patchSize, width / patchSize)
    let tokenWidth = channels * patchSize * patchSize
    for sample in 0..<samples {
        for channel in 0..<channels {
            for row in 0..<height {
                let pixelRow = ((sample * channels + channel) * height + row) * width
                let (patchRow, i) = (row / patchSize, row % patchSize)
                let inPatch = channel * channelStride + i * patchSize * columnStride
                for patchColumn in 0..<patchColumns {
                    let token = ((sample * patchRows + patchRow) * patchColumns + patchColumn) * tokenWidth + inPatch
                    let pixel = pixelRow + patchColumn * patchSize
                    for j in 0..<patchSize { move(token + j * columnStride, pixel + j) }
                }
            }
        }
    }
}

extension PixelImage {
    /// Pillow's `resize` with its `BICUBIC` filter, bit for bit: cubic convolution with a = -1/2, stretched over the pixels that an
    /// output pixel covers when it shrinks, weights and intermediate rows rounded to integers as there. Alpha is resized like a colour.
    ///
    /// Source: Pillow's documentation of its filters; Keys, Cubic convolution interpolation (1981).
    public func bicubicResized(width newWidth: Int, height newHeight: Int) -> PixelImage {
        precondition(newWidth > 0 && newHeight > 0)
        var image = self
        if newWidth != width { image = image.resizedAcross(newWidth) }
        if newHeight != height { image = image.resizedDown(newHeight) }
        return image
    }

    /// The middle part; an odd pixel too many is cut at the right or bottom.
    /// - Precondition: not larger than the image.
    public func centreCropped(width newWidth: Int, height newHeight: Int) -> PixelImage {
        precondition(newWidth > 0 && newHeight > 0 && newWidth <= width && newHeight <= height)
        guard newWidth != width || newHeight != height else { return self }
        let left = (width - newWidth) / 2, top = (height - newHeight) / 2
        var cropped = [UInt8]()
        cropped.reserveCapacity(newWidth * newHeight * channels)
        for y in top..<top + newHeight {
            let start = (y * width + left) * channels
            cropped.append(contentsOf: pixels[start..<start + newWidth * channels])
        }
        return PixelImage(width: newWidth, height: newHeight, channels: channels, pixels: cropped)
    }

    private func resizedAcross(_ newWidth: Int) -> PixelImage {
        let taps = BicubicTaps(from: width, to: newWidth)
        return resampled(width: newWidth, height: height) { source, out in
            for y in 0..<height {
                let (row, target) = (source + y * width * channels, out + y * newWidth * channels)
                for x in 0..<newWidth {
                    let weights = taps.weights + x * taps.most
                    for c in 0..<channels {
                        var (sum, pixel) = (BicubicTaps.half, row + taps.firsts[x] * channels + c)
                        for tap in 0..<taps.counts[x] {
                            sum &+= Int32(pixel.pointee) &* weights[tap]
                            pixel += channels
                        }
                        target[x * channels + c] = BicubicTaps.byte(sum)
                    }
                }
            }
        }
    }

    private func resizedDown(_ newHeight: Int) -> PixelImage {
        let taps = BicubicTaps(from: height, to: newHeight), stride = width * channels
        return resampled(width: width, height: newHeight) { source, out in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: stride) { sums in
                let sums = sums.baseAddress!
                for y in 0..<newHeight {
                    sums.update(repeating: BicubicTaps.half, count: stride)
                    for tap in 0..<taps.counts[y] {
                        let (row, weight) = (source + (taps.firsts[y] + tap) * stride, taps.weights[y * taps.most + tap])
                        for i in 0..<stride { sums[i] &+= Int32(row[i]) &* weight }
                    }
                    for i in 0..<stride { out[y * stride + i] = BicubicTaps.byte(sums[i]) }
                }
            }
        }
    }

    private func resampled(
        width newWidth: Int, height newHeight: Int, _ fill: (UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>) -> Void
    ) -> PixelImage {
        let count = newWidth * newHeight * channels
        let new = [UInt8](unsafeUninitializedCapacity: count) { out, filled in
            pixels.withUnsafeBufferPointer { fill($0.baseAddress!, out.baseAddress!) }
            filled = count
        }
        return PixelImage(width: newWidth, height: newHeight, channels: channels, pixels: new)
    }
}

/// Which input pixels each output pixel weighs along one axis, in units of 2^-22.
private final class BicubicTaps {
    /// Bits behind the point: eight for the pixel and two for overshoot are left of 32.
    private static let precision: Int32 = 22
    static let half: Int32 = 1 << (precision - 1)

    private(set) var firsts: [Int] = []
    private(set) var counts: [Int] = []
    /// Weights of an output pixel at most, and from one to the next.
    let most: Int
    let weights: UnsafeMutablePointer<Int32>

    init(from size: Int, to newSize: Int) {
        let scale = Double(size) / Double(newSize), stretch = max(scale, 1), reach = 2 * stretch
        most = Int(reach.rounded(.up)) * 2 + 1
        weights = .allocate(capacity: newSize * most)
        weights.initialize(repeating: 0, count: newSize * most)
        for i in 0..<newSize {
            let centre = (Double(i) + 0.5) * scale
            let first = max(Int(centre - reach + 0.5), 0), end = min(Int(centre + reach + 0.5), size)
            // Times the reciprocal, as there: a division would round otherwise.
            let inverse = 1 / stretch
            var shares = (first..<end).map { Self.cubic((Double($0) - centre + 0.5) * inverse) }
            let total = shares.reduce(0, +)
            if total != 0 { shares = shares.map { $0 / total } }
            firsts.append(first)
            counts.append(shares.count)
            for (tap, share) in shares.enumerated() {
                let scaled = share * Double(1 << Self.precision)
                weights[i * most + tap] = Int32(scaled < 0 ? scaled - 0.5 : scaled + 0.5)
            }
        }
    }

    deinit { weights.deallocate() }

    static func byte(_ sum: Int32) -> UInt8 { UInt8(truncatingIfNeeded: min(max(sum >> precision, 0), 255)) }

    private static func cubic(_ x: Double) -> Double {
        let (x, a) = (abs(x), -0.5)
        if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
        if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
        return 0
    }
}

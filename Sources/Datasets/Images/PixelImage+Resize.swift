extension PixelImage {
    /// Without alpha: transparent parts show a white ground. 1 or 3 channels stay as they are.
    public func overWhite() -> PixelImage {
        guard channels == 4 else { return self }
        let rgb = [UInt8](unsafeUninitializedCapacity: width * height * 3) { out, count in
            for i in 0..<(width * height) {
                let alpha = Int(pixels[4 * i + 3])
                for c in 0..<3 {
                    // Rounded alpha * value + (1 - alpha) * 255, in integers: the same on every machine.
                    out[3 * i + c] = UInt8((alpha * Int(pixels[4 * i + c]) + (255 - alpha) * 255 + 127) / 255)
                }
            }
            count = width * height * 3
        }
        return PixelImage(width: width, height: height, channels: 3, pixels: rgb)
    }

    /// Three channels: grey is repeated, alpha is laid over white.
    public func asRGB() -> PixelImage {
        switch channels {
        case 1: return PixelImage(width: width, height: height, channels: 3, pixels: pixels.flatMap { [$0, $0, $0] })
        case 4: return overWhite()
        default: return self
        }
    }

    /// The largest centred square; an odd pixel too many is cut at the right or bottom.
    public func centreCropped() -> PixelImage {
        let side = min(width, height)
        guard width != height else { return self }
        let left = (width - side) / 2, top = (height - side) / 2
        var cropped = [UInt8]()
        cropped.reserveCapacity(side * side * channels)
        for y in 0..<side {
            let start = ((top + y) * width + left) * channels
            cropped.append(contentsOf: pixels[start..<(start + side * channels)])
        }
        return PixelImage(width: side, height: side, channels: channels, pixels: cropped)
    }

    /// Square of `side` pixels; see `areaResized(width:height:)`.
    public func areaResized(to side: Int) -> PixelImage {
        areaResized(width: side, height: side)
    }

    /// A picture larger than `side` made smaller, others as they are.
    public func shrunk(to side: Int) -> PixelImage {
        let longest = max(width, height)
        guard longest > side else { return self }
        return areaResized(width: max(1, width * side / longest), height: max(1, height * side / longest))
    }

    /// Every output pixel is the mean of the input area it covers, edges counted by their share.
    /// Enlarging works too (blocks with soft seams). Alpha is averaged like a colour: call `overWhite()` first.
    public func areaResized(width newWidth: Int, height newHeight: Int) -> PixelImage {
        precondition(newWidth > 0 && newHeight > 0)
        guard newWidth != width || newHeight != height else { return self }
        let across = AreaSpans(from: width, to: newWidth), down = AreaSpans(from: height, to: newHeight)
        // Rows first: [height, newWidth, channels], then columns.
        var rows = [Float](repeating: 0, count: height * newWidth * channels)
        pixels.withUnsafeBufferPointer { source in
            rows.withUnsafeMutableBufferPointer { rows in
                for y in 0..<height {
                    for x in 0..<newWidth {
                        let span = across.spans[x]
                        for c in 0..<channels {
                            var sum: Float = 0
                            for offset in 0..<span.count {
                                sum += across.weights[span.start + offset] * Float(source[(y * width + span.first + offset) * channels + c])
                            }
                            rows[(y * newWidth + x) * channels + c] = sum
                        }
                    }
                }
            }
        }
        let stride = newWidth * channels
        let resized = [UInt8](unsafeUninitializedCapacity: newHeight * stride) { out, count in
            for y in 0..<newHeight {
                let span = down.spans[y]
                for i in 0..<stride {
                    var sum: Float = 0
                    for offset in 0..<span.count {
                        sum += down.weights[span.start + offset] * rows[(span.first + offset) * stride + i]
                    }
                    out[y * stride + i] = UInt8(min(max(sum + 0.5, 0), 255))
                }
            }
            count = newHeight * stride
        }
        return PixelImage(width: newWidth, height: newHeight, channels: channels, pixels: resized)
    }

    /// Every pixel as a `factor` x `factor` block: small images stay readable on a screen.
    public func enlarged(by factor: Int) -> PixelImage {
        precondition(factor > 0)
        guard factor > 1 else { return self }
        var large = [UInt8]()
        large.reserveCapacity(pixels.count * factor * factor)
        for y in 0..<height {
            var row = [UInt8]()
            row.reserveCapacity(width * factor * channels)
            for x in 0..<width {
                let start = (y * width + x) * channels
                for _ in 0..<factor { row.append(contentsOf: pixels[start..<(start + channels)]) }
            }
            for _ in 0..<factor { large.append(contentsOf: row) }
        }
        return PixelImage(width: width * factor, height: height * factor, channels: channels, pixels: large)
    }
}

/// Which input cells each output cell covers along one axis, and with what share (each cell's shares sum to 1).
private struct AreaSpans {
    /// `count` input cells from `first` on, with `count` weights from `start` on.
    var spans: [(first: Int, count: Int, start: Int)] = []
    var weights: [Float] = []

    init(from size: Int, to newSize: Int) {
        let scale = Double(size) / Double(newSize)
        for i in 0..<newSize {
            let low = Double(i) * scale, high = min(Double(i + 1) * scale, Double(size))
            let first = min(Int(low), size - 1)
            let end = min(max(Int(high.rounded(.up)), first + 1), size)
            let shares = (first..<end).map { max(0, min(high, Double($0 + 1)) - max(low, Double($0))) }
            let total = shares.reduce(0, +)
            spans.append((first, shares.count, weights.count))
            weights += shares.map { Float($0 / total) }
        }
    }
}

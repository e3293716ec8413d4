extension PixelImage {
    /// The images of a contact sheet that ``grid(_:columns:padding:)`` made of `count` square images of one size, in reading order.
    /// - Returns: nil when the sheet cannot be one of so many.
    public func tiles(count: Int, columns: Int, padding: Int) -> [PixelImage]? {
        guard count > 0, columns > 0 else { return nil }
        let across = min(columns, count), down = (count + across - 1) / across
        let side = (width - padding) / across - padding, step = side + padding
        guard side > 0, width == across * step + padding, height == down * step + padding else { return nil }
        return (0..<count).map { number in
            crop(x: padding + number % across * step, y: padding + number / across * step, width: side, height: side)
        }
    }

    /// Precondition: the box lies within the image.
    private func crop(x: Int, y: Int, width: Int, height: Int) -> PixelImage {
        var cut: [UInt8] = []
        cut.reserveCapacity(width * height * channels)
        for row in y..<y + height {
            let first = (row * self.width + x) * channels
            cut += pixels[first..<first + width * channels]
        }
        return PixelImage(width: width, height: height, channels: channels, pixels: cut)
    }
}

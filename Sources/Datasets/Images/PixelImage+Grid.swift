extension PixelImage {
    /// A contact sheet: images in reading order, `columns` to a row, with `padding` white pixels around each.
    ///
    /// Cells are as large as the largest image; smaller ones sit at their cell's top left. Alpha is laid over white.
    /// Precondition: at least one image, `columns > 0`, `padding >= 0`.
    public static func grid(_ images: [PixelImage], columns: Int, padding: Int = 2) -> PixelImage {
        precondition(!images.isEmpty && columns > 0 && padding >= 0)
        let columns = min(columns, images.count)
        let rows = (images.count + columns - 1) / columns
        let cellWidth = images.map(\.width).max()! + padding, cellHeight = images.map(\.height).max()! + padding
        let width = columns * cellWidth + padding, height = rows * cellHeight + padding
        var sheet = [UInt8](repeating: 255, count: width * height * 3)
        for (number, image) in images.enumerated() {
            let rgb = image.asRGB()
            let left = padding + (number % columns) * cellWidth, top = padding + (number / columns) * cellHeight
            for y in 0..<rgb.height {
                let target = ((top + y) * width + left) * 3, source = y * rgb.width * 3
                sheet.replaceSubrange(target..<(target + rgb.width * 3), with: rgb.pixels[source..<(source + rgb.width * 3)])
            }
        }
        return PixelImage(width: width, height: height, channels: 3, pixels: sheet)
    }
}

extension PixelImage {
    /// The picture as it is to be seen, turned and mirrored from how it is stored.
    ///
    /// - Parameter orientation: of EXIF: 1 upright, 3 upside down, 6 and 8 lying on a side, 2, 4, 5 and 7 the same mirrored; others
    ///   are taken as 1.
    public func oriented(_ orientation: Int) -> PixelImage {
        guard (2...8).contains(orientation) else { return self }
        let isLying = orientation >= 5
        let (outWidth, outHeight) = isLying ? (height, width) : (width, height)
        // Whether the stored columns, and rows, are taken from the last one on.
        let fromRight = [2, 3, 7, 8].contains(orientation), fromBottom = [3, 4, 6, 7].contains(orientation)
        let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { out, count in
            for y in 0..<outHeight {
                for x in 0..<outWidth {
                    let (column, row) = isLying ? (y, x) : (x, y)
                    let source = (fromBottom ? height - 1 - row : row) * width + (fromRight ? width - 1 - column : column)
                    for c in 0..<channels { out[(y * outWidth + x) * channels + c] = pixels[source * channels + c] }
                }
            }
            count = pixels.count
        }
        return PixelImage(width: outWidth, height: outHeight, channels: channels, pixels: turned)
    }
}

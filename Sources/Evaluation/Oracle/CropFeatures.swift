import Datasets

/// What a part of an image looks like, in a few numbers: a thumbnail of its difference from the ground.
enum CropFeatures {
    /// Cells of the thumbnail each way.
    static let side = 8
    /// Three channels of the thumbnail, and how much wider than high the part is.
    static let count = 3 * side * side + 1

    /// Features of the square around a box, whose side is the box's longer one; what lies outside the image is ground.
    ///
    /// - Parameters:
    ///   - image: [3, imageSize, imageSize]; values that are not finite count as ground.
    ///   - ground: the colour that is subtracted.
    static func of(_ box: PixelBox, in image: UnsafePointer<Float>, imageSize: Int, ground: SIMD3<Float>) -> [Float] {
        let reach = Double(max(box.width, box.height)), centre = box.centre
        let left = centre.x - reach / 2, top = centre.y - reach / 2, cell = reach / Double(side)
        let columns = (0..<side).map { spans(from: left + Double($0) * cell, length: cell, limit: imageSize) }
        let rows = (0..<side).map { spans(from: top + Double($0) * cell, length: cell, limit: imageSize) }
        var features: [Float] = []
        features.reserveCapacity(count)
        for channel in 0..<3 {
            let plane = image + channel * imageSize * imageSize
            for row in rows {
                for column in columns {
                    var sum = 0.0
                    for (y, down) in row {
                        for (x, across) in column {
                            let value = plane[y * imageSize + x]
                            if value.isFinite { sum += Double(value - ground[channel]) * down * across }
                        }
                    }
                    features.append(Float(sum / (cell * cell)))
                }
            }
        }
        let ratio = Double(box.width - box.height) / Double(max(box.width, box.height))
        return features + [Float(ratio)]
    }

    /// The pixels that an interval covers, and how much of each.
    private static func spans(from start: Double, length: Double, limit: Int) -> [(Int, Double)] {
        let first = max(0, Int(start.rounded(.down))), end = min(limit, Int((start + length).rounded(.up)))
        guard first < end else { return [] }
        return (first..<end).compactMap { pixel in
            let covered = min(start + length, Double(pixel + 1)) - max(start, Double(pixel))
            return covered > 0 ? (pixel, covered) : nil
        }
    }
}

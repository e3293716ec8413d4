import Datasets

extension PixelImage {
    /// The picture with a map laid over it: untouched where the map is 0, glowing where it is largest.
    ///
    /// - Parameters:
    ///   - map: [side, side], row by row.
    ///   - largest: the value that glows most; 0 leaves the picture dim.
    public func heated(_ map: [Float], side: Int, largest: Float) -> PixelImage {
        // At least a pixel for each value.
        let scale = (max(side, width) + width - 1) / width
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height * scale * scale * 3)
        for y in 0..<height * scale {
            for x in 0..<width * scale {
                let value = map[y * side / (height * scale) * side + x * side / (width * scale)]
                let heat = largest > 0 ? Double(min(max(value / largest, 0), 1)) : 0, glow = HeatColour.of(heat),
                    strength = 0.25 + 0.6 * heat
                let under = (y / scale * width + x / scale) * channels
                for channel in 0..<3 {
                    let own = Double(self.pixels[under + (channels < 3 ? 0 : channel)])
                    pixels.append(UInt8((1 - strength) * own * 0.6 + strength * glow[channel]))
                }
            }
        }
        return PixelImage(width: width * scale, height: height * scale, channels: 3, pixels: pixels)
    }
}

/// A ramp that is ordered in brightness, so that it reads without seeing colours: near black, violet, orange, pale yellow.
private enum HeatColour {
    private static let stops: [SIMD3<Double>] = [
        [0, 0, 4], [66, 10, 104], [147, 38, 103], [221, 81, 58], [252, 165, 10], [252, 255, 164],
    ]

    static func of(_ heat: Double) -> SIMD3<Double> {
        let position = heat * Double(stops.count - 1), index = min(Int(position), stops.count - 2), share = position - Double(index)
        return stops[index] * (1 - share) + stops[index + 1] * share
    }
}

/// A rectangle of whole pixels, `x` and `y` its top left.
public struct PixelBox: Sendable, Hashable, Codable {
    public var x, y, width, height: Int

    public init(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    /// In pixel units; the middle of the top left pixel is (0.5, 0.5).
    public var centre: SIMD2<Double> {
        SIMD2(Double(x) + Double(width) / 2, Double(y) + Double(height) / 2)
    }

    /// Empty pixels between two boxes: the larger of the horizontal and the vertical gap, negative when they overlap.
    public func gap(to other: PixelBox) -> Int {
        let across = max(other.x - (x + width), x - (other.x + other.width))
        let down = max(other.y - (y + height), y - (other.y + other.height))
        return max(across, down)
    }
}

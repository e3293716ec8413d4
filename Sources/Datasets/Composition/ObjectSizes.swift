/// How large objects are and how far apart, in pixels, for one image size.
public struct ObjectSizes: Sendable, Hashable {
    public let imageSize: Int
    /// Side of the smallest and the largest object, at least 4 pixels.
    public let smallest, largest: Int
    /// Empty pixels between any two objects, and between an object and the border.
    public let gap, margin: Int

    /// - Parameters smallest, largest: sides as shares of the image's.
    init(imageSize: Int, smallest smallestShare: Double, largest largestShare: Double) {
        self.imageSize = imageSize
        smallest = max(4, Int((Double(imageSize) * smallestShare).rounded()))
        largest = max(smallest + 1, Int((Double(imageSize) * largestShare).rounded()))
        gap = max(1, imageSize / 16)
        margin = imageSize >= 24 ? 1 : 0
    }

    var gridCell: Int { (imageSize - smallest) / 2 }
}

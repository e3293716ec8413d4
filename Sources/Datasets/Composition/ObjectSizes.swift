/// How large objects are and how far apart, in pixels, for one image size.
public struct ObjectSizes: Sendable, Hashable {
    public let imageSize: Int
    /// Side of the smallest and the largest object, at least 4 pixels.
    public let smallest, largest: Int
    /// Empty pixels between any two objects, and between an object and the border.
    public let gap, margin: Int

    /// Cells along a side when every object lies in one; nil when they are scattered.
    let cells: Int?

    /// - Parameters smallestShare, largestShare: sides of scattered objects as shares of the image's.
    init(_ options: CompositionOptions, smallest smallestShare: Double, largest largestShare: Double) {
        imageSize = options.imageSize
        gap = max(1, imageSize / 16)
        margin = imageSize >= 24 ? 1 : 0
        let side = Double(imageSize)
        switch options.layout {
        case .scattered:
            cells = nil
            smallest = max(4, Int((side * smallestShare).rounded()))
            largest = max(smallest + 1, Int((side * largestShare).rounded()))
        case .grid:
            let cells = options.maximumObjects <= 4 ? 2 : 3
            // More than half of the picture has to stay empty: readers take the median as its background.
            let covered = (0.45 / Double(options.maximumObjects)).squareRoot() * side
            self.cells = cells
            smallest = min(imageSize / cells - gap, Int(covered))
            largest = smallest
        }
    }

    /// From one cell to the next where scattered objects found no room.
    var fallbackStep: Int { (imageSize - smallest) / 2 }
}

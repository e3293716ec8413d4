import Choices

/// What one word of a caption speaks of: some objects of a picture.
public struct CaptionReference: Sendable, Hashable {
    /// Place of the word in the caption, from 0.
    public var position: Int
    public var role: WordRole
    /// The ``LocatedObject/kind`` of the objects that are meant.
    public var kind: String
}

/// An object and where it is: drawn (the ground truth) or seen by an oracle.
public struct LocatedObject: Sendable, Hashable {
    /// What it is, in words: "red circle", "lemon".
    public var kind: String
    public var box: PixelBox
    /// [imageSize, imageSize]: true on the object.
    public var mask: [Bool]

    public init(kind: String, box: PixelBox, mask: [Bool]) {
        (self.kind, self.box, self.mask) = (kind, box, mask)
    }
}

extension [LocatedObject] {
    /// The union of the masks of all objects of a kind; nil when there is none.
    public func mask(of kind: String) -> [Bool]? {
        let masks = filter { $0.kind == kind }.map(\.mask)
        guard var union = masks.first else { return nil }
        for mask in masks.dropFirst() {
            for pixel in mask.indices where mask[pixel] { union[pixel] = true }
        }
        return union
    }
}

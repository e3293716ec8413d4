import Datasets

/// Something that finds the objects in an image: the ground truth of generated pictures, as far as there is one.
public protocol ImageReader: Sendable {
    /// The objects seen in `image` [3, imageSize, imageSize], values in [-1, 1].
    func objects(in image: UnsafePointer<Float>, imageSize: Int) -> [LocatedObject]
}

extension ShapeOracle: ImageReader {
    public func objects(in image: UnsafePointer<Float>, imageSize: Int) -> [LocatedObject] {
        read(image, imageSize: imageSize).objects.map { object in
            var mask = [Bool](repeating: false, count: imageSize * imageSize)
            for pixel in object.pixels { mask[pixel] = true }
            return LocatedObject(kind: ShapesGrammar.kindName(object.colour, object.shape), box: object.box, mask: mask)
        }
    }
}

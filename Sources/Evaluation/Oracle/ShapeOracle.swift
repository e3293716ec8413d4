import Datasets

/// Reads images of coloured shapes: which objects of what colour and shape lie where.
///
/// Every pixel's difference from the background is split into a colour and a coverage: the shapes' colours are corners
/// of the colour cube, so blur and anti-aliasing change the length of that difference, not its direction. Connected
/// pixels of one colour are an object, and the shape whose ideal drawing fits their coverages best is its shape.
public struct ShapeOracle: Sendable {
    public struct Settings: Sendable, Hashable {
        /// A pixel belongs to an object when the colour covers at least this share of it.
        public var coverage: Float = 0.45
        /// A pixel has a colour only if its difference from the background points there: least cosine of the angle.
        public var likeness: Float = 0.7
        /// Patches below this share of the smallest object's area are specks, not objects.
        public var speckShare = 0.35

        public init() {}
    }

    public let settings: Settings

    public init(settings: Settings = Settings()) {
        self.settings = settings
    }

    /// `image` is [3, imageSize, imageSize] in [-1, 1]; values outside are taken as they are, NaN as background.
    public func read(_ image: UnsafePointer<Float>, imageSize: Int) -> OracleReading {
        let map = ColourMap(image, imageSize: imageSize, settings: settings)
        let smallest = ObjectSizes(imageSize: imageSize).smallestArea * settings.speckShare
        let patches = map.patches(), owners = PatchOwners(patches, in: map)
        let numbers = patches.indices.filter { Double(patches[$0].pixels.count) >= smallest }
        let windows = numbers.map { owners.window(of: patches[$0], number: $0) }
        let objects = zip(zip(numbers, windows), ShapeFit.best(for: windows)).map { found, fit in
            let (number, window) = found, area = window.total
            return SeenObject(
                shape: fit.shape, colour: ObjectColour.allCases[patches[number].colour], centre: fit.centre,
                box: patches[number].box, area: area, misfit: fit.squaredDifference / max(area, 1),
                pixels: patches[number].pixels)
        }
        return OracleReading(objects: objects, background: map.background, specks: patches.count - objects.count)
    }

    public func read(_ image: [Float], imageSize: Int) -> OracleReading {
        precondition(image.count == 3 * imageSize * imageSize)
        return image.withUnsafeBufferPointer { read($0.baseAddress!, imageSize: imageSize) }
    }

    public func score(_ reading: OracleReading, against meaning: CaptionMeaning) -> OracleScore {
        OracleScore(reading, against: meaning)
    }

    public func score(_ reading: OracleReading, against scene: Scene) -> OracleScore {
        OracleScore(reading, against: scene.meaning)
    }
}

import Datasets

/// One object that the oracle sees.
public struct SeenObject: Sendable, Hashable {
    public var shape: ShapeKind
    public var colour: ObjectColour
    /// Centre of the fitted shape's box, in pixels; the middle of the top left pixel is (0.5, 0.5).
    public var centre: SIMD2<Double>
    /// Smallest box around the pixels that are at least half covered.
    public var box: PixelBox
    /// Sum of pixel coverages.
    public var area: Double
    /// Mean squared difference between the seen coverages and the fitted shape's, over the object's area: 0 is a perfect shape.
    public var misfit: Double
    /// The pixels that are at least half covered, as places in the image, row by row from 0.
    public var pixels: [Int]

    public init(
        shape: ShapeKind, colour: ObjectColour, centre: SIMD2<Double>, box: PixelBox, area: Double, misfit: Double,
        pixels: [Int] = []
    ) {
        self.shape = shape
        self.colour = colour
        self.centre = centre
        self.box = box
        self.area = area
        self.misfit = misfit
        self.pixels = pixels
    }
}

/// What the oracle sees in one image.
public struct OracleReading: Sendable, Hashable {
    /// From the top, then from the left, by the boxes' corners.
    public var objects: [SeenObject]
    /// The background's colour in [-1, 1]: the median of each channel.
    public var background: SIMD3<Float>
    /// Patches of colour too small to be objects.
    public var specks: Int

    public init(objects: [SeenObject], background: SIMD3<Float>, specks: Int) {
        self.objects = objects
        self.background = background
        self.specks = specks
    }
}

/// Whether an image shows what its caption says.
public struct OracleScore: Sendable, Hashable, Codable {
    /// As many objects are seen as the caption asks for in all.
    public var count: Bool
    /// The seen objects have the asked colours, each as often as asked (so never right when `count` is wrong).
    public var colour: Bool
    /// The seen objects have the asked shapes, each as often as asked.
    public var shape: Bool
    /// The relation holds between the objects that the caption names; nil when it names no relation.
    public var relation: Bool?
    /// Every group has its count of objects of its colour and shape, there is nothing else, and the relation holds.
    public var all: Bool
    /// The set of seen colours is the set of asked ones, whatever the counts.
    public var palette: Bool
    /// The set of seen shapes is the set of asked ones, whatever the counts.
    public var shapeSet: Bool

    public init(count: Bool, colour: Bool, shape: Bool, relation: Bool?, all: Bool, palette: Bool, shapeSet: Bool) {
        self.count = count
        self.colour = colour
        self.shape = shape
        self.relation = relation
        self.all = all
        self.palette = palette
        self.shapeSet = shapeSet
    }

    /// The score of an image without any object: everything wrong.
    public static func blank(against meaning: CaptionMeaning) -> OracleScore {
        OracleScore(
            count: false, colour: false, shape: false, relation: meaning.relation == nil ? nil : false,
            all: false, palette: false, shapeSet: false)
    }
}

extension OracleScore {
    /// Compares a reading with what a caption says.
    public init(_ reading: OracleReading, against meaning: CaptionMeaning) {
        let asked = meaning.groups.flatMap { Array(repeating: Kind($0), count: $0.count) }
        let seen = reading.objects.map(Kind.init)
        count = seen.count == asked.count
        colour = tally(seen.map(\.colour)) == tally(asked.map(\.colour))
        shape = tally(seen.map(\.shape)) == tally(asked.map(\.shape))
        palette = Set(seen.map(\.colour)) == Set(asked.map(\.colour))
        shapeSet = Set(seen.map(\.shape)) == Set(asked.map(\.shape))
        relation = meaning.relation.map { relation in
            let firsts = reading.objects.filter { Kind($0) == Kind(meaning.groups[0]) }
            let seconds = reading.objects.filter { Kind($0) == Kind(meaning.groups[1]) }
            // Surplus objects don't excuse each other: the relation must hold for every pair that fits the words.
            return !firsts.isEmpty && !seconds.isEmpty
                && firsts.allSatisfy { first in
                    seconds.allSatisfy { relation.holds(first: first.centre, second: $0.centre) }
                }
        }
        all = tally(seen) == tally(asked) && relation != false
    }
}

private struct Kind: Hashable {
    var colour: ObjectColour
    var shape: ShapeKind

    init(_ group: ObjectGroup) {
        colour = group.colour
        shape = group.shape
    }

    init(_ object: SeenObject) {
        colour = object.colour
        shape = object.shape
    }
}

private func tally<T: Hashable>(_ values: [T]) -> [T: Int] {
    values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
}

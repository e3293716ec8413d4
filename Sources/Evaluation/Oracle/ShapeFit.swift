import Datasets

/// How the objects of one image are drawn: a guess that all of them share.
struct DrawingStyle: Sendable, Hashable {
    enum Sizing: CaseIterable {
        /// An object's size follows from its area: steady under noise.
        case area
        /// An object's size follows from its variances: right for pale objects too.
        case variance

        var handicap: Double {
            switch self {
            case .area: 0
            case .variance: 0.25
            }
        }
    }

    /// Passes of a 1-2-1 blur each way.
    var blur: Int
    var sizing: Sizing

    /// Factor on the squared differences: a style other than the plain one must explain clearly more, not just noise.
    var handicap: Double { 1 + 0.25 * Double(blur) + sizing.handicap }

    static let all = (0...2).flatMap { blur in Sizing.allCases.map { DrawingStyle(blur: blur, sizing: $0) } }
}

/// One shape laid over an object so that centre of mass and extents agree, and how well the pixels then match.
struct ShapeFit {
    var shape: ShapeKind
    /// Centre of the shape's box.
    var centre: SIMD2<Double>
    var width, height: Double
    /// Sum of squared differences between seen and ideal coverages.
    var squaredDifference: Double

    /// The best fitting shape of every object, under the one style that explains all of them together best.
    /// Judged alone, a small noisy circle looks like a blurred square; judged together, an image is blurred or it is not.
    static func best(for windows: [CoverageWindow]) -> [ShapeFit] {
        let moments = windows.map(Moments.init)
        var best: [ShapeFit] = [], least = Double.infinity
        for style in DrawingStyle.all {
            let fits = zip(windows, moments).map { window, moments in
                ShapeKind.allCases.map { ShapeFit($0, style, moments, window) }.min { $0.squaredDifference < $1.squaredDifference }!
            }
            let total = fits.reduce(0) { $0 + $1.squaredDifference } * style.handicap
            if total < least { (best, least) = (fits, total) }
        }
        return best
    }

    private init(_ shape: ShapeKind, _ style: DrawingStyle, _ moments: Moments, _ window: CoverageWindow) {
        self.shape = shape
        // Averaging over a pixel adds 1/12 to a variance, each blur pass 1/2.
        let added = 1.0 / 12 + Double(style.blur) / 2, spread = shape.variances
        let extents = SIMD2(
            (max(moments.variance.x - added, 0.2) / spread.x).squareRoot(),
            (max(moments.variance.y - added, 0.2) / spread.y).squareRoot())
        // Objects are as wide as high; a generated one may be off a little.
        let ratio = min(max(extents.x / extents.y, 0.75), 1 / 0.75)
        switch style.sizing {
        case .area: height = (max(moments.area, 1) / (shape.fill * ratio)).squareRoot()
        case .variance: height = (extents.x * extents.y / ratio).squareRoot()
        }
        width = ratio * height
        centre = moments.centre - SIMD2(0, shape.massBelowCentre * height)
        squaredDifference = 0
        let ideal = drawing(blur: style.blur, window.box)
        var product = 0.0, squared = 0.0, seen = 0.0
        for (i, value) in window.values.enumerated() where window.isKnown[i] {
            product += ideal[i] * Double(value)
            squared += ideal[i] * ideal[i]
            seen += Double(value) * Double(value)
        }
        // The object may be paler than its colour, or a little brighter.
        let strength = min(max(product / max(squared, 1e-9), 0.4), 1.2)
        squaredDifference = seen - 2 * strength * product + strength * strength * squared
    }

    /// Ideal coverages [height, width] of a box, after `blur` passes of a 1-2-1 blur each way.
    private func drawing(blur: Int, _ box: PixelBox) -> [Double] {
        // Drawn with a rim, so that what blurs out of the box and what the box's edge receives are both right.
        let rim = blur, lines = 4
        let columns = box.width + 2 * rim, rows = box.height + 2 * rim
        let middle = centre.x - Double(box.x - rim), top = centre.y - height / 2 - Double(box.y - rim)
        var pixels = [Double](repeating: 0, count: columns * rows)
        for line in 0..<(rows * lines) {
            let v = ((Double(line) + 0.5) / Double(lines) - top) / height
            let reach = shape.halfWidth(v) * width
            guard reach > 0 else { continue }
            let left = max(middle - reach, 0), right = min(middle + reach, Double(columns))
            guard left < right else { continue }
            for x in Int(left)..<min(Int(right.rounded(.up)), columns) {
                let covered = min(right, Double(x + 1)) - max(left, Double(x))
                pixels[line / lines * columns + x] += covered / Double(lines)
            }
        }
        for _ in 0..<blur { pixels = blurred(pixels, columns, rows) }
        guard rim > 0 else { return pixels }
        return (rim..<(rows - rim)).flatMap { y in pixels[(y * columns + rim)..<((y + 1) * columns - rim)] }
    }
}

/// One pass of (1 2 1) / 4 along each axis; outside is 0.
private func blurred(_ pixels: [Double], _ columns: Int, _ rows: Int) -> [Double] {
    func pass(_ source: [Double], _ stride: Int, _ length: Int, _ place: (Int) -> Int) -> [Double] {
        var out = source
        for i in source.indices {
            let before = place(i) > 0 ? source[i - stride] : 0
            let after = place(i) < length - 1 ? source[i + stride] : 0
            out[i] = 0.5 * source[i] + 0.25 * (before + after)
        }
        return out
    }
    return pass(pass(pixels, 1, columns) { $0 % columns }, columns, rows) { $0 / columns }
}

/// Area, centre of mass and variances of some coverages.
private struct Moments {
    var area = 0.0
    var centre = SIMD2<Double>.zero
    var variance = SIMD2<Double>.zero

    init(_ window: CoverageWindow) {
        func forEach(_ body: (SIMD2<Double>, Double) -> Void) {
            for y in 0..<window.box.height {
                for x in 0..<window.box.width {
                    let value = Double(window.values[y * window.box.width + x])
                    if value != 0 { body(SIMD2(Double(window.box.x + x) + 0.5, Double(window.box.y + y) + 0.5), value) }
                }
            }
        }
        forEach { position, value in
            area += value
            centre += position * value
        }
        centre /= area
        forEach { position, value in variance += (position - centre) * (position - centre) * value }
        variance /= area
    }
}

extension ShapeKind {
    /// Variance of the mass along each axis in a unit box.
    fileprivate var variances: SIMD2<Double> {
        switch self {
        case .circle: SIMD2(1.0 / 16, 1.0 / 16)
        case .square: SIMD2(1.0 / 12, 1.0 / 12)
        case .triangle: SIMD2(1.0 / 24, 1.0 / 18)
        }
    }

    /// Half the shape's width at height `v` of the unit box; 0 outside.
    fileprivate func halfWidth(_ v: Double) -> Double {
        guard v > 0, v < 1 else { return 0 }
        switch self {
        case .circle: return (0.25 - (v - 0.5) * (v - 0.5)).squareRoot()
        case .square: return 0.5
        case .triangle: return v / 2
        }
    }

    /// How far the centre of mass lies below the box's centre, in heights.
    fileprivate var massBelowCentre: Double {
        switch self {
        case .circle, .square: 0
        case .triangle: 1.0 / 6
        }
    }
}

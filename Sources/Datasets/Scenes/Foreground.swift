/// What stands out from the plain ground of an image: connected parts, with their holes filled.
///
/// Every channel's difference from its median is smoothed a little (1-2-1 each way) against noise, and a pixel stands
/// out where the largest of the three is above the threshold: a fixed one, or three deviations of the noise where that
/// is more. The noise is estimated from the median of the absolute differences, which are mostly of ground.
public struct Foreground: Sendable {
    /// Pixels that hang together by their edges.
    public struct Part: Sendable, Hashable {
        /// Places in the image, row by row from 0, in rising order.
        public var pixels: [Int]
        public var box: PixelBox
    }

    /// Least difference that stands out; values run from -1 to 1.
    public static let threshold: Float = 0.2
    /// And at least so many deviations of the smoothed noise.
    public static let deviations: Float = 3

    public let imageSize: Int
    /// The median of each channel.
    public let ground: SIMD3<Float>
    /// From the top, then from the left.
    public let parts: [Part]

    /// - Parameter image: [3, imageSize, imageSize]; values that are not finite count as ground.
    public init(_ image: UnsafePointer<Float>, imageSize: Int) {
        let area = imageSize * imageSize
        var ground = SIMD3<Float>.zero
        var largest = [Float](repeating: 0, count: area), noise: Float = 0
        for channel in 0..<3 {
            let plane = UnsafeBufferPointer(start: image + channel * area, count: area)
            let middle = median(plane)
            ground[channel] = middle
            let smooth = smoothed(plane.map { $0.isFinite ? $0 - middle : 0 }, side: imageSize)
            let sizes = smooth.map(abs)
            for i in 0..<area { largest[i] = max(largest[i], sizes[i]) }
            // The median of |x| of a normal variable is 0.6745 deviations.
            noise = max(noise, sizes.withUnsafeBufferPointer(median) / 0.6745)
        }
        let least = max(Self.threshold, Self.deviations * noise)
        var stands = largest.map { $0 > least }
        fillHoles(&stands, side: imageSize)
        self.imageSize = imageSize
        self.ground = ground
        parts = connected(stands, side: imageSize)
    }
}

private func median(_ values: UnsafeBufferPointer<Float>) -> Float {
    let sorted = values.filter(\.isFinite).sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
}

/// (1 2 1) / 4 along both axes; what lies outside is 0.
private func smoothed(_ values: [Float], side: Int) -> [Float] {
    var rows = values, out = values
    for y in 0..<side {
        for x in 0..<side {
            let i = y * side + x
            rows[i] = 0.5 * values[i] + 0.25 * ((x > 0 ? values[i - 1] : 0) + (x < side - 1 ? values[i + 1] : 0))
        }
    }
    for y in 0..<side {
        for x in 0..<side {
            let i = y * side + x
            out[i] = 0.5 * rows[i] + 0.25 * ((y > 0 ? rows[i - side] : 0) + (y < side - 1 ? rows[i + side] : 0))
        }
    }
    return out
}

/// Ground that no path of ground joins to the border becomes foreground.
private func fillHoles(_ stands: inout [Bool], side: Int) {
    var reached = [Bool](repeating: false, count: stands.count)
    var queue = stands.indices.filter { i in
        let x = i % side, y = i / side
        return !stands[i] && (x == 0 || y == 0 || x == side - 1 || y == side - 1)
    }
    for i in queue { reached[i] = true }
    while let i = queue.popLast() {
        forNeighbours(of: i, side: side) { neighbour in
            guard !stands[neighbour], !reached[neighbour] else { return }
            reached[neighbour] = true
            queue.append(neighbour)
        }
    }
    for i in stands.indices where !reached[i] { stands[i] = true }
}

private func connected(_ stands: [Bool], side: Int) -> [Foreground.Part] {
    var isTaken = [Bool](repeating: false, count: stands.count)
    var parts: [Foreground.Part] = []
    for start in stands.indices where stands[start] && !isTaken[start] {
        var pixels = [start], next = 0
        isTaken[start] = true
        var left = side, right = 0, top = side, bottom = 0
        while next < pixels.count {
            let pixel = pixels[next]
            next += 1
            (left, right) = (min(left, pixel % side), max(right, pixel % side))
            (top, bottom) = (min(top, pixel / side), max(bottom, pixel / side))
            forNeighbours(of: pixel, side: side) { neighbour in
                guard stands[neighbour], !isTaken[neighbour] else { return }
                isTaken[neighbour] = true
                pixels.append(neighbour)
            }
        }
        let box = PixelBox(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
        parts.append(Foreground.Part(pixels: pixels.sorted(), box: box))
    }
    return parts.sorted { ($0.box.y, $0.box.x) < ($1.box.y, $1.box.x) }
}

@inline(__always)
private func forNeighbours(of pixel: Int, side: Int, _ body: (Int) -> Void) {
    let x = pixel % side, y = pixel / side
    if x > 0 { body(pixel - 1) }
    if x < side - 1 { body(pixel + 1) }
    if y > 0 { body(pixel - side) }
    if y < side - 1 { body(pixel + side) }
}

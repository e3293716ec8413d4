import Datasets

/// Where the pixels of a resized axis come from: `taps` source pixels each, weighted. No low-pass filter: what is asked for here is what
/// published networks were fed with, aliasing and all.
struct ResampledAxis {
    let taps: Int
    /// [size, taps]
    let indices: [Int]
    let weights: [Float]

    /// PyTorch's bilinear interpolation with `align_corners=False`: pixels are areas, and their centres are matched.
    static func bilinear(from source: Int, to size: Int) -> ResampledAxis {
        linear(from: source, to: size) { max(0, (Double($0) + 0.5) * Double(source) / Double(size) - 0.5) }
    }

    /// TensorFlow 1's bilinear resizing: pixels are points, the first ones are matched.
    static func legacyBilinear(from source: Int, to size: Int) -> ResampledAxis {
        linear(from: source, to: size) { Double($0) * Double(source) / Double(size) }
    }

    private static func linear(from source: Int, to size: Int, _ place: (Int) -> Double) -> ResampledAxis {
        var (indices, weights): ([Int], [Float]) = ([], [])
        for i in 0..<size {
            let at = place(i)
            let first = min(Int(at), source - 1)
            let share = min(max(at - Double(first), 0), 1)
            indices += [first, min(first + 1, source - 1)]
            weights += [Float(1 - share), Float(share)]
        }
        return ResampledAxis(taps: 2, indices: indices, weights: weights)
    }

    /// TensorFlow 1's bicubic resizing: Keys' kernel with a = -0.75, pixels are points, pixels beyond the edge repeat it. (TensorFlow
    /// rounds the shares to 1/1024 of a pixel; this does not.)
    static func legacyBicubic(from source: Int, to size: Int) -> ResampledAxis {
        let a = -0.75
        func near(_ x: Double) -> Double { ((a + 2) * x - (a + 3)) * x * x + 1 }
        func far(_ x: Double) -> Double { ((a * x - 5 * a) * x + 8 * a) * x - 4 * a }
        var (indices, weights): ([Int], [Float]) = ([], [])
        for i in 0..<size {
            let at = Double(i) * Double(source) / Double(size)
            let first = Int(at)
            let share = at - Double(first)
            indices += (first - 1...first + 2).map { min(max($0, 0), source - 1) }
            weights += [far(share + 1), near(share), near(1 - share), far(2 - share)].map { Float($0) }
        }
        return ResampledAxis(taps: 4, indices: indices, weights: weights)
    }
}

/// Overwrites `out[rows, columns, 3]` with the resampled part of `image` from (top, left) on, values 0...255 and, for cubic weights, a
/// little beyond.
/// - Precondition: the image has three channels.
func resample(
    _ out: UnsafeMutablePointer<Float>, _ image: PixelImage, top: Int = 0, left: Int = 0, rows: ResampledAxis, columns: ResampledAxis
) {
    precondition(image.channels == 3, "resampling \(image.channels) channels")
    let (height, width) = (rows.indices.count / rows.taps, columns.indices.count / columns.taps)
    image.pixels.withUnsafeBufferPointer { pixels in
        for y in 0..<height {
            let line = out + y * width * 3
            for i in 0..<width * 3 { line[i] = 0 }
            for tap in 0..<rows.taps {
                let source = (top + rows.indices[y * rows.taps + tap]) * image.width + left
                let share = rows.weights[y * rows.taps + tap]
                for x in 0..<width {
                    var (red, green, blue): (Float, Float, Float) = (0, 0, 0)
                    for k in x * columns.taps..<(x + 1) * columns.taps {
                        let (at, weight) = (3 * (source + columns.indices[k]), columns.weights[k])
                        red += weight * Float(pixels[at])
                        green += weight * Float(pixels[at + 1])
                        blue += weight * Float(pixels[at + 2])
                    }
                    line[3 * x] += share * red
                    line[3 * x + 1] += share * green
                    line[3 * x + 2] += share * blue
                }
            }
        }
    }
}

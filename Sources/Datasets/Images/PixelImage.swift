import Foundation

/// An 8-bit image: rows from the top, pixels from the left, channels interleaved.
public struct PixelImage: Sendable, Equatable {
    public let width: Int
    public let height: Int
    /// 1 (grey), 3 (red, green, blue) or 4 (with alpha, not premultiplied).
    public let channels: Int
    /// [height, width, channels]
    public var pixels: [UInt8]

    /// Precondition: positive sizes, 1, 3 or 4 channels, and exactly `width * height * channels` pixels.
    public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
        precondition(width > 0 && height > 0 && [1, 3, 4].contains(channels))
        precondition(pixels.count == width * height * channels)
        self.width = width
        self.height = height
        self.channels = channels
        self.pixels = pixels
    }

    /// One colour everywhere; `colour` has one value per channel.
    public init(width: Int, height: Int, colour: [UInt8]) {
        var pixels = [UInt8]()
        pixels.reserveCapacity(width * height * colour.count)
        for _ in 0..<(width * height) { pixels.append(contentsOf: colour) }
        self.init(width: width, height: height, channels: colour.count, pixels: pixels)
    }

    /// From floats in [-1, 1], `planar` [channels, height, width]; values outside are clamped, NaN becomes 0 (black).
    public init(planarFloats planar: UnsafePointer<Float>, channels: Int, width: Int, height: Int) {
        let area = width * height
        let pixels = [UInt8](unsafeUninitializedCapacity: area * channels) { out, count in
            for c in 0..<channels {
                for i in 0..<area { out[i * channels + c] = byteValue(planar[c * area + i]) }
            }
            count = area * channels
        }
        self.init(width: width, height: height, channels: channels, pixels: pixels)
    }

    public init(planarFloats planar: [Float], channels: Int, width: Int, height: Int) {
        precondition(planar.count == channels * width * height)
        self = planar.withUnsafeBufferPointer {
            PixelImage(planarFloats: $0.baseAddress!, channels: channels, width: width, height: height)
        }
    }

    /// Overwrites `out` [channels, height, width] with values in [-1, 1] (0 -> -1, 255 -> 1).
    public func fillPlanarFloats(_ out: UnsafeMutablePointer<Float>) {
        pixels.withUnsafeBufferPointer { spreadPlanar(out, interleaved: $0.baseAddress!, area: width * height, channels: channels) }
    }

    /// [channels, height, width] in [-1, 1].
    public func planarFloats() -> [Float] {
        [Float](unsafeUninitializedCapacity: pixels.count) { out, count in
            fillPlanarFloats(out.baseAddress!)
            count = pixels.count
        }
    }
}

/// Overwrites `out` [channels, area] from `interleaved` [area, channels].
func spreadPlanar(_ out: UnsafeMutablePointer<Float>, interleaved: UnsafePointer<UInt8>, area: Int, channels: Int) {
    for c in 0..<channels {
        let plane = out + c * area
        for i in 0..<area { plane[i] = floatValue(interleaved[i * channels + c]) }
    }
}

/// 0...255 -> -1...1.
@inline(__always)
func floatValue(_ byte: UInt8) -> Float { Float(byte) / 127.5 - 1 }

@inline(__always)
func byteValue(_ value: Float) -> UInt8 {
    guard value > -1 else { return 0 }  // also NaN
    guard value < 1 else { return 255 }
    return UInt8((value + 1) * 127.5 + 0.5)
}

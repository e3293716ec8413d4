import Datasets
import Foundation
import Kernels
import Platform

/// Pictures as a CLIP vision tower wants them: the shorter side resized (bicubic, as Pillow), the middle cut out, channels normalised, with
/// the bits of transformers' `CLIPImageProcessorPil`.
public struct CLIPImageProcessor: Sendable {
    /// The length of the shorter side after resizing; nil where both sides get the crop's size.
    public let shortestSide: Int?
    /// Side of the square that is cut out.
    public let cropSize: Int
    /// What a byte becomes, [3][256].
    private let table: [Float]

    /// Equal identities give equal pixels.
    var identity: String { "\(shortestSide ?? 0)/\(cropSize)/\(ContentHash.hex(table.map { "\($0.bitPattern)" }).prefix(16))" }

    /// Reads `preprocessor_config.json` of a folder.
    /// - Parameter imageSize: what the vision tower wants.
    /// - Throws: `FrozenNetworksError`, also for steps that are not what CLIP's processor does.
    public init(folder: URL, imageSize: Int) throws {
        let name = "preprocessor_config.json", url = folder.appendingPathComponent(name)
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw FrozenNetworksError.notConfigured(folder: folder.path, looked: [name])
        }
        try self.init(ConfigurationFile(contentsOf: url), imageSize: imageSize)
    }

    init(_ file: ConfigurationFile, imageSize: Int) throws {
        for step in ["do_resize", "do_center_crop", "do_rescale", "do_normalize"] {
            guard try file.boolean(step, missing: true) else { throw file.refusal(step, "false", "true") }
        }
        // Pillow's number of its bicubic filter.
        _ = try file.integer("resample", in: 3...3, missing: 3)
        let sides = 1...4096
        cropSize = try Self.square(file, "crop_size", missing: 224)
        guard cropSize == imageSize else {
            throw file.refusal("crop_size", "\(cropSize)", "\(imageSize), as the vision tower's image_size")
        }
        // Older files have a number, newer ones an object.
        if let size = try? file.object("size") {
            if size.contains("shortest_edge") {
                shortestSide = try size.integer("shortest_edge", in: sides)
            } else {
                shortestSide = nil
                guard try Self.square(file, "size", missing: 224) == cropSize else {
                    throw file.refusal("size", "another than crop_size", "\(cropSize)")
                }
            }
        } else {
            shortestSide = try file.integer("size", in: sides, missing: 224)
        }
        if let shortestSide, shortestSide < cropSize { throw file.refusal("size", "\(shortestSide)", "at least crop_size, \(cropSize)") }
        let factor = try file.number("rescale_factor", in: 0...1, missing: 1 / 255)
        let means = try file.numbers("image_mean", count: 3, missing: [0.48145466, 0.4578275, 0.40821073]).map { Float($0) }
        let deviations = try file.numbers("image_std", count: 3, missing: [0.26862954, 0.26130258, 0.27577711]).map { Float($0) }
        table = zip(means, deviations).flatMap { mean, deviation in
            (0..<256).map { (Float(Double($0) * factor) - mean) / deviation }
        }
    }

    /// An object of equal `height` and `width`, or a number.
    private static func square(_ file: ConfigurationFile, _ key: String, missing: Int) throws -> Int {
        guard let size = try? file.object(key) else { return try file.integer(key, in: 1...4096, missing: missing) }
        let (height, width) = (try size.integer("height", in: 1...4096), try size.integer("width", in: 1...4096))
        guard height == width else { throw file.refusal(key, "\(height) x \(width)", "a square") }
        return height
    }

    /// The picture resized and cut: three channels, grey repeated, alpha dropped as Pillow does (`overWhite()` first shows a white ground).
    public func cropped(_ image: PixelImage) -> PixelImage {
        let colours = image.channels == 4 ? image.withoutAlpha : image.asRGB()
        guard let shortestSide else { return colours.bicubicResized(width: cropSize, height: cropSize) }
        let (short, long) = (min(image.width, image.height), max(image.width, image.height))
        let longSide = Int(Double(shortestSide * long) / Double(short))
        let size = image.width <= image.height ? (shortestSide, longSide) : (longSide, shortestSide)
        return colours.bicubicResized(width: size.0, height: size.1).centreCropped(width: cropSize, height: cropSize)
    }

    /// Overwrites `out` [3, cropSize, cropSize].
    public func fill(_ out: Out, _ image: PixelImage) {
        let area = cropSize * cropSize
        cropped(image).pixels.withUnsafeBufferPointer { pixels in
            table.withUnsafeBufferPointer { table in
                for c in 0..<3 {
                    for i in 0..<area { out[c * area + i] = table[c * 256 + Int(pixels[3 * i + c])] }
                }
            }
        }
    }

    /// [images, 3, cropSize, cropSize], as `CLIPVision` reads them.
    public func pixels(of images: [PixelImage], pool: ThreadPool = .allCores) -> FloatBuffer {
        let count = 3 * cropSize * cropSize, out = FloatBuffer(count: images.count * count)
        pool.forEach(images.count) { fill(out.pointer + $0 * count, images[$0]) }
        return out
    }
}

extension PixelImage {
    /// The colours of four channels alone.
    fileprivate var withoutAlpha: PixelImage {
        let colours = [UInt8](unsafeUninitializedCapacity: width * height * 3) { out, count in
            for i in 0..<width * height {
                for c in 0..<3 { out[3 * i + c] = pixels[4 * i + c] }
            }
            count = width * height * 3
        }
        return PixelImage(width: width, height: height, channels: 3, pixels: colours)
    }
}

import Datasets
import Foundation

/// A folder of made-up cut-outs, as `make data-stamps` leaves one: pictures with alpha and a metadata.jsonl.
public final class StampFolder {
    public let path = FileManager.default.temporaryDirectory.appendingPathComponent("stamps-\(UUID().uuidString)").path
    private var lines: [String] = []

    public init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Ten kinds that pass every rule, two of them with two pictures.
    public static func usual() throws -> StampFolder {
        let folder = try StampFolder()
        let kinds: [(caption: String, colour: [UInt8], isRound: Bool)] = [
            ("A yellow lemon.", [240, 220, 30], true), ("A lemon.", [230, 230, 60], true), ("A tomato.", [220, 30, 30], true),
            ("A brown potato.", [120, 70, 20], true), ("An igloo.", [250, 250, 255], false), ("A blue box.", [20, 40, 220], false),
            ("A plum.", [90, 10, 110], true), ("A pink pig!", [250, 130, 190], true), ("A frog.", [20, 170, 40], true),
            ("A green frog.", [40, 140, 50], true), ("A fox.", [230, 110, 10], false), ("A black cat", [5, 5, 10], false),
        ]
        for (number, kind) in kinds.enumerated() {
            try folder.add("kind\(number).png", kind.caption, blob(kind.colour, isRound: kind.isRound))
        }
        return folder
    }

    public func add(_ name: String, _ caption: String, _ image: PixelImage) throws {
        try image.encodePNG().write(to: URL(fileURLWithPath: "\(path)/\(name)"))
        let text = caption.replacingOccurrences(of: "\"", with: "\\\"")
        lines.append("{\"file_name\": \"\(name)\", \"text\": \"\(text)\"}\n")
        try Data(lines.joined().utf8).write(to: URL(fileURLWithPath: "\(path)/metadata.jsonl"))
    }

    /// A disc or a square with a lighter upper half on a transparent ground.
    public static func blob(
        _ colour: [UInt8], isRound: Bool, width: Int = 40, height: Int = 40, alpha: UInt8 = 255
    ) -> PixelImage {
        var image = PixelImage(width: width, height: height, colour: [0, 0, 0, 0])
        for y in 2..<(height - 2) {
            for x in 2..<(width - 2) {
                let u = (Double(x) + 0.5) / Double(width) - 0.5, v = (Double(y) + 0.5) / Double(height) - 0.5
                guard !isRound || u * u + v * v < 0.2 else { continue }
                for channel in 0..<3 {
                    let lighter = v < 0 ? min(255, Int(colour[channel]) + 12) : Int(colour[channel])
                    image.pixels[4 * (y * width + x) + channel] = UInt8(lighter)
                }
                image.pixels[4 * (y * width + x) + 3] = alpha
            }
        }
        return image
    }
}

import ArgumentParser
import Datasets
import Foundation
import Platform
import TensorFiles

struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "Draw pictures of a caption with a finished job's network.")

    @OptionGroup var modelOptions: ModelOptions
    @Option(help: "What to draw.") var caption: String
    @Option(help: "Pictures.") var count = 8
    @Option(
        help: "Where the contact sheet goes (PNG); with a name that ends in .npy the network's own values, [count, channels, side, side].")
    var out: String
    @Option(help: "Seed of the noise; the same seed gives the same pictures.") var seed = 1
    @Option(help: "Guidance scale (default: the job's).") var guidance: Double?
    @Option(help: "Network evaluations a picture (default: the job's).") var steps: Int?
    @Option(help: "Enlarge each pixel this many times.") var zoom = 4

    func validate() throws {
        guard count > 0, zoom > 0, steps ?? 1 > 0 else {
            throw ValidationError("--count, --zoom and --steps must be positive.")
        }
    }

    func run() throws {
        let model = try modelOptions.model()
        try reportingBadInput {
            try warnAboutUnknownWords(caption, encoder: model.encoder)
            if out.hasSuffix(".npy") {
                let (values, shape) = try model.planarSamples(caption: caption, count: count, seed: seed, guidance: guidance, steps: steps)
                try values.withUnsafeBufferPointer { try writeNumPy(to: URL(fileURLWithPath: out), shape: shape, floats: $0) }
                return print("\(count) sample(s) of \"\(caption)\", \(shape), in \(out)")
            }
            let pictures = try model.sample(
                caption: caption, count: count, seed: seed, guidance: guidance, steps: steps)
            let columns = Int(Double(count).squareRoot().rounded(.up))
            try checkSheet(side: columns * (pictures[0].width + 2))
            let sheet = PixelImage.grid(pictures.map { $0.enlarged(by: zoom) }, columns: columns, padding: 2 * zoom)
            try writeFile(sheet.encodePNG(), to: URL(fileURLWithPath: out))
            print("\(count) picture(s) of \"\(caption)\" in \(out)")
        }
    }
    /// - Parameter side: of the contact sheet before it is enlarged.
    private func checkSheet(side: Int) throws {
        let largest = max(1, Self.largestSide / side)
        guard zoom > largest else { return }
        throw ValidationError("--zoom is \(zoom), but a sheet of \(count) picture(s) may be enlarged at most \(largest) times.")
    }

    /// Of a contact sheet, in pixels: one more and a picture viewer has to be looked for.
    private static let largestSide = 16_384
}

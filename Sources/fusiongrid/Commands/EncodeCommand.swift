import ArgumentParser
import Choices
import Datasets
import Foundation
import FrozenNetworks
import Platform
import Runner
import TextEncoding
import Training

struct EncodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode",
        abstract: "Make a features folder of pictures and captions.",
        discussion: """
            Pictures are cropped to their middle square, resized, and turned into moments of latents by an autoencoder; captions into \
            contexts by a text encoder. The folder is that of U-ViT (train/, val/, empty_context.npy), which `data.kind: features` \
            reads. Stop it when you want: the same command goes on.
            """)

    @Argument(help: "Folder of pictures with captions, as `data.kind: images` reads it: COCO's layout, metadata files or caption files.")
    var pictures: String
    @Option(help: "Folder of the autoencoder: config.json and diffusion_pytorch_model.safetensors.") var autoencoder: String
    @Option(help: "Folder of the text encoder: config.json, the tokenizer's files, weights.") var text: String
    @Option(help: "The features folder.") var out: String
    @Option(help: "Side of the square pictures, in pixels.") var imageSize = 256
    @Option(help: "Text tokens of every caption.") var maxTokens = 77
    @Option(help: "Pictures for val/ where no pair of caption files tells which.") var validation = 1000
    @Option(help: "What an unreadable picture does: fail or skip.") var onError = FileErrorPolicy.fail
    @Option(help: "Threads.") var threads = MachineInfo.cores

    /// Pictures of a batch.
    private static let batch = 8

    func validate() throws {
        guard imageSize > 0, maxTokens > 0, validation >= 0, threads > 0 else {
            throw ValidationError("--image-size, --max-tokens and --threads must be positive, --validation 0 or more.")
        }
    }

    func run() throws {
        try reportingBadInput { try encode() }
    }

    private func encode() throws {
        let listing = try CaptionedFiles(path: pictures, onError: onError)
        for skipped in listing.skipped { printError("left out: \(skipped.reason)") }
        let (files, unreadable) = try readable(listing.files)
        for problem in unreadable { printError("left out: \(problem)") }
        let networks = try FeatureNetworks(
            autoencoder: autoencoder, text: text, imageSize: imageSize, maximumTokens: maxTokens, threads: threads)
        let plan = try EncodingPlan(files, validation: validation, makers: networks.makers)
        let writer = try FeatureFolderWriter(URL(fileURLWithPath: out, isDirectory: true), plan, networks.networks)
        let (stop, watch) = (StopSignal(), Stopwatch())
        let signals = ShutdownSignals(stop: stop) { printError("Stopping after this batch.") }
        defer { withExtendedLifetime(signals) {} }
        var line = ProgressLine()
        defer { line.end() }
        do {
            try writer.write(
                batch: Self.batch, stop: stop, load: { try inParallel($0) { try PixelImage.square($0, side: imageSize) } }
            ) { line.show(done: $0.done, of: $0.of, found: $0.found, seconds: watch.seconds) }
        } catch is Stopped {
            line.end()
            printError("Stopped; the same command goes on.")
            throw ExitStatus.interrupted
        }
        line.end()
        let left = listing.skipped.count + unreadable.count
        print("\(plan.items.count) pictures encoded in \(out)" + (left > 0 ? ", \(left) left out" : ""))
    }

    /// Under `skip` every picture is decoded once before numbers are given out, so that they have no holes.
    private func readable(_ files: [CaptionedFile]) throws -> ([CaptionedFile], [String]) {
        guard onError == .skip else { return (files, []) }
        let problems = inParallel(files) { file -> String? in
            do {
                _ = try PixelImage.decode(file.file)
                return nil
            } catch {
                return "\(error)"
            }
        }
        return (zip(files, problems).filter { $0.1 == nil }.map(\.0), problems.compactMap { $0 })
    }
}

extension FileErrorPolicy: ExpressibleByArgument {}

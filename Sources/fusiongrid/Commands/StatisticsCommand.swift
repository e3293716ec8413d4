import ArgumentParser
import Foundation
import Platform
import Runner
import Training

struct StatisticsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statistics",
        abstract: "Write mean and covariance of pictures in Inception's features: the reference of FID.",
        discussion: """
            The file is that of pytorch-fid (`mu` and `sigma` of 2,048 features, .npz); `evaluate.reference_statistics` reads it. Pictures \
            are cropped to their middle square and resized, as `encode` does.
            """)

    @Argument(help: "Folder of pictures with captions, as `data.kind: images` reads it.") var pictures: String
    @Option(help: "File of Inception's weights.") var inception: String
    @Option(help: "The .npz file.") var out: String
    @Option(help: "Side of the square pictures, in pixels.") var imageSize = 256
    @Option(help: "Where a pair of caption files tells: train or val alone.") var split: FeaturePart?
    @Option(help: "Threads.") var threads = MachineInfo.cores

    func validate() throws {
        guard imageSize > 0, threads > 0 else { throw ValidationError("--image-size and --threads must be positive.") }
    }

    func run() throws {
        try reportingBadInput {
            let stop = StopSignal(), watch = Stopwatch()
            let signals = ShutdownSignals(stop: stop) { printError("Stopping: nothing is written.") }
            defer { withExtendedLifetime(signals) {} }
            var live = ProgressLine()
            defer { live.end() }
            do {
                let count = try PictureStatistics(pictures, part: split, imageSize: imageSize).write(
                    inception: inception, to: URL(fileURLWithPath: out), threads: threads, stop: stop
                ) { live.show(done: $0, of: $1, found: 0, seconds: watch.seconds) }
                live.end()
                print("Statistics of \(count) pictures in \(out)")
            } catch is Stopped {
                live.end()
                throw ExitStatus.interrupted
            }
        }
    }
}

extension FeaturePart: ExpressibleByArgument {}

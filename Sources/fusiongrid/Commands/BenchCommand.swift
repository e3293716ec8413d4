import ArgumentParser
import Benchmarks
import Choices
import Foundation
import UViT

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Time training steps, sampling runs or sgemm on synthetic data.",
        discussion: "Rates are medians; GFLOP/s count 2 x multiply-adds; memory is the process's peak in bytes.")

    enum Kind: String, ExpressibleByArgument, CaseIterable { case train, sample, sgemm }

    @Argument(help: "What to time.") var kind: Kind
    @Option(help: "Model size.") var preset: BenchmarkPreset = .small
    @Option(help: "Fusion: concat or cross-attention.") var conditioning: Conditioning = .concat
    @Option(help: "Image-only blocks before (and after) fusion, v.") var imageDepth = 0
    @Option(help: "Trainable text blocks, c.") var textDepth = 0
    @Option(help: "Images a batch (default: 32 small, 4 paper; sampling 64 and 4).") var batch: Int?
    @Option(help: "Timed repetitions (default: 20 small, 5 paper; sampling 3).") var steps: Int?
    @Option(help: "Network evaluations an image when sampling.") var evaluations = 50
    @Option(help: "Threads.") var threads = ProcessInfo.processInfo.activeProcessorCount
    @Option(help: "Lanes a batch is cut into (default: the number of threads).") var lanes: Int?
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        guard threads > 0, batch ?? 1 > 0, steps ?? 1 > 0, lanes ?? 1 > 0, evaluations > 0 else {
            throw ValidationError("--threads, --batch, --steps, --lanes and --evaluations must be positive.")
        }
    }

    func run() throws {
        let model = preset.configuration(conditioning: conditioning, imageDepth: imageDepth, textDepth: textDepth)
        do { try model.validate() } catch { throw ValidationError("\(error)") }
        let (size, repetitions) =
            switch kind {
            case .train, .sgemm: (batch ?? preset.defaults.batch, steps ?? preset.defaults.steps)
            case .sample: (batch ?? preset.defaults.samplingBatch, steps ?? 3)
            }
        let benchmark = Benchmark(
            preset: preset, configuration: model, batch: size, lanes: lanes ?? min(threads, size), threads: threads,
            repetitions: repetitions)
        let result =
            switch kind {
            case .train: benchmark.train()
            case .sample: try benchmark.sample(evaluations: evaluations)
            case .sgemm: benchmark.sgemm()
            }
        print(json ? result.json : result.text)
    }
}

extension BenchmarkPreset: ExpressibleByArgument {}
extension Conditioning: ExpressibleByArgument {}

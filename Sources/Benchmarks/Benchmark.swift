import Diffusion
import Foundation
import Kernels
import Platform
import Transformer
import UViT

/// Times whole training steps, sampling runs and the sgemm they rest on, on synthetic data.
public struct Benchmark: Sendable {
    public var preset: BenchmarkPreset
    public var configuration: ModelConfiguration
    public var batch: Int
    public var lanes: Int
    public var threads: Int
    public var repetitions: Int

    public init(
        preset: BenchmarkPreset, configuration: ModelConfiguration, batch: Int, lanes: Int, threads: Int, repetitions: Int
    ) {
        self.preset = preset
        self.configuration = configuration
        self.batch = batch
        self.lanes = lanes
        self.threads = threads
        self.repetitions = repetitions
    }

    private var elements: Int { configuration.imageElements }

    private func random(_ count: Int, sample: UInt64) -> FloatBuffer { syntheticValues(count, sample: sample) }

    /// Forward, backward and optimiser on one batch again and again; two untimed steps first.
    public func train() -> BenchmarkResult {
        let before = peakRates()
        let training = SyntheticTraining(configuration: configuration, batch: batch, lanes: lanes, threads: threads)
        let seconds = median(of: repetitions, warmUp: 2) { training.step() }
        let memory = ProcessUsage.current.peakBytes
        let cost = CostModel(configuration)
        return result(
            "train", seconds: seconds, executed: cost.executedTrainingFLOPs, reference: cost.referenceTrainingFLOPs,
            memory: memory, peaks: before.best(peakRates()))
    }

    /// Whole sampling runs: DPM-Solver++ with guidance 1 and `evaluations` guided network evaluations an image.
    public func sample(evaluations: Int = 50) throws -> BenchmarkResult {
        let before = peakRates()
        let parameters = Parameters(configuration)
        parameters.initialise(seed: 1, scheme: .reference)
        let predictor = Predictor(
            configuration: configuration, parameters: parameters, maximumBatch: 2 * batch, lanes: lanes, threads: threads)
        let context = random(2 * batch * configuration.contextElements, sample: 3)
        let images = random(batch * elements, sample: 1)
        let start = FloatBuffer(count: batch * elements)
        start.copy(from: images)
        let sampler = try Sampler(
            kind: .dpmSolver, schedule: NoiseSchedule(), steps: evaluations, prediction: .epsilon, guidance: 1,
            elements: elements, batch: batch)
        let seconds = try median(of: repetitions, warmUp: 1) {
            images.copy(from: start)
            predictor.setContext(context.pointer, batch: 2 * batch, pairs: true)
            try sampler.run(images.pointer, predictor: { predictor.predict($0, noisy: $1, timesteps: $2) })
        }
        let memory = ProcessUsage.current.peakBytes
        let cost = CostModel(configuration)
        return result(
            "sample", seconds: seconds,
            executed: evaluations * cost.executedPairFLOPs + 2 * cost.executedContextFLOPs,
            reference: 2 * evaluations * cost.referenceForwardFLOPs, memory: memory, peaks: before.best(peakRates()))
    }

    /// The matrix products of the preset alone.
    public func sgemm() -> BenchmarkResult {
        let peaks = peakRates()
        return result("sgemm", seconds: 0, executed: 0, reference: 0, memory: ProcessUsage.current.peakBytes, peaks: peaks)
    }

    /// GFLOP/s of the engine's own products of one lane's MLP, `threads` lanes at once: a quick look of some milliseconds.
    public func productRate() -> Double {
        let shape = (inputs: configuration.width, outputs: 4 * configuration.width)
        return peakRates([shape], repetitions: 4, kernels: [.current]).product
    }

    private func result(_ name: String, seconds: Double, executed: Int, reference: Int, memory: Int, peaks: PeakRates) -> BenchmarkResult {
        let rate = seconds > 0 ? Double(batch) / seconds : 0
        return BenchmarkResult(
            benchmark: name, preset: preset.rawValue, conditioning: configuration.conditioning.rawValue,
            imageDepth: configuration.imageDepth, textDepth: configuration.textDepth, batch: batch, lanes: lanes,
            threads: threads, repetitions: repetitions, imagesPerSecond: rate, medianSeconds: seconds,
            executedGflops: rate * Double(executed) / 1e9, referenceGflops: rate * Double(reference) / 1e9,
            sgemmGflops: peaks.sgemm, productGflops: peaks.product, peakMemoryBytes: memory,
            blasCore: BLAS.coreName,
            matrixKernel: MatrixKernel.current.rawValue)
    }

    private func median(of repetitions: Int, warmUp: Int, _ body: () throws -> Void) rethrows -> Double {
        for _ in 0..<warmUp { try body() }
        let times = try (0..<repetitions).map { _ in try seconds(body) }.sorted()
        let middle = times.count / 2
        return times.count % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2
    }

    private func seconds(_ body: () throws -> Void) rethrows -> Double {
        let watch = Stopwatch()
        try body()
        return watch.seconds
    }

    /// The best rates over the products of a block (widths D, 3D, 4D).
    private func peakRates() -> PeakRates {
        let width = configuration.width
        return peakRates(
            [(width, 3 * width), (width, width), (width, 4 * width), (4 * width, width)], repetitions: 8,
            kernels: [.openBLAS, .current])
    }

    /// The best rates over products of one lane's rows with [outputs, inputs] weights, each run by `threads` lanes at once.
    private func peakRates(_ shapes: [(inputs: Int, outputs: Int)], repetitions: Int, kernels: Set<MatrixKernel>) -> PeakRates {
        let tokens = configuration.imageTokens + 1 + configuration.textTokens
        let rows = max(64, batch * tokens / max(1, threads))
        let pool = ThreadPool(threads: threads)
        var best = PeakRates()
        for (inputs, outputs) in shapes {
            let left = (0..<threads).map { random(rows * inputs, sample: UInt64($0)) }
            let right = random(outputs * inputs, sample: 99)
            let out = (0..<threads).map { _ in FloatBuffer(count: rows * outputs) }
            let flops = 2.0 * Double(rows * inputs * outputs * threads)
            let scratch = (0..<threads).map { _ in MatrixScratch(weights: [(outputs, inputs)]) }
            func rate(_ kernel: MatrixKernel) -> Double {
                let time = seconds {
                    pool.forEach(threads) { lane in
                        matrixProduct(
                            out[lane].pointer, left[lane].readPointer, right.readPointer, m: rows, n: outputs, k: inputs,
                            transposeB: true, scratch: scratch[lane], kernel: kernel)
                    }
                }
                return flops / time / 1e9
            }
            for _ in 0..<repetitions {
                for kernel in kernels {
                    let measured = rate(kernel)
                    if kernel == .openBLAS { best.sgemm = max(best.sgemm, measured) }
                    if kernel == .current { best.product = max(best.product, measured) }
                }
            }
        }
        return best
    }
}

/// GFLOP/s of matrix products alone.
private struct PeakRates {
    var sgemm = 0.0
    var product = 0.0

    func best(_ other: PeakRates) -> PeakRates {
        PeakRates(sgemm: max(sgemm, other.sgemm), product: max(product, other.product))
    }
}

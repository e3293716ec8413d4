import Foundation

/// One measurement, printed as one JSON object or a few lines.
public struct BenchmarkResult: Codable, Sendable, Equatable {
    public var benchmark: String
    public var preset: String
    public var conditioning: String
    public var imageDepth: Int
    public var textDepth: Int
    public var batch: Int
    public var lanes: Int
    public var threads: Int
    /// Timed repetitions (training steps or whole sampling runs); rates are their medians.
    public var repetitions: Int
    public var imagesPerSecond: Double
    public var medianSeconds: Double
    /// Rate over the multiply-adds that were really done.
    public var executedGflops: Double
    /// Rate over what the reference computes for the same images.
    public var referenceGflops: Double
    /// The best sgemm rate of `threads` single-threaded lanes, measured in the same run.
    public var sgemmGflops: Double
    /// The same of the engine's own products.
    public var productGflops: Double
    public var peakMemoryBytes: Int
    public var blasCore: String
    /// Which code multiplies the engine's matrices.
    public var matrixKernel: String

    public var json: String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try! encoder.encode(self), as: UTF8.self)  // finite numbers and strings always encode
    }

    public var text: String {
        func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
        var lines = ["\(benchmark) \(preset): \(threads) thread(s)"]
        if benchmark != "sgemm" {
            lines += [
                "  \(conditioning), v = \(imageDepth), c = \(textDepth), batch \(batch), \(lanes) lanes",
                "  \(number(imagesPerSecond, 2)) images/s (median of \(repetitions), \(number(medianSeconds * 1000, 1)) ms each)",
                "  \(number(executedGflops, 1)) GFLOP/s executed, \(number(referenceGflops, 1)) GFLOP/s by the reference's count",
            ]
        }
        lines += [
            "  \(number(sgemmGflops, 1)) GFLOP/s best sgemm (\(blasCore)), "
                + "\(number(productGflops, 1)) best product (\(matrixKernel)) in this run",
            "  \(peakMemoryBytes / 1_000_000) MB peak memory of the process",
        ]
        return lines.joined(separator: "\n")
    }
}

import Foundation
import Parity
import TensorFiles
import Testing

@Suite("Schedule and distances equal the reference")
struct MetricsParityTests {
    @Test("the noise schedule, the Frechet distances and the kernel distance agree")
    func metrics() throws {
        let results = try MetricsParity.check(in: parityDirectory)
        #expect(
            results.map { "\($0.caseName) \($0.kind) \($0.limit)" } == [
                "schedule betas 1e-12", "schedule alphas_cumprod 1e-12", "frechet frechet_aa 1e-06",
                "frechet frechet_ab 1e-06", "frechet frechet_rank_deficient 0.0001", "frechet kid_ab 1e-06",
            ])
        for result in results {
            print("\(result.caseName) \(result.kind) error \(result.error) limit \(result.limit)")
            #expect(result.passes, "\(result.caseName) \(result.kind): \(result.error) is above \(result.limit)")
        }
    }

    @Test("a directory without those files has nothing to compare, a damaged file is an error")
    func directories() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("metrics-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        #expect(try MetricsParity.check(in: directory) == [])

        let path = directory.appendingPathComponent("frechet.safetensors")
        let row: [Float] = [1, 2, 3, 4]
        try row.withUnsafeBufferPointer { values in
            try writeSafetensors(
                to: path, tensors: [("features_a", [4], values), ("features_b", [2, 2], values)], metadata: [:])
        }
        #expect(throws: ParityError.features(file: path.path, tensor: "features_a", found: [4])) {
            try MetricsParity.check(in: directory)
        }
        try Data("no tensors".utf8).write(to: path)
        #expect(throws: TensorFileError.self) { try MetricsParity.check(in: directory) }
    }
}

import Foundation
import Testing

@testable import TensorFiles

/// The values that `Tests/Fixtures/convolutions/make.py` computes from the same hashes with PyTorch.
enum ConvolutionFixtures {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/convolutions")

    static func expected(_ name: String) throws -> [Float] {
        try SafetensorsFile(contentsOf: folder.appendingPathComponent("expected.safetensors")).tensor(name).floats
    }

    /// Values in [0, 1), a function of name and position.
    static func uniform(_ name: String, _ count: Int) -> [Double] {
        let seed = name.utf8.reduce(UInt32(0x811C_9DC5)) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        return (0..<UInt32(count)).map { index in
            var x = (index &* 0x9E37_79B9) ^ seed
            x ^= x >> 16
            x = x &* 0x85EB_CA6B
            x ^= x >> 13
            x = x &* 0xC2B2_AE35
            x ^= x >> 16
            return Double(x >> 8) / 0x1p24
        }
    }

    /// -1...1
    static func values(_ name: String, _ count: Int) -> [Float] { uniform(name, count).map { Float($0 * 2 - 1) } }

    /// Weights by the names and shapes in `file`, renamed by `rename`.
    static func archive(_ file: String, isZero: Bool = false, rename: (String) -> String = { $0 }) throws -> WeightArchive {
        let lines = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8).split(separator: "\n")
        return WeightArchive(
            path: file,
            tensors: lines.map { line in
                let parts = line.split(separator: " ")
                let shape = parts[1].split(separator: ",").map { Int($0)! }
                let values = isZero ? [Float](repeating: 0, count: shape.reduce(1, *)) : weight(String(parts[0]), shape)
                return tensor(rename(String(parts[0])), shape, values)
            })
    }

    static func tensor(_ name: String, _ shape: [Int], _ values: [Float]) -> Tensor {
        Tensor(name: name, dtype: .f32, shape: shape, data: values.withUnsafeBytes { Data($0) })
    }

    private static func weight(_ name: String, _ shape: [Int]) -> [Float] {
        let values = uniform(name, shape.reduce(1, *))
        guard shape.count == 1 else {
            let factor = (24 / Double(shape.dropFirst().reduce(1, *))).squareRoot()
            return values.map { Float(($0 - 0.5) * factor) }
        }
        let isPositive = name.hasSuffix(".running_var") || name.hasSuffix(".weight")
        return values.map { isPositive ? Float(0.5 + $0) : Float(0.4 * ($0 - 0.5)) }
    }
}

/// Compares with the recorded values of that name.
func expectClose(
    _ values: [Float], to name: String, within bound: Double = 3e-6, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let error = try relativeError(values, ConvolutionFixtures.expected(name))
    #expect(error < bound, "\(name)", sourceLocation: sourceLocation)
}

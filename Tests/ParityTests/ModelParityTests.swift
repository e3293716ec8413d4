import Foundation
import Parity
import Testing
import UViT

private let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures")

/// The cases of the reference models, beside the tests.
let parityDirectory = fixtures.appendingPathComponent("parity")

/// Folder and name of every recorded case. Those of `parity-options` come from `benchmarks/pytorch/make_parity.py`:
/// biases of q, k and v, the time MLP, and sizes that the reference cases do not have.
let recordings = [
    "parity/early_concat", "parity/early_cross", "parity/early_uvit_reference", "parity/intermediate_concat",
    "parity/intermediate_cross", "parity-options/concat_bias", "parity-options/concat_bias_heads",
    "parity-options/concat_bias_time_mid", "parity-options/concat_time", "parity-options/cross_bias",
    "parity-options/cross_bias_time_mid", "parity-options/cross_time",
]

/// The case of that folder and name.
func recordedCase(_ recording: String) throws -> ParityCase {
    let place = fixtures.appendingPathComponent(recording)
    return try #require(
        try ParityCase.all(in: place.deletingLastPathComponent()).first { $0.name == place.lastPathComponent })
}

@Suite("The engine equals the reference models")
struct ModelParityTests {
    @Test("predictions, attention, gradients and five training steps agree", arguments: recordings)
    func model(recording: String) throws {
        let results = try recordedCase(recording).check()
        #expect(results.map(\.kind) == ["pred", "attn", "grad", "train5.losses", "train5.param", "train5.ema"])
        for result in results {
            print("\(result.caseName) \(result.kind) error \(result.error) limit \(result.limit)")
            #expect(result.passes, "\(result.caseName) \(result.kind): \(result.error) is above \(result.limit)")
        }
    }

    @Test("every case of both folders is tested", arguments: ["parity", "parity-options"])
    func folders(folder: String) throws {
        let names = try ParityCase.all(in: fixtures.appendingPathComponent(folder)).map(\.name)
        #expect(recordings.filter { $0.hasPrefix(folder + "/") } == names.map { "\(folder)/\($0)" })
    }

    @Test("the index lists every recorded case")
    func index() throws {
        let cases = try ParityCase.all(in: parityDirectory)
        #expect(
            cases.map(\.name) == [
                "early_concat", "early_cross", "early_uvit_reference", "intermediate_concat", "intermediate_cross",
            ])
        #expect(cases.map(\.reference) == [.concat, .crossAttention, .original, .concat, .crossAttention])
        #expect(cases.allSatisfy { CostModel($0.configuration).parameters == ($0.configuration.depth == 4 ? 70052 : 122_564) })
    }
}

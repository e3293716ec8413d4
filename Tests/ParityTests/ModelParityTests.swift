import Foundation
import Parity
import Testing
import UViT

/// The recorded cases, beside the tests.
let parityDirectory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/parity")

@Suite("The engine equals the reference models")
struct ModelParityTests {
    @Test("predictions, attention, gradients and five training steps agree", arguments: [
        "early_concat", "early_cross", "early_uvit_reference", "intermediate_concat", "intermediate_cross",
    ])
    func model(name: String) throws {
        let parityCase = try #require(try ParityCase.all(in: parityDirectory).first { $0.name == name })
        let results = try parityCase.check()
        #expect(results.map(\.kind) == ["pred", "attn", "grad", "train5.losses", "train5.param", "train5.ema"])
        for result in results {
            print("\(result.caseName) \(result.kind) error \(result.error) limit \(result.limit)")
            #expect(result.passes, "\(result.caseName) \(result.kind): \(result.error) is above \(result.limit)")
        }
    }

    @Test("the index lists every recorded case")
    func index() throws {
        let cases = try ParityCase.all(in: parityDirectory)
        #expect(cases.map(\.name) == [
            "early_concat", "early_cross", "early_uvit_reference", "intermediate_concat", "intermediate_cross",
        ])
        #expect(cases.map(\.reference) == [.concat, .crossAttention, .original, .concat, .crossAttention])
        #expect(cases.allSatisfy { CostModel($0.configuration).parameters == ($0.configuration.depth == 4 ? 70052 : 122_564) })
    }
}

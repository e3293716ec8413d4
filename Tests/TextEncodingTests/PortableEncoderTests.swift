import Kernels
import Testing
@testable import TextEncoding

@Suite("Encoders as numbers")
struct PortableEncoderTests {
    @Test("a row of the table is what the encoder gives for its word")
    func table() throws {
        let encoder = RandomTokenEncoder(tokenizer: .fit(["two red cats", "a red dog"]), maximumTokens: 4, width: 8, seed: 3)
        let portable = encoder.portable
        let table = try #require(portable.tensors.first)
        #expect(portable.form == .table && portable.vocabulary == ["<pad>", "<unk>", "a", "cats", "dog", "red", "two"])
        #expect(table.name == "table" && table.shape == [7, 8])
        let features = FloatBuffer(count: 4 * 8)
        encoder.encode("red elephants", into: features.pointer)
        for (row, word) in [5, 1, 0, 0].enumerated() {
            for i in 0..<8 { #expect(features.pointer[row * 8 + i] == table.values.pointer[word * 8 + i]) }
        }
    }
}

import Foundation
import Kernels
import Platform
import Testing
import TextEncoding

@testable import FrozenNetworks

@Suite("BERT against transformers") struct BERTTests {
    let fixture: Fixture
    let network: BERTText
    /// Without padding.
    let captions: [[Int32]]

    init() throws {
        fixture = try Fixture("bert")
        network = try Fixture.bert(fixture.folder)
        let length = fixture.expected["mask"]!.shape[1], mask = fixture.floats("mask")
        captions = fixture.tokens().enumerated().map { index, tokens in
            Array(tokens.prefix(Int(mask[index * length..<(index + 1) * length].reduce(0, +))))
        }
    }

    /// Rows of ragged captions among zeros.
    private func padded(_ states: FloatBuffer) -> [Float] {
        let length = fixture.expected["mask"]!.shape[1], rows = TokenRows(counts: captions.map(\.count)), values = states.array
        var all: [Float] = []
        for index in captions.indices {
            let own = rows.rows(index)
            all += values[own.lowerBound * 16..<own.upperBound * 16]
            all += [Float](repeating: 0, count: (length - own.count) * 16)
        }
        return all
    }

    @Test("every hidden state under a padding mask, and means that leave padding out")
    func states() {
        for layer in 0...3 {
            #expect(relativeError(padded(network.hiddenStates(captions, layer: layer)), fixture.floats("text.\(layer)")) < 1e-6)
        }
        #expect(relativeError(network.means(captions).array, fixture.floats("means")) < 1e-6)
    }

    @Test("the same bits for any number of threads and any batch")
    func sameBits() {
        let all = bits(network.hiddenStates(captions).array)
        for threads in [1, 3, 5] { #expect(bits(network.hiddenStates(captions, pool: ThreadPool(threads: threads)).array) == all) }
        #expect(captions.flatMap { bits(network.hiddenStates([$0]).array) } == all)
    }

    @Test("the encoder: tokens as rows with zeros behind them, or one mean")
    func encoder() throws {
        let encoder = try FrozenTextEncoders.load(folder: fixture.folder, tokens: 16)
        let length = fixture.expected["mask"]!.shape[1]
        let out = FloatBuffer(count: 4 * 16 * 16)
        out.fill(.nan)
        encoder.encode(Fixture.captions, into: out.pointer)
        let expected = fixture.floats("text.3")
        var rows: [Float] = []
        for index in 0..<4 {
            rows += expected[index * length * 16..<(index + 1) * length * 16]
            rows += [Float](repeating: 0, count: (16 - length) * 16)
        }
        #expect(relativeError(out.array, rows) < 1e-6)
        #expect(encoder.tokens("two red cats") == ["[CLS]", "two", "red", "cat", "##s", "[SEP]"])
        #expect(encoder.unknownWords(in: "two blue cats") == ["blue"])

        let mean = try FrozenTextEncoders.load(folder: fixture.folder, tokens: 16, features: .mean)
        #expect(mean.maximumTokens == 1 && mean.tokens("a cat") == ["a cat"] && mean.identity != encoder.identity)
        let means = FloatBuffer(count: 4 * 16)
        mean.encode(Fixture.captions, into: means.pointer)
        #expect(relativeError(means.array, fixture.floats("means")) < 1e-6)
    }
}

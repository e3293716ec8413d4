import Testing
import TextEncoding
@testable import MiniCLIP

@Suite("A mini-clip's text tower as numbers")
struct PortableEncoderTests {
    @Test("everything up to the features is there under plain names, nothing of what follows or of the image tower")
    func tower() throws {
        let encoder = try EncoderCache(folder: nil, threads: 1).encoder(tinyRequest(try tinyShapes()))
        let portable = MiniCLIPTextEncoder(encoder).portable
        #expect(portable.form == .tower && portable.heads == 1 && portable.depth == 1)
        #expect(portable.vocabulary == encoder.tokenizer.vocabulary)
        let shapes = Dictionary(uniqueKeysWithValues: portable.tensors.map { ($0.name, $0.shape) })
        #expect(shapes["words"] == [portable.vocabulary.count, 16] && shapes["positions"] == [8, 16])
        #expect(shapes["blocks.0.attn.qkv.weight"] == [48, 16] && shapes["norm.bias"] == [16])
        #expect(!shapes.keys.contains { $0.hasPrefix("projection") || $0.hasPrefix("image") })
        // Two norms, qkv, projection and two layers of the MLP a block; words, positions, final norm.
        #expect(shapes.count == 4 + 1 + 2 + 4 + 2 + 2)
        for tensor in portable.tensors { #expect(tensor.values.count == tensor.shape.reduce(1, *), "\(tensor.name)") }
    }
}

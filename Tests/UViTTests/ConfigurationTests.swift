import Foundation
import Testing
import Transformer
@testable import UViT

@Suite("Model configuration")
struct ConfigurationTests {
    @Test("every refusal names the field, what was found and what is allowed")
    func refusals() {
        func message(_ change: (inout ModelConfiguration) -> Void) -> String {
            var configuration = tinyConfiguration()
            change(&configuration)
            do {
                try configuration.validate()
                return "valid"
            } catch { return String(describing: error) }
        }
        #expect(message { _ in } == "valid")
        #expect(message { $0.patchSize = 3 } == "model configuration: patchSize is 3; allowed: a divisor of imageSize (4)")
        #expect(message { $0.patchSize = 8 } == "model configuration: patchSize is 8; allowed: 1 to 4")
        #expect(message { $0.heads = 5 } == "model configuration: heads is 5; allowed: a divisor of width (12)")
        #expect(message { $0.heads = 0 } == "model configuration: heads is 0; allowed: 1 to 12")
        #expect(message { $0.depth = 3 } == "model configuration: depth is 3; allowed: an even number")
        #expect(message { $0.imageDepth = 3 } == "model configuration: imageDepth is 3; allowed: 0 to 2")
        #expect(message { $0.textDepth = -1 } == "model configuration: textDepth is -1; allowed: 0 to 256")
        #expect(message { $0.width = 0 } == "model configuration: width is 0; allowed: 2 to 16384")
        #expect(message { $0.imageSize = 0 } == "model configuration: imageSize is 0; allowed: 1 to 4096")
        #expect(message { $0.channels = .max } == "model configuration: channels is 9223372036854775807; allowed: 1 to 64")
        #expect(message { $0.textTokens = 0 } == "model configuration: textTokens is 0; allowed: 1 to 4096")
        #expect(message { $0.textWidth = 0 } == "model configuration: textWidth is 0; allowed: 1 to 65536")
        #expect(message { $0.mlpRatio = 0 } == "model configuration: mlpRatio is 0; allowed: 1 to 64")
    }

    @Test("blocks come in execution order with the tokens they see")
    func blocks() {
        let concat = tinyConfiguration(.concat, imageDepth: 1, textDepth: 1)
        #expect(
            concat.blocks.map(\.name) == [
                "image_blocks.0", "caption_blocks.0", "joint_blocks.0", "mid_block", "joint_skip_blocks.0", "image_skip_blocks.0",
            ])
        #expect(concat.blocks.map(\.kind) == [.image, .caption, .joint, .mid, .jointSkip, .imageSkip])
        #expect(concat.blocks.map(\.queryTokens) == [5, 3, 8, 8, 8, 5])
        #expect(concat.blocks.map(\.keyTokens) == [5, 3, 8, 8, 8, 5])
        #expect(concat.blocks.map(\.textRole) == [.absent, .alone, .updated, .updated, .lastUse, .absent])
        let cross = tinyConfiguration(.crossAttention, imageDepth: 2)
        #expect(
            cross.blocks.map(\.name) == [
                "image_blocks.0", "image_blocks.1", "mid_block", "image_skip_blocks.0", "image_skip_blocks.1",
            ])
        #expect(cross.blocks.map(\.queryTokens) == [5, 5, 5, 5, 5])
        #expect(cross.blocks.map(\.keyTokens) == [5, 5, 8, 5, 5])
        #expect(tinyConfiguration(.concat, imageDepth: 2).blocks.map(\.textRole) == [.absent, .absent, .lastUse, .absent, .absent])
    }

    @Test("skip connections pair the first block with the last")
    func skips() {
        let network = Network(tinyConfiguration(.concat, imageDepth: 1, textDepth: 2))
        #expect(network.stack.skipPartner == [6, nil, nil, 5, nil, 3, 0])
    }

    @Test("it survives encoding, conditioning spelt as in specs")
    func coding() throws {
        let configuration = tinyConfiguration(.crossAttention, imageDepth: 1, textDepth: 2, qkvBias: true)
        let data = try JSONEncoder().encode(configuration)
        #expect(String(decoding: data, as: UTF8.self).contains("\"conditioning\":\"cross-attention\""))
        #expect(try JSONDecoder().decode(ModelConfiguration.self, from: data) == configuration)
    }
}

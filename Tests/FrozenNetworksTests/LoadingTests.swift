import Foundation
import TensorFiles
import Testing

@testable import FrozenNetworks

@Suite("Loading frozen networks") struct LoadingTests {
    private func message(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test(
        "a configuration that makes no sense is named by file and key",
        arguments: [
            (
                "\"num_attention_heads\": 2", "\"num_attention_heads\": 3",
                "text_config.num_attention_heads is 3; allowed: a divisor of the width 16"
            ),
            ("quick_gelu", "swish", "text_config.hidden_act is 'swish'; allowed: quick_gelu, gelu"),
            ("\"hidden_size\": 16", "\"hidden_size\": -1", "text_config.hidden_size is -1; allowed: a whole number from 1 to 8192"),
            ("\"hidden_size\": 16", "\"hidden_size\": true", "text_config.hidden_size is true; allowed: a whole number from 1 to 8192"),
            ("\"patch_size\": 8", "\"patch_size\": 9", "vision_config.patch_size is 9; allowed: a divisor of the image size 32"),
            ("\"model_type\": \"clip\"", "\"model_type\": \"t5\"", "model_type is 't5'; allowed: clip, clip_text_model, bert"),
        ])
    func configuration(old: String, new: String, problem: String) throws {
        let copy = try Fixture("clip").copy(replacing: [(old, new)])
        #expect(message { _ = try FrozenTextEncoders.load(folder: copy.url) } == "\(copy.path("config.json")): \(problem)")
    }

    @Test("weights of another size are told all at once")
    func otherSize() throws {
        let copy = try Fixture("clip").copy(replacing: [
            ("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 4"), ("size\": 40", "size\": 41"),
        ])
        let text = message { _ = try FrozenTextEncoders.load(folder: copy.url) }
        #expect(text.contains("missing: text_model.encoder.layers.3.layer_norm1.weight") && text.contains("... (16 in all)"))
        #expect(text.contains("text_model.encoder.layers.0.mlp.fc1.weight is [40, 16], not [41, 16]"))
    }

    @Test("a folder without a model, a score without a vision tower, tokens beyond the positions")
    func unfit() throws {
        let root = Fixture.root
        #expect(
            message { _ = try FrozenTextEncoders.load(folder: root) } == "\(root.path): no description of a network; looked for config.json"
        )
        #expect(message { _ = try CLIPScore(folder: root.appendingPathComponent("bert")) }.contains("model_type is 'bert'"))
        let clip = root.appendingPathComponent("clip")
        #expect(
            message { _ = try FrozenTextEncoders.load(folder: clip, tokens: 21) } == "tokens of the CLIP text tower: 21; allowed: 2 to 20")
        #expect(message { _ = try FrozenTextEncoders.load(folder: clip, layer: 4) } == "layer of the CLIP text tower: 4; allowed: 0 to 3")
        let none = try Fixture("clip").copy(replacing: [("{", "[")])
        #expect(message { _ = try FrozenTextEncoders.load(folder: none.url) }.contains("config.json: cannot read: it is no JSON object"))
    }

    @Test(
        "preprocessing that CLIP's processor does not do is refused",
        arguments: [
            ("\"resample\": 3", "\"resample\": 2", "resample"), ("\"do_normalize\": true", "\"do_normalize\": false", "do_normalize"),
            ("{\"height\": 32, \"width\": 32}", "16", "crop_size"), ("{\"shortest_edge\": 32}", "31", "size"),
            ("[0.48145466, 0.4578275, 0.40821073]", "[0.5]", "image_mean"),
        ])
    func preprocessing(old: String, new: String, key: String) throws {
        let copy = try Fixture("clip").copy(replacing: [(old, new)], in: "preprocessor_config.json")
        let text = message { _ = try CLIPImageProcessor(folder: copy.url, imageSize: 32) }
        #expect(text.hasPrefix("\(copy.path("preprocessor_config.json")): \(key) is "))
    }

    @Test("numbers instead of objects mean the same")
    func olderFiles() throws {
        let fixture = try Fixture("clip")
        let copy = try fixture.copy(
            replacing: [("{\"height\": 32, \"width\": 32}", "32"), ("{\"shortest_edge\": 32}", "32")], in: "preprocessor_config.json")
        let (old, new) = (
            try CLIPImageProcessor(folder: copy.url, imageSize: 32), try CLIPImageProcessor(folder: fixture.folder, imageSize: 32)
        )
        #expect(old.identity == new.identity)
    }
}

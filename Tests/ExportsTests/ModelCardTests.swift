import Foundation
import TestSupport
import Testing
@testable import Exports

@Suite("Exported models")
struct ModelCardTests {
    private let folder = TemporaryFolder()

    private func card(_ key: String) throws -> ModelCard {
        try ModelCard(
            key: key, parameters: 7, data: "Data of kind `shapes`", dataFingerprint: "data", engine: "3", tool: "fusiongrid 1",
            store: StudyFixture().store)
    }

    @Test("a card has the job's values, the mean of its seeds and where it comes from")
    func values() throws {
        let text = try card("p0s1").text
        #expect(text.hasPrefix("---\nlibrary_name: pytorch\n"))
        #expect(text.contains("\n# made-up, job p0s1\n"))
        #expect(text.contains("| `x0_error/validation` | "))
        // Two seeds: their mean, and no interval of nine deviations.
        #expect(text.contains(" | 0.11 | 0.115 |  |  | 2/2 |"))
        #expect(text.contains("engine version 3; exported by fusiongrid 1. The spec is in [spec.yaml](spec.yaml)."))
        #expect(text.contains("| `model.width` | `64` |") && !text.contains("data.path"))
    }

    @Test("a seed that diverged counts among the planned, not in the mean")
    func diverged() throws {
        #expect(try card("p2s1").text.contains(" | 0.21 |  |  |  | 1/2 |"))
    }

    @Test("the folder has weights, configuration, words, module, spec and card")
    func files() throws {
        let out = folder.url.appendingPathComponent("hub")
        let hub = HubModel(configuration: "{}", vocabulary: ["<pad>", "<unk>", "é"], card: try card("p0s1"))
        let files = try hub.write(to: ExportFolder(out, replacing: false)) { try Data("weights".utf8).write(to: $0) }
        #expect(
            files.map(\.name) == ["model.safetensors", "config.json", "vocab.txt", "modeling_fusiongrid.py", "spec.yaml", "README.md"])
        for file in files { #expect(FileManager.default.fileExists(atPath: out.appendingPathComponent(file.name).path)) }
        #expect(try String(contentsOf: out.appendingPathComponent("vocab.txt"), encoding: .utf8) == "<pad>\n<unk>\né\n")
        let module = try String(contentsOf: out.appendingPathComponent("modeling_fusiongrid.py"), encoding: .utf8)
        #expect(module.contains("class FusionGridModel(nn.Module):"))
    }
}

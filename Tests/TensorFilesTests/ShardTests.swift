import Foundation
import Testing

@testable import TensorFiles

@Suite("Weights in parts and in folders")
struct ShardTests {
    /// Two shards, one of each kind, and their index; removed when the test ends.
    private final class Folder {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

        init() throws {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            try write(url.appendingPathComponent("one.safetensors"), [("a", [2], [1, 2]), ("b", [1], [3])])
            try FileManager.default.copyItem(
                at: weightFixtures.appendingPathComponent("nested.pt"), to: url.appendingPathComponent("two.bin"))
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        func index(_ map: [String: String]) throws {
            let json = try JSONEncoder().encode(["weight_map": map])
            try json.write(to: url.appendingPathComponent("model.safetensors.index.json"))
        }

        var message: String {
            do {
                _ = try WeightArchive(contentsOf: url)
                return "no error"
            } catch { return "\(error)".replacingOccurrences(of: url.path, with: "FOLDER") }
        }
    }

    private static let two = [
        "0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked",
    ]
    private let map = Dictionary(uniqueKeysWithValues: ShardTests.two.map { ($0, "two.bin") }).merging([
        "a": "one.safetensors", "b": "one.safetensors",
    ]) { $1 }

    @Test("Shards are read as one archive")
    func shards() throws {
        let folder = try Folder()
        try folder.index(map)
        let archive = try WeightArchive(contentsOf: folder.url)
        #expect(archive.names == map.keys.sorted() && archive["a"]?.floats == [1, 2] && archive["1.bias"]?.floats == [3, 3])
        #expect(archive.path == folder.url.appendingPathComponent("model.safetensors.index.json").path)
    }

    @Test("All that index and shards disagree about is told at once")
    func disagreement() throws {
        let folder = try Folder()
        try folder.index(map.merging(["b": "three.safetensors", "c": "two.bin", "d": "four.bin"]) { $1 })
        #expect(
            folder.message == "FOLDER/model.safetensors.index.json: the index and its shards disagree: four.bin is missing, "
                + "b is in one.safetensors, but not there by the index, three.safetensors is missing, c is not in two.bin")
    }

    @Test("Shards lie beside their index", arguments: ["../one.safetensors", "/etc/passwd", "", ".."])
    func outside(name: String) throws {
        let folder = try Folder()
        try folder.index(["a": name])
        #expect(folder.message.contains("shards lie beside their index"))
    }

    @Test("A folder without weights, a damaged index, an empty file")
    func messages() throws {
        let folder = try Folder()
        #expect(folder.message.hasPrefix("FOLDER: no weights; expected one of model.safetensors, "))
        try Data("[]".utf8).write(to: folder.url.appendingPathComponent("model.safetensors.index.json"))
        #expect(folder.message.hasSuffix("disagree: it is no JSON object with a weight_map of tensors and file names"))
        try Data().write(to: folder.url.appendingPathComponent("model.safetensors"))
        #expect(folder.message == "FOLDER/model.safetensors: cannot read: 0 bytes are too few for a safetensors file")
    }
}

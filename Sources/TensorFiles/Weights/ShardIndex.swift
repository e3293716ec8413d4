import Foundation

/// Which file holds which tensor of a network that was saved in parts: `model.safetensors.index.json`, `pytorch_model.bin.index.json`.
struct ShardIndex {
    private struct Contents: Decodable {
        let weightMap: [String: String]

        enum CodingKeys: String, CodingKey { case weightMap = "weight_map" }
    }

    /// An index of a few million tensors.
    private static let maximumBytes = 1 << 28

    private let url: URL
    /// The tensors of each file.
    private let shards: [String: Set<String>]

    /// - Throws: `TensorFileError.unreadable`, `.shards`.
    init(contentsOf url: URL) throws {
        self.url = url
        let file = try RegularFile(url.path)
        func fail(_ problem: String) -> TensorFileError { .shards(file: url.path, problems: [problem]) }
        guard file.size <= Self.maximumBytes else { throw fail("\(file.size) bytes are too many for an index") }
        let contents: Contents
        do { contents = try JSONDecoder().decode(Contents.self, from: file.read(file.size, from: 0)) } catch let error as TensorFileError {
            throw error
        } catch { throw fail("it is no JSON object with a weight_map of tensors and file names") }
        for name in contents.weightMap.values where name.isEmpty || name.contains("/") || name.contains("\0") || name == "." || name == ".."
        {
            throw fail("it names the file \(name.debugDescription); shards lie beside their index")
        }
        guard !contents.weightMap.isEmpty else { throw fail("its weight_map is empty") }
        shards = Dictionary(grouping: contents.weightMap.keys) { contents.weightMap[$0] ?? "" }.mapValues { Set($0) }
    }

    /// All that is named, each from its file.
    /// - Throws: `TensorFileError.shards` with every missing file and every tensor that is not where it should be; what a shard's
    ///   reader throws.
    func tensors() throws -> [Tensor] {
        var found: [Tensor] = [], problems: [String] = []
        let folder = url.deletingLastPathComponent()
        for (name, expected) in shards.sorted(by: { $0.key < $1.key }) {
            let shard = folder.appendingPathComponent(name)
            guard FileManager.default.fileExists(atPath: shard.path) else {
                problems.append("\(name) is missing")
                continue
            }
            let tensors = try WeightArchive.tensors(of: shard), held = Set(tensors.map(\.name))
            problems += expected.subtracting(held).sorted().map { "\($0) is not in \(name)" }
            problems += held.subtracting(expected).sorted().map { "\($0) is in \(name), but not there by the index" }
            found += tensors
        }
        guard problems.isEmpty else { throw TensorFileError.shards(file: url.path, problems: problems) }
        return found
    }
}

import Datasets
import Foundation
import Platform
import TensorFiles

/// Makes the features folder of U-ViT from pictures and captions: `train/I.npy` and `val/I.npy` the moments of picture I,
/// `I_K.npy` the context of its caption K, `empty_context.npy` that of no caption. The captions themselves stand in
/// `train.captions.jsonl` and `val.captions.jsonl`.
///
/// Stopped at any moment it goes on where it was: an item is done when its moments are there, which are written last.
public struct FeatureFolderWriter {
    /// What is computed by frozen networks.
    public struct Networks {
        /// Moments [2 channels, side, side] of square pictures, one after the other.
        public let moments: ([PixelImage]) throws -> [Float]
        public let momentsShape: [Int]
        /// Contexts [tokens, width] of captions, one after the other.
        public let contexts: ([String]) throws -> [Float]
        public let contextShape: [Int]

        public init(
            momentsShape: [Int], moments: @escaping ([PixelImage]) throws -> [Float], contextShape: [Int],
            contexts: @escaping ([String]) throws -> [Float]
        ) {
            (self.momentsShape, self.moments, self.contextShape, self.contexts) = (momentsShape, moments, contextShape, contexts)
        }
    }

    /// How far it is.
    public struct Progress: Sendable {
        public let done: Int
        public let of: Int
        /// Of those, what was there already.
        public let found: Int
    }

    private let folder: URL
    private let plan: EncodingPlan
    private let networks: Networks

    /// Creates the folder, or checks that it was begun with the same plan.
    /// - Throws: `EncodingError`, `FileError`.
    public init(_ folder: URL, _ plan: EncodingPlan, _ networks: Networks) throws {
        (self.folder, self.plan, self.networks) = (folder, plan, networks)
        let manifest = folder.appendingPathComponent("encoding.json")
        if let known = try? JSONDecoder().decode(Manifest.self, from: Data(contentsOf: manifest)) {
            guard known.content == plan.content else { throw EncodingError.otherEncoding(folder: folder.path) }
        } else {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            guard names.allSatisfy({ $0.hasPrefix(".") }) else { throw EncodingError.notEmpty(folder: folder.path) }
            try createFolder(folder)
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            try writeFile(encoder.encode(Manifest(content: plan.content, items: plan.items.count)), to: manifest)
        }
        for part in ["train", "val"] {
            let place = folder.appendingPathComponent(part, isDirectory: true)
            try createFolder(place)
            removePartialFiles(in: place)
        }
    }

    private struct Manifest: Codable {
        let content: String
        let items: Int
    }

    /// Makes what is missing, `batch` pictures at a time.
    /// - Parameters:
    ///   - stop: asked between batches.
    ///   - load: the square pictures of files.
    /// - Throws: `Stopped`, `EncodingError`, `FileError`, and what the closures throw; what is done stays.
    public func write(
        batch: Int, stop: StopSignal, load: ([CaptionedFile]) throws -> [PixelImage], report: (Progress) -> Void
    ) throws {
        try writeCaptions()
        let empty = folder.appendingPathComponent("empty_context.npy")
        if !isWhole(empty, networks.contextShape) { try write(try networks.contexts([""])[...], networks.contextShape, to: empty) }
        let missing = plan.items.filter { !isWhole(moments(of: $0), networks.momentsShape) }
        let found = plan.items.count - missing.count
        report(Progress(done: found, of: plan.items.count, found: found))
        for first in stride(from: 0, to: missing.count, by: batch) {
            try stop.check()
            let items = missing[first..<min(first + batch, missing.count)]
            try encode(Array(items), load)
            report(Progress(done: found + items.endIndex, of: plan.items.count, found: found))
        }
    }

    private func encode(_ items: [EncodingPlan.Item], _ load: ([CaptionedFile]) throws -> [PixelImage]) throws {
        let captions = items.flatMap(\.picture.captions)
        let contexts = try networks.contexts(captions), size = networks.contextShape.reduce(1, *)
        var next = 0
        for item in items {
            for caption in item.picture.captions.indices {
                let url = folder.appendingPathComponent("\(item.part)/\(item.number)_\(caption).npy")
                try write(contexts[next * size..<(next + 1) * size], networks.contextShape, to: url)
                next += 1
            }
        }
        let moments = try networks.moments(try load(items.map(\.picture))), count = networks.momentsShape.reduce(1, *)
        for (row, item) in items.enumerated() {
            try write(moments[row * count..<(row + 1) * count], networks.momentsShape, to: self.moments(of: item))
        }
    }

    private func moments(of item: EncodingPlan.Item) -> URL { folder.appendingPathComponent("\(item.part)/\(item.number).npy") }

    private func write(_ values: ArraySlice<Float>, _ shape: [Int], to url: URL) throws {
        guard values.allSatisfy(\.isFinite) else { throw EncodingError.badNumbers(file: url.path) }
        try values.withUnsafeBufferPointer { try writeNumPy(to: url, shape: shape, floats: $0) }
    }

    /// Whether a file is there with all its numbers.
    private func isWhole(_ url: URL, _ shape: [Int]) -> Bool {
        guard let file = try? NumPyFile(url) else { return false }
        return file.shape == shape
    }

    /// The words behind the contexts, for readers of results and judges of pictures.
    private func writeCaptions() throws {
        struct Line: Encodable {
            let item: Int
            let captions: [String]
            let picture: String
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for part in ["train", "val"] {
            var text = Data()
            for item in plan.items where item.part == part {
                text += try encoder.encode(Line(item: item.number, captions: item.picture.captions, picture: item.picture.name))
                text.append(UInt8(ascii: "\n"))
            }
            try writeFile(text, to: folder.appendingPathComponent("\(part).captions.jsonl"))
        }
    }
}

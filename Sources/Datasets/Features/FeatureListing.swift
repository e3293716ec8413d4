import Foundation
import TensorFiles

/// The files of one split of a features folder: `I.npy` the moments of item I, `I_K.npy` the context of its caption K.
struct FeatureListing: Sendable {
    struct Item: Sendable {
        var number: Int
        /// Numbers of its captions, ascending; at least one.
        var captions: [Int]
    }

    let folder: URL
    let items: [Item]

    /// - Parameter limit: items to keep, from the lowest number on; nil keeps all.
    /// - Throws: `DatasetError.noFolder` and `.badFeatures`.
    init(_ folder: URL, limit: Int?) throws {
        self.folder = folder
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            throw DatasetError.noFolder(path: folder.path)
        }
        var images: Set<Int> = [], captions: [Int: [Int]] = [:]
        for name in names where name.hasSuffix(".npy") {
            switch Self.numbers(name.dropLast(4)) {
            case (let image, nil)?: images.insert(image)
            case (let image, let caption?)?: captions[image, default: []].append(caption)
            case nil:
                throw DatasetError.badFeatures(
                    path: folder.appendingPathComponent(name).path, problem: "its name is neither I.npy nor I_K.npy, with numbers I and K")
            }
        }
        if let image = captions.keys.filter({ !images.contains($0) }).min() {
            throw DatasetError.badFeatures(
                path: folder.appendingPathComponent("\(image)_\(captions[image]!.min()!).npy").path,
                problem: "there is no \(image).npy beside it")
        }
        let used = images.sorted().prefix(limit ?? .max)
        if let image = used.first(where: { captions[$0] == nil }) {
            throw DatasetError.badFeatures(
                path: folder.appendingPathComponent("\(image).npy").path, problem: "it has no context, such as \(image)_0.npy")
        }
        guard !used.isEmpty, limit.map({ used.count == $0 }) ?? true else {
            throw DatasetError.badFeatures(
                path: folder.path,
                problem: "\(used.count) items are here, but \(limit.map(String.init) ?? "at least 1") asked for; lower "
                    + (folder.lastPathComponent == "train" ? "data.train" : "data.test"))
        }
        items = used.map { Item(number: $0, captions: captions[$0]!.sorted()) }
    }

    func moments(_ item: Int) -> URL { folder.appendingPathComponent("\(items[item].number).npy") }

    /// The name of one caption, such as `val/12_0`: what stands for its text.
    func name(_ item: Int, _ caption: Int) -> String { "\(folder.lastPathComponent)/\(items[item].number)_\(caption)" }

    var files: [(name: String, url: URL)] {
        items.indices.flatMap { item in
            let number = items[item].number
            return (["\(number)"] + items[item].captions.map { "\(number)_\($0)" }).map {
                ("\(folder.lastPathComponent)/\($0)", folder.appendingPathComponent("\($0).npy"))
            }
        }
    }

    /// `12` or `12_3`, without signs and leading zeros: each file has one name.
    private static func numbers(_ name: Substring) -> (Int, Int?)? {
        let parts = name.split(separator: "_", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in Int(part).flatMap { "\($0)" == part && $0 >= 0 ? $0 : nil } }
        guard numbers.count == parts.count, numbers.count == 1 || numbers.count == 2 else { return nil }
        return (numbers[0], numbers.count == 2 ? numbers[1] : nil)
    }
}

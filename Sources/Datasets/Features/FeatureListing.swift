import Foundation

/// The files of one split of a features folder: `I.npy` the moments of item I, `I_K.npy` the context of its caption K, both numbered
/// from 0 without holes.
struct FeatureListing: Sendable {
    let folder: String
    /// Captions of each item, by its number; at least one.
    let captions: [Int]

    /// - Parameter limit: items to keep, from the lowest number on; nil keeps all.
    /// - Throws: `DatasetError.badFeatures`.
    init(_ folder: String, limit: Int?) throws {
        self.folder = folder
        var items: [Int] = [], contexts: [(item: Int, caption: Int)] = []
        // Hidden files are left by the systems that copied the folder.
        for entry in try Self.entries(folder) where !entry.name.hasPrefix(".") && entry.name.hasSuffix(".npy") {
            switch Self.numbers(entry.name.utf8.dropLast(4)) {
            case (let item, nil)?: items.append(item)
            case (let item, let caption?)?: contexts.append((item, caption))
            case nil:
                throw Self.wrong("\(folder)/\(entry.name)", "its name is neither I.npy nor I_K.npy, with numbers I and K")
            }
        }
        items.sort()
        contexts.sort { $0 < $1 }
        let used = min(items.count, limit ?? .max)
        try Self.checkHoles(items.prefix(used), folder)
        guard used > 0, limit.map({ used == $0 }) ?? true else {
            throw Self.wrong(
                folder,
                "\(used) items are here, but \(limit.map(String.init) ?? "at least 1") asked for; lower "
                    + (lastPart(folder) == "train" ? "data.train" : "data.test"))
        }
        var captions = [Int](repeating: 0, count: used)
        for (item, caption) in contexts where item < used {
            guard caption == captions[item] else {
                throw Self.wrong(
                    "\(folder)/\(item)_\(captions[item]).npy",
                    "it is missing, but \(item)_\(caption).npy is there: captions are numbered from 0 on")
            }
            captions[item] += 1
        }
        if let item = captions.firstIndex(of: 0) {
            throw Self.wrong("\(folder)/\(item).npy", "it has no context, such as \(item)_0.npy")
        }
        if limit == nil, let (item, caption) = contexts.first(where: { $0.item >= used }) {
            throw Self.wrong("\(folder)/\(item)_\(caption).npy", "there is no \(item).npy beside it")
        }
        self.captions = captions
    }

    func moments(_ item: Int) -> String { "\(folder)/\(item).npy" }

    func context(_ item: Int, _ caption: Int) -> String { "\(folder)/\(item)_\(caption).npy" }

    /// The name of one caption, such as `val/12_0`: what stands for its text.
    func name(_ item: Int, _ caption: Int) -> String { "\(lastPart(folder))/\(item)_\(caption)" }

    /// Of all items: names without ending, and paths.
    var files: [(name: String, path: String)] {
        let split = lastPart(folder)
        return captions.indices.flatMap { item in
            [("\(split)/\(item)", moments(item))] + (0..<captions[item]).map { ("\(split)/\(item)_\($0)", context(item, $0)) }
        }
    }

    private static func entries(_ folder: String) throws -> [FolderEntry] {
        do {
            return try folderEntries(folder)
        } catch {
            guard access(folder, F_OK) != 0 else { throw error }
            let split = lastPart(folder) == "train" ? "training" : "test"
            throw wrong(
                folder,
                "no such folder; it holds the \(split) split: a folder of features has train/, val/ and empty_context.npy, as "
                    + "U-ViT's feature extraction writes them for both parts of COCO")
        }
    }

    /// - Parameter items: sorted.
    private static func checkHoles(_ items: ArraySlice<Int>, _ folder: String) throws {
        guard let hole = items.indices.first(where: { items[$0] != $0 }), let last = items.last else { return }
        let missing = last + 1 - items.count
        throw wrong(
            "\(folder)/\(hole).npy",
            "it is missing, but \(items[hole]).npy is there (\(missing) of 0.npy to \(last).npy are missing): items are numbered from "
                + "0 on, so the extraction or the copy is not complete")
    }

    private static func wrong(_ path: String, _ problem: String) -> DatasetError { .badFeatures(path: path, problem: problem) }

    /// `12` or `12_3`, without signs and leading zeros: each file has one name.
    private static func numbers(_ name: Substring.UTF8View) -> (Int, Int?)? {
        var numbers: [Int] = []
        for part in name.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false) {
            guard let first = part.first, part.count < 19, part.allSatisfy({ (48...57).contains($0) }), first != 48 || part.count == 1
            else {
                return nil
            }
            numbers.append(part.reduce(0) { $0 * 10 + Int($1) - 48 })
        }
        guard numbers.count == 1 || numbers.count == 2 else { return nil }
        return (numbers[0], numbers.count == 2 ? numbers[1] : nil)
    }
}

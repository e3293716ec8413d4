import Foundation
import Kernels
import Platform
import Synchronization
import TensorFiles

/// Latents and text contexts that other programs computed, read from disk when they are needed: the feature folder of U-ViT.
///
/// `train/I.npy` and `val/I.npy` hold the moments [8, S, S] of an autoencoder's latents (four means, then four logarithms of variances),
/// or plain latents [4, S, S]; `I_K.npy` the context [tokens, width] of caption K, `empty_context.npy` that of no caption.
/// A caption's text is not known: its name, such as `val/12_0`, stands for it.
/// Source: arXiv 2209.12152 and its feature extraction; latents of arXiv 2112.10752.
public final class FeaturesDataset: CaptionedDataset, CaptionContexts {
    public let configuration: FeaturesConfiguration
    public let fingerprint: String
    public let contextShape: ContextShape
    public var imageSize: Int { configuration.imageSize }
    public var channels: Int { FeaturesConfiguration.channels }

    private let train, test: FeatureListing
    private let emptyContext: [Float]
    /// The first file that could not be read since the data set was opened.
    private let failure = Mutex<DatasetError?>(nil)

    /// Lists the folder, and opens and hashes every file in use.
    /// - Throws: `DatasetError`.
    public init(_ configuration: FeaturesConfiguration) throws {
        (train, test) = try Self.listings(configuration)
        self.configuration = configuration
        contextShape = try Self.contextShape(of: configuration.path)
        fingerprint = try Self.fingerprint(configuration, contextShape, train, test)
        let url = Self.emptyContext(configuration.path)
        do { emptyContext = try NumPyFile(url).floats() } catch { throw Self.translated(error, url) }
    }

    /// The shape that all contexts of a folder must have: that of its `empty_context.npy`.
    /// - Throws: `DatasetError`.
    public static func contextShape(of path: String) throws -> ContextShape {
        let url = emptyContext(path)
        do {
            let shape = try NumPyFile(url).shape
            guard shape.count == 2, shape[0] > 0, shape[1] > 0 else {
                throw DatasetError.badFeatures(path: url.path, problem: "its shape is \(shape), allowed: [tokens, width]")
            }
            return ContextShape(tokens: shape[0], width: shape[1])
        } catch { throw translated(error, url) }
    }

    /// The fingerprint of the data set: SHA-256 over the settings, and the names and bytes of all files in use, each of which is checked.
    /// - Throws: `DatasetError`.
    public static func fingerprint(of configuration: FeaturesConfiguration) throws -> String {
        let (train, test) = try listings(configuration)
        return try fingerprint(configuration, try contextShape(of: configuration.path), train, test)
    }

    public func count(_ split: Split) -> Int { listing(split).items.count }

    public func wordings(_ split: Split, _ index: Int) -> [String] {
        let listing = listing(split)
        return listing.items[index].captions.map { listing.name(index, $0) }
    }

    /// Latents drawn once and for all from the item's moments.
    public func fillImage(_ out: UnsafeMutablePointer<Float>, _ split: Split, _ index: Int) {
        let key = RandomKey(seed: configuration.seed, purpose: .latents, step: DrawPurpose.items(split), sample: UInt64(index))
        fillImage(out, split, index, draw: key)
    }

    /// Latents drawn from the item's moments: (mean + exp(log variance / 2) noise) x scale.
    public func fillImage(_ out: UnsafeMutablePointer<Float>, _ split: Split, _ index: Int, draw: RandomKey) {
        let latents = channels * imageSize * imageSize
        let (url, scale) = (listing(split).moments(index), Float(configuration.scale))
        guard let values = read(url, isContext: false) else { return out.update(repeating: 0, count: latents) }
        guard values.count == 2 * latents else {
            for i in 0..<latents { out[i] = values[i] * scale }
            return
        }
        fillNormal(out, count: latents, key: draw)
        for i in 0..<latents {
            let logVariance = min(max(values[latents + i], -30), 20)
            out[i] = (values[i] + Float(exp(0.5 * Double(logVariance))) * out[i]) * scale
        }
    }

    public func fillContext(_ out: UnsafeMutablePointer<Float>, of name: String) {
        if let url = contextFile(name), let values = read(url, isContext: true) {
            out.update(from: values, count: values.count)
        } else {
            out.update(from: emptyContext, count: emptyContext.count)
        }
    }

    public func hasContext(_ name: String) -> Bool { contextFile(name) != nil }

    /// - Throws: the first `DatasetError` that reading met since the data set was opened: what was read in its stead is zeros.
    public func checkReads() throws {
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    public var contexts: (any CaptionContexts)? { self }

    // MARK: Files

    private func listing(_ split: Split) -> FeatureListing { split.choose(train: train, test: test) }

    private func contextFile(_ name: String) -> URL? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "train" || parts[0] == "val" else { return nil }
        let listing = listing(parts[0] == "train" ? .train : .test), numbers = parts[1].split(separator: "_").compactMap { Int($0) }
        guard numbers.count == 2 else { return nil }
        // Items are sorted by number.
        let place = listing.items.partitioningIndex { $0.number >= numbers[0] }
        guard place < listing.items.count, listing.items[place].captions.contains(numbers[1]), listing.name(place, numbers[1]) == name
        else {
            return nil
        }
        return listing.folder.appendingPathComponent("\(parts[1]).npy")
    }

    private func read(_ url: URL, isContext: Bool) -> [Float]? {
        do {
            return try Self.opened(url, imageSize: imageSize, contextShape: contextShape, isContext: isContext).floats()
        } catch {
            failure.withLock { $0 = $0 ?? Self.translated(error, url) }
            return nil
        }
    }

    private static func listings(_ configuration: FeaturesConfiguration) throws -> (train: FeatureListing, test: FeatureListing) {
        let folder = URL(fileURLWithPath: configuration.path, isDirectory: true)
        return (
            try FeatureListing(folder.appendingPathComponent("train"), limit: configuration.train),
            try FeatureListing(folder.appendingPathComponent("val"), limit: configuration.test)
        )
    }

    private static func emptyContext(_ path: String) -> URL {
        URL(fileURLWithPath: path, isDirectory: true).appendingPathComponent("empty_context.npy")
    }

    private static func fingerprint(
        _ configuration: FeaturesConfiguration, _ shape: ContextShape, _ train: FeatureListing, _ test: FeatureListing
    ) throws -> String {
        let files = [("empty_context", emptyContext(configuration.path))] + train.files + test.files
        let digests = inParallel(files) { name, url in
            Result {
                _ = try opened(url, imageSize: configuration.imageSize, contextShape: shape, isContext: name.contains("_"))
                return ContentHash.digest(of: try Data(contentsOf: url, options: .mappedIfSafe))
            }
        }
        var hash = ContentHash()
        let c = configuration
        hash.add("features-1 size=\(c.imageSize) scale=\(c.scale) seed=\(c.seed) train=\(train.items.count)")
        for ((name, url), digest) in zip(files, digests) {
            hash.add(name)
            do { hash.add(bytes: try digest.get()) } catch { throw translated(error, url) }
        }
        return hash.hex
    }

    /// A file whose shape is what it must be.
    private static func opened(
        _ url: URL, imageSize side: Int, contextShape: ContextShape, isContext: Bool
    ) throws -> NumPyFile {
        let file = try NumPyFile(url), channels = FeaturesConfiguration.channels
        let allowed =
            isContext
            ? [[contextShape.tokens, contextShape.width]] : [[2 * channels, side, side], [channels, side, side]]
        guard allowed.contains(file.shape) else {
            throw DatasetError.badFeatures(
                path: url.path,
                problem: "its shape is \(file.shape), allowed: \(allowed.map { "\($0)" }.joined(separator: " or ")) "
                    + (isContext ? "(that of empty_context.npy)" : "(data.image_size)"))
        }
        return file
    }

    private static func translated(_ error: any Error, _ url: URL) -> DatasetError {
        switch error {
        case let error as DatasetError: error
        // Its text begins with the path.
        case let error as TensorFileError: .badFeatures(path: nil, problem: "\(error)")
        default: .badFeatures(path: url.path, problem: error.localizedDescription)
        }
    }
}

extension Array {
    /// The first index whose element satisfies the condition, of an array in which all that do come last; `count` when none does.
    fileprivate func partitioningIndex(where isSecond: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isSecond(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

import Foundation
import Kernels
import Platform
import Synchronization
import TensorFiles

/// Latents and text contexts that other programs computed, read from disk when they are needed: the feature folder of U-ViT.
///
/// `train/I.npy` and `val/I.npy` hold the moments [8, S, S] of an autoencoder's latents (four means, then four logarithms of variances),
/// or plain latents [4, S, S]; `I_K.npy` the context [tokens, width] of caption K, `empty_context.npy` that of no caption.
/// A caption's name, such as `val/12_0`, stands for it; its words are known where the folder has them ("FeatureCaptions").
/// Source: arXiv 2209.12152 and its feature extraction; latents of arXiv 2112.10752.
public final class FeaturesDataset: CaptionedDataset, CaptionContexts {
    public let configuration: FeaturesConfiguration
    public let fingerprint: String
    public let contextShape: ContextShape
    public let remarks: [String]
    public var imageSize: Int { configuration.imageSize }
    public var channels: Int { FeaturesConfiguration.channels }

    private let train, test: FeatureListing
    private let emptyContext: [Float]
    private let trainCaptions, testCaptions: FeatureCaptions?
    /// The first file that could not be read since the data set was opened.
    private let failure = Mutex<DatasetError?>(nil)

    /// Lists the folder and looks at every file in use, as ``survey(of:)`` does.
    /// - Throws: `DatasetError`.
    public convenience init(_ configuration: FeaturesConfiguration) throws { try self.init(configuration, cache: .user) }

    init(_ configuration: FeaturesConfiguration, cache: FactsCache) throws {
        (train, test) = try Self.listings(configuration)
        self.configuration = configuration
        contextShape = try Self.contextShape(of: configuration.path)
        let survey = try Self.survey(configuration, contextShape, train, test, cache)
        (fingerprint, remarks) = (survey.fingerprint, survey.remarks)
        trainCaptions = try FeatureCaptions(configuration.path, part: "train")
        testCaptions = try FeatureCaptions(configuration.path, part: "val")
        let path = Self.emptyContext(configuration.path)
        do { emptyContext = try Self.values(of: try NumPyFile(path: path)) } catch { throw Self.translated(error, path) }
    }

    /// The shape that all contexts of a folder must have: that of its `empty_context.npy`.
    /// - Throws: `DatasetError`.
    public static func contextShape(of path: String) throws -> ContextShape {
        let path = emptyContext(path)
        do {
            let shape = try NumPyFile(path: path).shape
            guard shape.count == 2, shape[0] > 0, shape[1] > 0 else {
                throw DatasetError.badFeatures(path: path, problem: "its shape is \(shape), allowed: [tokens, width]")
            }
            return ContextShape(tokens: shape[0], width: shape[1])
        } catch { throw translated(error, path) }
    }

    /// The fingerprint of the data set: SHA-256 over the settings, and the names and bytes of all files in use, each of which is checked
    /// when it is read for the first time.
    /// - Throws: `DatasetError`.
    public static func survey(of configuration: FeaturesConfiguration) throws -> DataSurvey { try survey(of: configuration, cache: .user) }

    static func survey(of configuration: FeaturesConfiguration, cache: FactsCache) throws -> DataSurvey {
        let (train, test) = try listings(configuration)
        return try survey(configuration, try contextShape(of: configuration.path), train, test, cache)
    }

    public static func fingerprint(of configuration: FeaturesConfiguration) throws -> String { try survey(of: configuration).fingerprint }

    public func count(_ split: Split) -> Int { listing(split).captions.count }

    public func wordings(_ split: Split, _ index: Int) -> [String] {
        let listing = listing(split)
        return (0..<listing.captions[index]).map { listing.name(index, $0) }
    }

    public func words(_ split: Split, _ index: Int) -> String? { split.choose(train: trainCaptions, test: testCaptions)?[index] }

    /// Latents drawn once and for all from the item's moments.
    public func fillImage(_ out: UnsafeMutablePointer<Float>, _ split: Split, _ index: Int) {
        let key = RandomKey(seed: configuration.seed, purpose: .latents, step: DrawPurpose.items(split), sample: UInt64(index))
        fillImage(out, split, index, draw: key)
    }

    /// Latents drawn from the item's moments: (mean + exp(log variance / 2) noise) x scale.
    public func fillImage(_ out: UnsafeMutablePointer<Float>, _ split: Split, _ index: Int, draw: RandomKey) {
        let latents = channels * imageSize * imageSize
        let (path, scale) = (listing(split).moments(index), Float(configuration.scale))
        guard let values = read(path, isContext: false) else { return out.update(repeating: 0, count: latents) }
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
        if let path = contextFile(name), let values = read(path, isContext: true) {
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

    private func contextFile(_ name: String) -> String? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "train" || parts[0] == "val" else { return nil }
        let listing = listing(parts[0] == "train" ? .train : .test), numbers = parts[1].split(separator: "_").compactMap { Int($0) }
        guard numbers.count == 2, listing.captions.indices.contains(numbers[0]), (0..<listing.captions[numbers[0]]).contains(numbers[1]),
            listing.name(numbers[0], numbers[1]) == name
        else { return nil }
        return listing.context(numbers[0], numbers[1])
    }

    private func read(_ path: String, isContext: Bool) -> [Float]? {
        do {
            return try Self.values(of: try Self.opened(path, allowed: allowedShapes(isContext)))
        } catch {
            failure.withLock { $0 = $0 ?? Self.translated(error, path) }
            return nil
        }
    }

    private func allowedShapes(_ isContext: Bool) -> [[Int]] {
        isContext ? [[contextShape.tokens, contextShape.width]] : Self.momentShapes(configuration)
    }

    private static func momentShapes(_ configuration: FeaturesConfiguration) -> [[Int]] {
        let (channels, side) = (FeaturesConfiguration.channels, configuration.imageSize)
        return [[2 * channels, side, side], [channels, side, side]]
    }

    private static func listings(_ configuration: FeaturesConfiguration) throws -> (train: FeatureListing, test: FeatureListing) {
        guard access(configuration.path, F_OK) == 0 else {
            throw DatasetError.badFeatures(
                path: configuration.path, problem: "no such folder; give the folder that holds train/, val/ and empty_context.npy")
        }
        return (
            try FeatureListing("\(configuration.path)/train", limit: configuration.train),
            try FeatureListing("\(configuration.path)/val", limit: configuration.test)
        )
    }

    private static func emptyContext(_ path: String) -> String { "\(path)/empty_context.npy" }

    private static func survey(
        _ configuration: FeaturesConfiguration, _ shape: ContextShape, _ train: FeatureListing, _ test: FeatureListing, _ cache: FactsCache
    ) throws -> DataSurvey {
        let files = [("empty_context", emptyContext(configuration.path))] + train.files + test.files
        let answer = cache.facts(of: files.map(\.1), in: configuration.path, kind: "features 1") { path, bytes in
            let file = try NumPyFile(path: path)
            _ = try values(of: file)
            return FileFacts(of: bytes, detail: shapeCode(file.shape))
        }
        let moments = momentShapes(configuration), contexts = [[shape.tokens, shape.width]]
        let codes = (moments: moments.map(shapeCode), contexts: contexts.map(shapeCode))
        var hash = ContentHash()
        let c = configuration
        hash.add("features-1 size=\(c.imageSize) scale=\(c.scale) seed=\(c.seed) train=\(train.captions.count)")
        for ((name, path), facts) in zip(files, answer.facts) {
            let isContext = name.utf8.contains(UInt8(ascii: "_"))
            do {
                let facts = try facts.get()
                if !(isContext ? codes.contexts : codes.moments).contains(facts.detail) {
                    _ = try opened(path, allowed: isContext ? contexts : moments)
                }
                hash.add(name)
                hash.add(bytes: facts.digestBytes)
            } catch { throw translated(error, path) }
        }
        // Words decide what is said of pictures. Folders without them are what they were before words were read.
        for part in ["train", "val"] {
            let file = FeatureCaptions.file(c.path, part)
            guard access(file, F_OK) == 0 else { continue }
            hash.add("\(part).captions.jsonl")
            hash.add(try fileDigests([file], in: c.path)[0])
        }
        return DataSurvey(fingerprint: hash.hex, remarks: answer.problem.map { ["\(configuration.path): \($0)"] } ?? [])
    }

    /// A number for a shape; that two shapes of this data share one is as likely as that two hashes do.
    private static func shapeCode(_ shape: [Int]) -> UInt64 {
        ContentHash.digest(of: Data("\(shape)".utf8)).withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
    }

    /// A file whose shape is what it must be.
    private static func opened(_ path: String, allowed: [[Int]]) throws -> NumPyFile {
        let file = try NumPyFile(path: path)
        guard allowed.contains(file.shape) else {
            throw DatasetError.badFeatures(
                path: path,
                problem: "its shape is \(file.shape), allowed: \(allowed.map { "\($0)" }.joined(separator: " or ")) "
                    + (allowed[0].count == 2 ? "(that of empty_context.npy)" : "(data.image_size)"))
        }
        return file
    }

    /// All values of a file, which are numbers.
    private static func values(of file: NumPyFile) throws -> [Float] {
        let values = try file.floats()
        if let place = firstNonFinite(values) {
            throw DatasetError.badFeatures(
                path: file.path,
                problem:
                    "value \(place) of its \(values.count) is \(values[place]); features have to be finite numbers: extract this file anew")
        }
        return values
    }

    private static func translated(_ error: any Error, _ path: String) -> DatasetError {
        switch error {
        case DatasetError.badImage(_, .unreadable(let reason)): .badFeatures(path: path, problem: "cannot read: \(reason)")
        case let error as DatasetError: error
        // Its text begins with the path.
        case let error as TensorFileError: .badFeatures(path: nil, problem: "\(error)")
        default: .badFeatures(path: path, problem: error.localizedDescription)
        }
    }
}

/// The place of the first value that is infinite or no number.
private func firstNonFinite(_ values: [Float]) -> Int? {
    var exponents: UInt32 = 0
    for value in values { exponents = max(exponents, value.bitPattern & 0x7F80_0000) }
    return exponents == 0x7F80_0000 ? values.firstIndex { !$0.isFinite } : nil
}

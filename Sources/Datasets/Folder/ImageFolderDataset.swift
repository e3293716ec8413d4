import Foundation
import Kernels
import Platform

/// Images and captions as people have them in a folder, decoded once into memory (3 bytes per pixel).
public final class ImageFolderDataset: CaptionedDataset {
    public let configuration: ImageFolderConfiguration
    public let fingerprint: String
    /// Files that were left out under `on_error: skip`; empty under `fail`.
    public let skipped: [SkippedFile]
    public var imageSize: Int { configuration.imageSize }
    public var channels: Int { 3 }
    public let remarks: [String]

    private let train: Items
    private let test: Items

    private struct Items: Sendable {
        var names: [String] = []
        var captions: [[String]] = []
        /// [items, imageSize, imageSize, 3]
        var pixels: [UInt8] = []
    }

    /// Finds, decodes and hashes everything.
    ///
    /// Under `skip`, images that turn out damaged leave their split smaller than asked.
    /// Throws: `DatasetError`.
    public init(_ configuration: ImageFolderConfiguration) throws {
        let plan = try FolderPlan(configuration)
        let side = configuration.imageSize
        var skipped = plan.skipped
        let loaded = inParallel(plan.used) { entry -> LoadedFile in
            do {
                return try withFile(entry.path) { bytes, _ in
                    let pixels = Result { try PixelImage.decode(bytes).overWhite().centreCropped().asRGB().areaResized(to: side).pixels }
                    return LoadedFile(facts: FileFacts(ofPicture: bytes), pixels: pixels)
                }
            } catch {
                return LoadedFile(facts: nil, pixels: .failure(error))
            }
        }
        fingerprint = plan.fingerprint(loaded.map(\.facts))
        var items: [Split: Items] = [.train: Items(), .test: Items()]
        for (number, (entry, file)) in zip(plan.used, loaded).enumerated() {
            switch file.pixels {
            case .success(let pixels):
                let split: Split = number < plan.test ? .test : .train
                items[split]!.names.append(entry.name)
                items[split]!.captions.append(entry.captions)
                items[split]!.pixels += pixels
            case .failure(DatasetError.badImage(_, let problem)):
                let error = DatasetError.badImage(path: entry.path, problem: problem)
                skipped.append(try configuration.onError.skipped(entry.path, error))
            case .failure(let error):
                throw error
            }
        }
        train = items[.train]!
        test = items[.test]!
        guard !train.names.isEmpty, configuration.test == 0 || !test.names.isEmpty else {
            throw DatasetError.tooFewImages(
                path: configuration.path, available: train.names.count + test.names.count, train: configuration.train,
                test: configuration.test, skipped: skipped)
        }
        self.skipped = skipped
        remarks = plan.remarks(loaded.map(\.facts), skipped: skipped)
        self.configuration = configuration
    }

    /// The fingerprint of the data set without decoding an image: SHA-256 over the settings, and the names, captions and file
    /// bytes of all images in use; and what is left out or read otherwise than one may expect.
    ///
    /// Throws: `DatasetError`.
    public static func survey(of configuration: ImageFolderConfiguration) throws -> DataSurvey {
        try survey(of: configuration, cache: .user)
    }

    static func survey(of configuration: ImageFolderConfiguration, cache: FactsCache) throws -> DataSurvey {
        let plan = try FolderPlan(configuration)
        let answer = cache.facts(of: plan.used.map(\.path), in: configuration.path, kind: "picture 1") { FileFacts(ofPicture: $1) }
        var skipped = plan.skipped
        for (entry, facts) in zip(plan.used, answer.facts) {
            guard case .failure(DatasetError.badImage(_, let problem)) = facts else { continue }
            skipped.append(try configuration.onError.skipped(entry.path, .badImage(path: entry.path, problem: problem)))
        }
        let facts = answer.facts.map { try? $0.get() }, remarks = plan.remarks(facts, skipped: skipped)
        return DataSurvey(fingerprint: plan.fingerprint(facts), remarks: remarks + (answer.problem.map { [plan.told($0)] } ?? []))
    }

    public static func fingerprint(of configuration: ImageFolderConfiguration) throws -> String {
        try survey(of: configuration).fingerprint
    }

    public func count(_ split: Split) -> Int { items(split).names.count }

    public func wordings(_ split: Split, _ index: Int) -> [String] { items(split).captions[index] }

    public func fillImage(_ out: UnsafeMutablePointer<Float>, _ split: Split, _ index: Int) {
        let items = items(split)
        precondition(index >= 0 && index < items.names.count, "item \(index) of \(items.names.count)")
        let area = imageSize * imageSize
        items.pixels.withUnsafeBufferPointer {
            spreadPlanar(out, interleaved: $0.baseAddress! + index * area * 3, area: area, channels: 3)
        }
    }

    public var skippedItems: Int { skipped.count }

    /// The image file of an item, relative to the folder.
    public func fileName(_ split: Split, _ index: Int) -> String { items(split).names[index] }

    private func items(_ split: Split) -> Items { split.choose(train: train, test: test) }
}

private struct LoadedFile: Sendable {
    /// nil when the bytes cannot be read.
    var facts: FileFacts?
    var pixels: Result<[UInt8], any Error>
}

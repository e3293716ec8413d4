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
                let data = try Data(contentsOf: entry.file, options: .mappedIfSafe)
                let pixels = Result { try PixelImage.decode(data).overWhite().centreCropped().asRGB().areaResized(to: side).pixels }
                return LoadedFile(digest: ContentHash.digest(of: data), pixels: pixels)
            } catch {
                let problem = DatasetError.badImage(path: nil, problem: .unreadable(reason: fileProblem(error)))
                return LoadedFile(digest: nil, pixels: .failure(problem))
            }
        }
        fingerprint = plan.fingerprint(digests: loaded.map(\.digest))
        var items: [Split: Items] = [.train: Items(), .test: Items()]
        for (number, (entry, file)) in zip(plan.used, loaded).enumerated() {
            switch file.pixels {
            case .success(let pixels):
                let split: Split = number < plan.test ? .test : .train
                items[split]!.names.append(entry.name)
                items[split]!.captions.append(entry.captions)
                items[split]!.pixels += pixels
            case .failure(DatasetError.badImage(_, let problem)):
                let error = DatasetError.badImage(path: plan.path(of: entry), problem: problem)
                skipped.append(try configuration.onError.skipped(plan.path(of: entry), error))
            case .failure(let error):
                throw error
            }
        }
        train = items[.train]!
        test = items[.test]!
        guard !train.names.isEmpty, configuration.test == 0 || !test.names.isEmpty else {
            throw DatasetError.tooFewImages(
                path: configuration.path, available: train.names.count + test.names.count, train: configuration.train,
                test: configuration.test, skipped: skipped.count)
        }
        self.skipped = skipped
        self.configuration = configuration
    }

    /// The fingerprint of the data set without decoding an image: SHA-256 over the settings, and the names, captions and file
    /// bytes of all images in use.
    ///
    /// Throws: `DatasetError`.
    public static func fingerprint(of configuration: ImageFolderConfiguration) throws -> String {
        let plan = try FolderPlan(configuration)
        let digests = inParallel(plan.used) { entry in
            Result { ContentHash.digest(of: try Data(contentsOf: entry.file, options: .mappedIfSafe)) }
        }
        for (entry, digest) in zip(plan.used, digests) {
            guard case .failure(let error) = digest else { continue }
            let path = plan.path(of: entry)
            _ = try configuration.onError.skipped(path, .badImage(path: path, problem: .unreadable(reason: fileProblem(error))))
        }
        return plan.fingerprint(digests: digests.map { try? $0.get() })
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
    /// SHA-256 of the bytes; nil when they cannot be read.
    var digest: Data?
    var pixels: Result<[UInt8], any Error>
}

/// Which images of a folder are used, in which order: the first `test` of `used` for testing, the rest for training.
private struct FolderPlan {
    let configuration: ImageFolderConfiguration
    let used: [FolderListing.Entry]
    let test: Int
    let skipped: [SkippedFile]
    private let folder: String

    init(_ configuration: ImageFolderConfiguration) throws {
        try configuration.validate()
        let listing = try FolderListing(configuration)
        // The order hangs on each name alone, so images added later leave the others' order as it was.
        let shuffled = listing.entries
            .map { (key: ContentHash.hex(["\(configuration.seed)", $0.name]), entry: $0) }
            .sorted { $0.key < $1.key }.map(\.entry)
        let forTest = shuffled.filter { $0.split != .train }.prefix(configuration.test)
        let tested = Set(forTest.map(\.name))
        let forTraining = shuffled.filter { $0.split != .test && !tested.contains($0.name) }
        guard forTest.count == configuration.test, forTraining.count >= configuration.train ?? 1 else {
            throw DatasetError.tooFewImages(
                path: configuration.path, available: shuffled.count, train: configuration.train, test: configuration.test,
                skipped: listing.skipped.count)
        }
        self.configuration = configuration
        used = Array(forTest) + forTraining.prefix(configuration.train ?? forTraining.count)
        test = forTest.count
        skipped = listing.skipped
        folder = listing.folder
    }

    /// As the user wrote the folder.
    func path(of entry: FolderListing.Entry) -> String { "\(folder)/\(entry.name)" }

    func fingerprint(digests: [Data?]) -> String {
        var hash = ContentHash()
        // The number is the version of the decoding: raise it when the same files give other pixels.
        for part in ["images 1", "over white, centre crop, area resize", "\(configuration.imageSize)", "\(configuration.seed)", "\(test)"] {
            hash.add(part)
        }
        for place in used.indices.sorted(by: { used[$0].name.utf8.lexicographicallyPrecedes(used[$1].name.utf8) }) {
            hash.add(place < test ? Split.test.rawValue : Split.train.rawValue)
            hash.add(used[place].name)
            hash.add("\(used[place].captions.count)")
            for caption in used[place].captions { hash.add(caption) }
            hash.add(bytes: digests[place] ?? Data())
        }
        return hash.hex
    }
}

import Choices
import Foundation

/// Which images of a folder are used, in which order: the first `test` of `used` for testing, the rest for training.
struct FolderPlan {
    let configuration: ImageFolderConfiguration
    let used: [FolderListing.Entry]
    let test: Int
    let skipped: [SkippedFile]
    private let folder: String
    private let listed: [String]

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
                skipped: listing.skipped)
        }
        self.configuration = configuration
        used = Array(forTest) + forTraining.prefix(configuration.train ?? forTraining.count)
        test = forTest.count
        skipped = listing.skipped
        (folder, listed) = (listing.folder, listing.remarks)
    }

    /// With the folder as the user wrote it.
    func told(_ remark: String) -> String { "\(folder): \(remark)" }

    /// What a reader of results should know of the images.
    /// - Parameter facts: of the images in use.
    func remarks(_ facts: [FileFacts?], skipped: [SkippedFile]) -> [String] {
        let turned = facts.count { $0.map { $0.orientation != 1 } ?? false }
        let turning = turned > 0 ? ["\(count(turned, "picture")) turned as EXIF says"] : []
        return (listed + turning + skipRemarks(skipped)).map(told)
    }

    func fingerprint(_ facts: [FileFacts?]) -> String {
        var hash = ContentHash()
        // The number is the version of the decoding: raise it when the same files give other pixels. Of `pictureFacts` there is nothing
        // for most.
        for part in ["images 1", "over white, centre crop, area resize", "\(configuration.imageSize)", "\(configuration.seed)", "\(test)"] {
            hash.add(part)
        }
        for place in used.indices.sorted(by: { precedes(used[$0].name, used[$1].name) }) {
            hash.add(place < test ? Split.test.rawValue : Split.train.rawValue)
            hash.add(used[place].name)
            hash.add("\(used[place].captions.count)")
            for caption in used[place].captions { hash.add(caption) }
            hash.add(bytes: facts[place]?.digestBytes ?? Data())
            if let facts = facts[place] { hash.add(pictureFacts: facts) }
        }
        return hash.hex
    }
}

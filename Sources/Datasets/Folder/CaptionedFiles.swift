import Choices
import Foundation

/// A picture of a folder with its captions, not opened yet.
public struct CaptionedFile: Sendable {
    /// Relative to the folder.
    public let name: String
    public let file: URL
    /// One or more.
    public let captions: [String]
    /// Where a pair of caption files puts it; nil where nothing says.
    public let split: Split?

    public init(name: String, file: URL, captions: [String], split: Split?) {
        (self.name, self.file, self.captions, self.split) = (name, file, captions, split)
    }
}

/// The pictures of a folder, as an `images` data set finds them, in the order of their names.
public struct CaptionedFiles: Sendable {
    public let files: [CaptionedFile]
    public let skipped: [SkippedFile]

    /// - Throws: `DatasetError`; with the policy `skip` only for what concerns the folder as a whole.
    public init(path: String, onError: FileErrorPolicy) throws {
        let listing = try FolderListing(ImageFolderConfiguration(path: path, test: 0, onError: onError))
        files = listing.entries.map { CaptionedFile(name: $0.name, file: $0.file, captions: $0.captions, split: $0.split) }
        skipped = listing.skipped
    }
}

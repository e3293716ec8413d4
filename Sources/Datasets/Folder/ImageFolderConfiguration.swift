import Choices

/// What decides an image folder data set, together with the folder's content.
public struct ImageFolderConfiguration: Sendable, Hashable, Codable {
    /// The folder: a `metadata.jsonl` in it, `captions_*.json` in it or in its `annotations`, or a `.txt` beside each image.
    public var path: String
    /// The caption file to use, relative to `path`; nil finds it.
    public var captions: String?
    /// Side of the square images, 8...1024: the middle square of each file, resized.
    public var imageSize: Int
    /// Training items; nil takes all that testing leaves.
    public var train: Int?
    public var test: Int
    /// Decides which images are for training and which for testing, and the order of both.
    public var seed: UInt64
    public var onError: FileErrorPolicy

    public init(
        path: String, captions: String? = nil, imageSize: Int = 32, train: Int? = nil, test: Int, seed: UInt64 = 0,
        onError: FileErrorPolicy = .fail
    ) {
        (self.path, self.captions, self.imageSize) = (path, captions, imageSize)
        (self.train, self.test, self.seed, self.onError) = (train, test, seed, onError)
    }

    /// Throws: `DatasetError.badSetting`.
    public func validate() throws {
        try checkSetting(!path.isEmpty, "path", "an empty path", "a folder")
        try checkSetting((8...1024).contains(imageSize), "image_size", imageSize, "8...1024")
        if let train { try checkSetting(train >= 1, "train", train, "1 or more, or nothing for all images") }
        try checkSetting(test >= 0, "test", test, "0 or more")
    }
}

extension FileErrorPolicy {
    /// The entry of a file among the skipped.
    /// - Throws: the error itself, if it is to stop everything.
    func skipped(_ path: String, _ error: DatasetError) throws -> SkippedFile {
        switch self {
        case .fail: throw error
        case .skip: SkippedFile(path: path, reason: error.description)
        }
    }
}

import Datasets
import Reports

/// What pages ask of those who know the data and the networks; a page without them shows less.
public struct PictureSource: Sendable {
    /// Judges the pictures of jobs' contact sheets.
    public var read: PictureReader?
    /// Draws what a job drew for captions, from its weights; nil where they are not kept.
    public var draw: (@Sendable (_ job: String, _ captions: [String]) throws -> [PixelImage]?)?

    public init(
        read: PictureReader? = nil, draw: (@Sendable (_ job: String, _ captions: [String]) throws -> [PixelImage]?)? = nil
    ) {
        (self.read, self.draw) = (read, draw)
    }
}

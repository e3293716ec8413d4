import Datasets
import Reports

/// Number `i` of the pictures is drawn from the noise that the job's seed and `i` name.
public typealias PictureDrawer = @Sendable (_ job: String, _ captions: [String], _ guidance: Double?) throws -> [PixelImage]?

/// What pages ask of those who know the data and the networks; a page without them shows less.
public struct PictureSource: Sendable {
    /// Judges the pictures of jobs' contact sheets.
    public var read: PictureReader?
    /// Draws what a job drew for captions, from its weights, with its own guidance or another; nil where they are not kept.
    public var draw: PictureDrawer?

    public init(read: PictureReader? = nil, draw: PictureDrawer? = nil) {
        (self.read, self.draw) = (read, draw)
    }
}

import Kernels

/// Images with captions, all of one size, ready to be read from any thread.
///
/// Images are planar `[channels, imageSize, imageSize]` floats: pixels in [-1, 1] with mid-grey
/// at 0, or latents with a deviation of about 1.
/// Indices run from 0 to `count(split) - 1`; an index out of range is a programming error.
public protocol CaptionedDataset: AnyObject, Sendable {
    /// Side of the square images, in pixels.
    var imageSize: Int { get }
    /// 3 (red, green, blue), or 4 of latents.
    var channels: Int { get }
    /// Hex SHA-256 of everything that decides the content: two data sets with equal fingerprints hold equal items.
    var fingerprint: String { get }

    /// Items that were left out because they could not be read.
    var skippedItems: Int { get }
    /// What is left out, or read otherwise than one may expect, a line each.
    var remarks: [String] { get }
    /// What another program's text encoder made of the captions, which are then names; nil where captions are words.
    var contexts: (any CaptionContexts)? { get }

    func count(_ split: Split) -> Int

    /// Every caption of an item, at least one, the plain one first.
    func wordings(_ split: Split, _ index: Int) -> [String]

    /// An item's plain caption in words; nil where its captions are names and nobody knows the words.
    func words(_ split: Split, _ index: Int) -> String?

    /// Overwrites `out` [channels, imageSize, imageSize].
    func fillImage(_ out: UnsafeMutablePointer<Float>, _ split: Split, _ index: Int)

    /// The same for one training step: an item that is a distribution (moments of latents) is drawn from with this key.
    func fillImage(_ out: UnsafeMutablePointer<Float>, _ split: Split, _ index: Int, draw: RandomKey)

    /// - Throws: what went wrong since the data set was opened, where items are read from disk one by one.
    func checkReads() throws

    /// Whether the item shows a combination that the training split never shows.
    func isHeldOut(_ split: Split, _ index: Int) -> Bool

    /// The objects of an item and where they are, in the order of the caption; nil when nobody knows.
    func objects(_ split: Split, _ index: Int) -> [LocatedObject]?

    /// Which words of a caption speak of which kinds of objects; empty when the data set cannot tell.
    /// - Parameter words: the caption's words in lower case, perhaps cut short.
    func references(in words: [String]) -> [CaptionReference]
}

extension CaptionedDataset {
    /// Values of one image.
    public var imageElements: Int { channels * imageSize * imageSize }

    public var skippedItems: Int { 0 }

    public var remarks: [String] { [] }

    public var contexts: (any CaptionContexts)? { nil }

    public func words(_ split: Split, _ index: Int) -> String? { contexts == nil ? wordings(split, index)[0] : nil }

    /// An item's image as 8-bit pixels.
    public func image(_ split: Split, _ index: Int) -> PixelImage {
        let floats = FloatBuffer(count: imageElements)
        fillImage(floats.pointer, split, index)
        return PixelImage(planarFloats: UnsafePointer(floats.pointer), channels: channels, width: imageSize, height: imageSize)
    }

    /// One caption of an item: wording number `wording` modulo how many wordings the item has.
    public func caption(_ split: Split, _ index: Int, wording: UInt64) -> String {
        let wordings = wordings(split, index)
        return wordings[Int(wording % UInt64(wordings.count))]
    }

    /// The first wording of every item, in order.
    public func captions(_ split: Split) -> [String] { (0..<count(split)).map { wordings(split, $0)[0] } }

    /// Every wording of every item, in order; what a tokenizer is fitted on.
    public func allCaptions(_ split: Split) -> [String] { (0..<count(split)).flatMap { wordings(split, $0) } }

    public func fillImage(_ out: UnsafeMutablePointer<Float>, _ split: Split, _ index: Int, draw: RandomKey) {
        fillImage(out, split, index)
    }

    public func checkReads() throws {}

    public func isHeldOut(_ split: Split, _ index: Int) -> Bool { false }

    public func objects(_ split: Split, _ index: Int) -> [LocatedObject]? { nil }

    public func references(in words: [String]) -> [CaptionReference] { [] }
}

import Datasets
import Experiments
import Kernels

/// Real test pictures of a data section, whose captions are true: what questions with a plain answer are made of.
public struct RealPictures: Sendable {
    private let dataset: any CaptionedDataset

    /// - Throws: when the data cannot be read.
    public init(_ data: JobConfiguration.Data, assets: JobAssets) throws { dataset = try assets.dataset(data) }

    /// Stands for the content of the data.
    public var fingerprint: String { dataset.fingerprint }
    public var count: Int { dataset.count(.test) }

    public func caption(_ item: Int) -> String { dataset.caption(.test, item, wording: 0) }
    public func picture(_ item: Int) -> PixelImage { dataset.image(.test, item) }
    /// How many objects it shows; nil where nobody knows.
    public func objects(_ item: Int) -> Int? { dataset.objects(.test, item)?.count }

    /// The item that is least like another one: of captions with the fewest words in common the first, counted from the item on.
    /// - Returns: nil where all captions are equal.
    public func unlike(_ item: Int) -> Int? {
        func words(_ item: Int) -> Set<Substring> { Set(caption(item).lowercased().split { !$0.isLetter && !$0.isNumber }) }
        let own = words(item), name = caption(item)
        var best: (item: Int, common: Double)?
        for offset in 1..<max(count, 1) {
            let other = (item + offset) % count, theirs = words(other)
            guard caption(other) != name else { continue }
            let common = Double(own.intersection(theirs).count) / Double(max(1, min(own.count, theirs.count)))
            if best.map({ common < $0.common }) ?? true { best = (other, common) }
            if common == 0 { break }
        }
        return best?.item
    }

    /// A picture of nothing, of the same size: every value is drawn by itself.
    public func noise(_ number: Int) -> PixelImage {
        let size = picture(0), key = RandomKey(seed: 0, purpose: .humanStudies, step: 1 << 41, sample: UInt64(number))
        return PixelImage(
            width: size.width, height: size.height, channels: size.channels,
            pixels: size.pixels.indices.map { UInt8(uniformInteger(below: 256, key, $0)) })
    }
}

import Datasets
import Results
import ResultsStore

/// What a job drew for the captions whose attention is kept.
public enum AttentionPictures {
    /// By caption; those that nobody kept and nobody can draw again are left out.
    ///
    /// The pictures that the maps were taken on: kept beside them, or on the contact sheet at the same place for the same caption, which
    /// is the same picture, or drawn again.
    public static func drawn(
        _ probes: [Probe], job: String, store: ResultsDatabase, pictures: PictureSource
    ) throws -> [String: PixelImage] {
        let captions = probes.map(\.caption)
        var found: [String: PixelImage] = [:]
        let kept = try store.samples(job, kind: .sample), last = kept.map(\.step).max()
        for sample in kept where sample.step == last {
            if let caption = sample.caption { found[caption] = try PixelImage.decodePNG(sample.png) }
        }
        if captions.contains(where: { found[$0] == nil }), let sheet = try ContactSheet(job: job, store: store, read: nil) {
            for (place, caption) in captions.enumerated() where place < sheet.captions.count && sheet.captions[place] == caption {
                found[caption] = found[caption] ?? sheet.pictures[place]
            }
        }
        if captions.contains(where: { found[$0] == nil }), let again = try pictures.draw?(job, captions, nil), again.count == captions.count
        {
            for (caption, picture) in zip(captions, again) { found[caption] = found[caption] ?? picture }
        }
        return found
    }
}

import Datasets
import Kernels
import Results
import TextEncoding

extension RetrievalAccuracy {
    /// Test items that are looked at, at most.
    public static let mostItems = 2000

    /// Measures on the test split, by split; empty where all captions are one.
    static func measure(_ session: EncoderSession, _ dataset: any CaptionedDataset) -> [RetrievalAccuracy] {
        let items = min(dataset.count(.test), mostItems)
        let captions = (0..<items).map { dataset.caption(.test, $0, wording: 0) }
        let candidates = Array(Set(captions)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard candidates.count > 1 else { return [] }
        let groups = CaptionGroups(first: captions) { dataset.wordings(.test, $0) }.group
        let groupOf = Dictionary(zip(captions, groups)) { first, _ in first }
        let meanings = candidates.map { groupOf[$0]! }
        let place = Dictionary(uniqueKeysWithValues: candidates.enumerated().map { ($1, $0) })
        let texts = session.encodeTexts(candidates)
        let embedding = session.encoder.configuration.embedding
        let elements = session.encoder.configuration.imageElements
        let batch = 64
        let images = FloatBuffer(count: batch * elements)
        var scores = [Float](repeating: 0, count: batch * candidates.count)
        let scratch = MatrixScratch(weights: [(outputs: candidates.count, inputs: embedding)])
        var ranks: [Int] = []
        for first in stride(from: 0, to: items, by: batch) {
            let count = min(batch, items - first)
            for row in 0..<count { dataset.fillImage(images.pointer + row * elements, .test, first + row) }
            let units = session.encodeImages(images.readPointer, count: count).units
            matrixProduct(&scores, units, texts, m: count, n: candidates.count, k: embedding, transposeB: true, scratch: scratch)
            for row in 0..<count {
                let line = scores[row * candidates.count..<(row + 1) * candidates.count]
                let ownPlace = place[captions[first + row]]!
                let own = line[line.startIndex + ownPlace]
                // Ties count against it: an encoder that tells nothing apart finds nothing.
                ranks.append(
                    candidates.indices.count { other in
                        line[line.startIndex + other] >= own && meanings[other] != meanings[ownPlace]
                    })
            }
        }
        let splits: [(Metric.Split, (Int) -> Bool)] = [
            (.all, { _ in true }), (.seen, { !dataset.isHeldOut(.test, $0) }), (.heldOut, { dataset.isHeldOut(.test, $0) }),
        ]
        let hasHeldOut = (0..<items).contains { dataset.isHeldOut(.test, $0) }
        return splits.prefix(hasHeldOut ? 3 : 1).compactMap { split, belongs in
            let chosen = ranks.indices.filter(belongs).map { ranks[$0] }
            guard !chosen.isEmpty else { return nil }
            func share(below limit: Int) -> Double { Double(chosen.count { $0 < limit }) / Double(chosen.count) }
            return RetrievalAccuracy(
                split: split, items: chosen.count, candidates: candidates.count, first: share(below: 1), firstFive: share(below: 5))
        }
    }
}

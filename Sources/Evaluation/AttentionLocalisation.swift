import Foundation

/// Which image tokens lie on an object.
public struct TokenMask: Sendable, Equatable {
    /// One value an image token, row by row.
    public let tokens: [Bool]
    /// How many of them are true; at least 1.
    public let count: Int

    /// The tokens of which the object covers at least half; when there is none (a small object between patches), the
    /// one it covers most, the first of equals. nil when the mask is empty.
    ///
    /// - Parameter mask: [imageSize, imageSize], true on the object.
    /// - Precondition: `patchSize` divides `imageSize`, and the mask has that size.
    public init?(mask: [Bool], imageSize: Int, patchSize: Int) {
        precondition(mask.count == imageSize * imageSize, "\(mask.count) pixels for a side of \(imageSize)")
        precondition(patchSize > 0 && imageSize % patchSize == 0, "patches of \(patchSize) in \(imageSize)")
        let side = imageSize / patchSize
        var covered = [Int](repeating: 0, count: side * side)
        for y in 0..<imageSize {
            for x in 0..<imageSize where mask[y * imageSize + x] { covered[y / patchSize * side + x / patchSize] += 1 }
        }
        guard let most = covered.max(), most > 0 else { return nil }
        var tokens = covered.map { 2 * $0 >= patchSize * patchSize }
        if !tokens.contains(true) { tokens[covered.firstIndex(of: most)!] = true }
        self.tokens = tokens
        count = tokens.count { $0 }
    }
}

/// Whether the attention that image tokens pay to a word is paid by the tokens of the object the word names.
///
/// A map that says nothing (all tokens alike) scores exactly the chance level: ties count as drawn at random.
public struct AttentionLocalisation: Sendable, Equatable {
    /// The pointing game: 1 when the token that looks at the word most lies on the object, else 0; with several such
    /// tokens the share of them that do. Source: Zhang et al., "Top-down neural attention by excitation backprop" (2016).
    public let pointing: Double
    /// Intersection over union of the object's tokens with as many tokens, those that look at the word most.
    public let iou: Double
    /// Share of the image tokens that lie on the object: what `pointing` is for a map that knows nothing.
    public let area: Double
    /// What `iou` is on average for as many tokens drawn at random.
    public let chanceIoU: Double

    /// - Parameter map: attention of each image token to the word; nil when a value is not finite.
    /// - Precondition: one value for each token of the mask.
    public init?(map: [Float], mask: TokenMask) {
        precondition(map.count == mask.tokens.count, "\(map.count) values for \(mask.tokens.count) image tokens")
        guard map.allSatisfy(\.isFinite), let most = map.max() else { return nil }
        let brightest = map.indices.filter { map[$0] == most }
        pointing = Double(brightest.count { mask.tokens[$0] }) / Double(brightest.count)

        let threshold = map.sorted(by: >)[mask.count - 1]
        var draw = TiedDraw(certain: 0, certainHits: 0, tied: 0, tiedHits: 0)
        for (value, isOnObject) in zip(map, mask.tokens) {
            if value > threshold {
                draw.certain += 1
                draw.certainHits += isOnObject ? 1 : 0
            } else if value == threshold {
                draw.tied += 1
                draw.tiedHits += isOnObject ? 1 : 0
            }
        }
        iou = draw.expectedIoU(size: mask.count)
        area = Double(mask.count) / Double(map.count)
        chanceIoU = TiedDraw(certain: 0, certainHits: 0, tied: map.count, tiedHits: mask.count).expectedIoU(size: mask.count)
    }
}

/// Some tokens chosen for certain, and more drawn at random from those that tie.
private struct TiedDraw {
    var certain, certainHits, tied, tiedHits: Int

    /// The expected intersection over union of `size` chosen tokens with an object of `size` tokens: the number of hits
    /// among the tied ones is hypergeometric.
    func expectedIoU(size: Int) -> Double {
        let drawn = size - certain
        let possible = max(0, drawn - (tied - tiedHits))...min(drawn, tiedHits)
        let all = logChoose(tied, drawn)
        return possible.reduce(0) { sum, hits in
            let probability = exp(logChoose(tiedHits, hits) + logChoose(tied - tiedHits, drawn - hits) - all)
            let shared = Double(certainHits + hits)
            return sum + probability * shared / (2 * Double(size) - shared)
        }
    }
}

private func logChoose(_ n: Int, _ k: Int) -> Double {
    k == 0 || k == n ? 0 : lgamma(Double(n + 1)) - lgamma(Double(k + 1)) - lgamma(Double(n - k + 1))
}

import Datasets

/// Test items whose captions together speak of as much as possible: counts, colours, shapes, kinds, relations.
enum StratifiedItems {
    /// Of longer splits only the first are looked at.
    static let candidates = 1024

    /// One after the other, always the item whose words were seen least: a word counts for a quarter of what it counted before it was
    /// last taken. No caption twice; ties go to the first item.
    /// - Parameter words: of a caption.
    static func choose(_ count: Int, of dataset: any CaptionedDataset, words: (String) -> [String]) -> [Int] {
        let captions = (0..<min(candidates, dataset.count(.test))).map { dataset.caption(.test, $0, wording: 0) }
        return choose(count, captions: captions, words: words)
    }

    static func choose(_ count: Int, captions: [String], words: (String) -> [String]) -> [Int] {
        var distinct: [(item: Int, words: [String])] = []
        var known: Set<String> = []
        for (item, caption) in captions.enumerated() where known.insert(caption).inserted {
            distinct.append((item, Array(Set(words(caption)))))
        }
        var worth: [String: Double] = [:]
        var chosen: [Int] = []
        while chosen.count < count, !distinct.isEmpty {
            // Powers of 4: sums are exact, so their order does not matter.
            let gains = distinct.map { $0.words.reduce(0) { $0 + (worth[$1] ?? 1) } }
            let best = gains.indices.max { (gains[$0], $1) < (gains[$1], $0) }!
            let taken = distinct.remove(at: best)
            for word in taken.words { worth[word] = (worth[word] ?? 1) / 4 }
            chosen.append(taken.item)
        }
        return chosen
    }
}

import Platform

/// Which captions stand for many.
enum CaptionChoice {
    /// Places of at most `count` captions that together speak of as much as possible, in their order: always the one whose words were
    /// taken least, the first of equals. No caption twice. It sees captions alone, so it cannot prefer good pictures.
    static func choose(_ count: Int, of captions: [String]) -> [Int] {
        var known: Set<String> = []
        var left = captions.indices.filter { known.insert(captions[$0]).inserted }
            .map { (place: $0, words: unique(captions[$0].lowercased().split { !$0.isLetter && !$0.isNumber })) }
        var taken: [Substring: Int] = [:], chosen: [Int] = []
        while chosen.count < count, !left.isEmpty {
            // A word counts for half of what it did before it was last taken; of long captions the mean.
            let worth = left.map { caption in
                caption.words.reduce(0) { $0 + 1 / Double(1 << min(taken[$1] ?? 0, 60)) } / Double(max(caption.words.count, 1))
            }
            let best = worth.indices.max { (worth[$0], $1) < (worth[$1], $0) }!
            for word in left[best].words { taken[word, default: 0] += 1 }
            chosen.append(left.remove(at: best).place)
        }
        return chosen.sorted()
    }
}

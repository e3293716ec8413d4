extension [LocatedObject] {
    /// So many of each kind in words, the most first: "two red circles and one blue square", "nothing".
    public var inWords: String {
        let counts = reduce(into: [String: Int]()) { $0[$1.kind, default: 0] += 1 }
        let phrases = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { kind, count in
            let noun = kind.contains { $0.isLetter } ? kind : "unknown thing"
            let number = CountedPhrase.numberWords.indices.contains(count) ? CountedPhrase.numberWords[count] : "\(count)"
            return "\(number) \(count == 1 ? noun : EnglishNouns.plural(noun))"
        }
        guard let last = phrases.last else { return "nothing" }
        return phrases.count == 1 ? last : phrases.dropLast().joined(separator: ", ") + " and " + last
    }
}

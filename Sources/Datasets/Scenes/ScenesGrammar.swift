/// The captions of the scenes data set, for some kinds of objects.
struct ScenesGrammar: Sendable {
    /// Both forms of every noun, to the kind (its singular).
    private let nouns: [String: String]
    private let plurals: [String: String]

    /// - Parameter kinds: nouns in the singular.
    init(kinds: [String]) {
        plurals = Dictionary(uniqueKeysWithValues: kinds.map { ($0, EnglishNouns.plural($0)) })
        nouns = Dictionary(kinds.flatMap { [($0, $0), (EnglishNouns.plural($0), $0)] }) { first, _ in first }
    }

    /// Every way to say what is asked for, the plain one first, none longer than 12 words.
    func wordings(_ asked: AskedScene) -> [String] {
        let phrases = asked.groups.map { CountedPhrase(count: $0.count, singular: $0.kind, plural: plurals[$0.kind]!) }
        return CaptionWordings.all(phrases, relation: asked.relation, ground: nil, articles: true)
    }

    /// Which words of a caption speak of which kinds: nouns and their counts.
    func references(in words: [String]) -> [CaptionReference] {
        words.indices.flatMap { place -> [CaptionReference] in
            guard let kind = nouns[words[place]] else { return [] }
            let noun = CaptionReference(position: place, role: .noun, kind: kind)
            guard place > 0, CountedPhrase.isCount(words[place - 1]) || words[place - 1] == "an" else { return [noun] }
            return [CaptionReference(position: place - 1, role: .count, kind: kind), noun]
        }
    }
}

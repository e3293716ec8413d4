/// So many things in words: "three lemons".
struct CountedPhrase: Sendable, Hashable {
    var count: Int
    var singular: String
    var plural: String

    static let numberWords = ["zero", "one", "two", "three", "four", "five"]

    /// Whether a word says how many: "three", "3", "a".
    static func isCount(_ word: String) -> Bool {
        numberWords.contains(word) || ["a", "single"].contains(word) || Int(word) != nil
    }

    /// "lemon", "lemons"
    var noun: String { count == 1 ? singular : plural }
    /// "three lemons", "one lemon"
    var withWord: String { "\(Self.numberWords[count]) \(noun)" }
    /// "3 lemons"
    var withDigit: String { "\(count) \(noun)" }
    /// "three lemons", "a lemon", "an apple"
    var withArticle: String { count == 1 ? "\(EnglishNouns.article(singular)) \(singular)" : withWord }
}

/// Every way the drawn data sets say what they show, the plain one first.
enum CaptionWordings {
    /// - Parameters:
    ///   - ground: what things lie on, "grey"; nil leaves that wording out.
    ///   - articles: whether one of two things is "a lemon" rather than "one lemon".
    /// - Precondition: one phrase, or two without relation, or two of one thing each with one.
    static func all(
        _ phrases: [CountedPhrase], relation: SpatialRelation?, ground: String?, articles: Bool
    ) -> [String] {
        switch (phrases.count, relation) {
        case (1, nil):
            return counts(phrases[0], ground: ground)
        case (2, nil):
            return conjunctions(phrases[0], phrases[1], articles: articles)
        case (2, let relation?) where phrases[0].count == 1 && phrases[1].count == 1:
            return relations(phrases[0], relation, phrases[1])
        default:
            preconditionFailure("a caption has one group, two groups, or two single objects in a relation")
        }
    }

    private static func counts(_ a: CountedPhrase, ground: String?) -> [String] {
        let verb = a.count == 1 ? "is" : "are"
        var wordings = [
            a.withArticle, a.withDigit, "there \(verb) \(a.withArticle)",
            "a picture of \(a.withArticle)", "there \(verb) \(a.withDigit)",
        ]
        if let ground { wordings.append("\(a.withArticle) on \(ground)") }
        if a.count == 1 { wordings += [a.withWord, "a single \(a.noun)"] }
        return wordings
    }

    private static func conjunctions(_ a: CountedPhrase, _ b: CountedPhrase, articles: Bool) -> [String] {
        let verb = a.count == 1 ? "is" : "are"
        func plain(_ phrase: CountedPhrase) -> String { articles ? phrase.withArticle : phrase.withWord }
        return [
            "\(plain(a)) and \(plain(b))", "\(a.withDigit) and \(b.withDigit)",
            "there \(verb) \(plain(a)) and \(plain(b))", "\(plain(b)) and \(plain(a))",
            "a picture of \(plain(a)) and \(plain(b))", "\(a.withWord) together with \(b.withWord)",
        ]
    }

    private static func relations(_ a: CountedPhrase, _ relation: SpatialRelation, _ b: CountedPhrase) -> [String] {
        let there = relation.rawValue, back = relation.inverse.rawValue
        return [
            "\(a.withArticle) \(there) \(b.withArticle)", "\(b.withArticle) \(back) \(a.withArticle)",
            "there is \(a.withArticle) \(there) \(b.withArticle)", "\(a.withArticle) is \(there) \(b.withArticle)",
            "\(a.withArticle) \(relation.shortWords) \(b.withArticle)", "\(b.withWord) \(back) \(a.withWord)",
            "a picture of \(a.withArticle) \(there) \(b.withArticle)",
        ]
    }
}

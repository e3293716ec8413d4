/// The captions of the shapes data set: meaning to words and back.
public enum ShapesGrammar {
    /// Every way to say `meaning`, the plain one first; no two are equal and none is longer than 13 words.
    ///
    /// Precondition: one group, or two without relation, or two single objects with one; 1...5 objects per group.
    public static func wordings(_ meaning: CaptionMeaning) -> [String] {
        let phrases = meaning.groups.map { group in
            CountedPhrase(
                count: group.count, singular: kindName(group.colour, group.shape),
                plural: "\(group.colour.rawValue) \(group.shape.plural)")
        }
        return CaptionWordings.all(phrases, relation: meaning.relation, ground: "grey", articles: false)
    }
}

extension ShapesGrammar {
    /// What a caption says, nil when it is not in the language. Case, extra spaces and a full stop at the end don't matter.
    ///
    /// Number words, digits and articles may be mixed in any way. Counts go up to 99: the meaning need not be one that the data set draws.
    public static func parse(_ caption: String) -> CaptionMeaning? {
        var words = caption.lowercased().split { $0.isWhitespace || $0 == "." || $0 == "," }.map(String.init)
        if words.starts(with: ["there", "is"]) || words.starts(with: ["there", "are"]) { words.removeFirst(2) }
        if words.starts(with: ["a", "picture", "of"]) { words.removeFirst(3) }
        var rest = words[...]
        guard let first = takeGroup(&rest) else { return nil }
        if rest.isEmpty || rest.elementsEqual(["on", "grey"]) { return CaptionMeaning(groups: [first]) }
        if rest.first == "is" { rest = rest.dropFirst() }
        guard let link = takeLink(&rest), let second = takeGroup(&rest), rest.isEmpty, !first.looksLike(second) else { return nil }
        if let relation = link.relation {
            guard first.count == 1, second.count == 1 else { return nil }
            return CaptionMeaning(groups: [first, second], relation: relation)
        }
        return CaptionMeaning(groups: [first, second])
    }

    private static func takeGroup(_ words: inout ArraySlice<String>) -> ObjectGroup? {
        if words.starts(with: ["a", "single"]) { words = words.dropFirst() }
        guard words.count >= 3 else { return nil }
        let three = Array(words.prefix(3))
        let count: Int? = ["a", "single"].contains(three[0]) ? 1 : (CountedPhrase.numberWords.firstIndex(of: three[0]) ?? Int(three[0]))
        guard let count, (1...99).contains(count), let colour = ObjectColour(rawValue: three[1]),
            let shape = ShapeKind.allCases.first(where: { three[2] == (count == 1 ? $0.rawValue : $0.plural) })
        else { return nil }
        words = words.dropFirst(3)
        return ObjectGroup(count: count, colour: colour, shape: shape)
    }

    private typealias Link = (words: [String], relation: SpatialRelation?)

    private static let links: [Link] = {
        var links: [Link] = [(["and"], nil), (["together", "with"], nil)]
        for relation in SpatialRelation.allCases {
            for words in [relation.rawValue, relation.shortWords] { links.append((words.split(separator: " ").map(String.init), relation)) }
        }
        return links
    }()

    private static func takeLink(_ words: inout ArraySlice<String>) -> Link? {
        guard let link = links.first(where: { words.starts(with: $0.words) }) else { return nil }
        words = words.dropFirst(link.words.count)
        return link
    }
}

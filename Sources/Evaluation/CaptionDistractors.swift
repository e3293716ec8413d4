import Datasets
import TextEncoding

/// What a distractor says differently.
public enum DistractorKind: String, Sendable, Hashable, CaseIterable {
    case count, colour, shape, relation
}

/// Captions that are wrong in one word: what the right caption of a picture is ranked against.
///
/// A caption of the shapes language is changed in its meaning ("a red circle" becomes "two red circles"). In any other
/// caption one number word, colour or relation is exchanged for another of its kind; numbers only between two and ten, where
/// nouns keep their form.
public enum CaptionDistractors {
    /// All distractors of a caption by kind, without repetition and without the caption itself, in a fixed order. Kinds that
    /// the caption does not speak of are missing.
    public static func of(_ caption: String) -> [DistractorKind: [String]] {
        let found = ShapesGrammar.parse(caption).flatMap(ofMeaning) ?? ofWords(caption)
        return found.compactMapValues { captions in
            var seen: Set<String> = [caption.lowercased()]
            let different = captions.filter { seen.insert($0).inserted }
            return different.isEmpty ? nil : different
        }
    }

    // MARK: Shapes

    /// nil when the meaning has counts beyond what the grammar can say.
    private static func ofMeaning(_ meaning: CaptionMeaning) -> [DistractorKind: [String]]? {
        let counts = 1...5
        guard meaning.groups.allSatisfy({ counts.contains($0.count) }) else { return nil }
        var found: [DistractorKind: [String]] = [:]
        func add(_ kind: DistractorKind, _ changed: CaptionMeaning) {
            guard changed != meaning, changed.groups.count == 1 || !changed.groups[0].looksLike(changed.groups[1]) else { return }
            found[kind, default: []].append(ShapesGrammar.wordings(changed)[0])
        }
        for place in meaning.groups.indices {
            func change(_ kind: DistractorKind, _ edit: (inout ObjectGroup) -> Void) {
                var changed = meaning
                edit(&changed.groups[place])
                add(kind, changed)
            }
            if meaning.relation == nil { for count in counts { change(.count) { $0.count = count } } }
            for colour in ObjectColour.allCases { change(.colour) { $0.colour = colour } }
            for shape in ShapeKind.allCases { change(.shape) { $0.shape = shape } }
        }
        if meaning.relation != nil {
            for relation in SpatialRelation.allCases { add(.relation, CaptionMeaning(groups: meaning.groups, relation: relation)) }
        }
        return found
    }

    // MARK: Any words

    private static let wordLists: [(DistractorKind, [[String]])] = [
        (
            .count,
            [
                ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
                ["2", "3", "4", "5", "6", "7", "8", "9", "10"],
            ]
        ),
        (
            .colour,
            [["red", "green", "blue", "yellow", "magenta", "cyan", "orange", "purple", "pink", "brown", "black", "white", "grey", "gray"]]
        ),
        (.relation, [["left", "right"], ["above", "below"], ["over", "under"]]),
    ]

    private static func ofWords(_ caption: String) -> [DistractorKind: [String]] {
        let words = WordTokenizer.words(of: caption)
        var found: [DistractorKind: [String]] = [:]
        for (kind, lists) in wordLists {
            for (place, word) in words.enumerated() {
                for list in lists where list.contains(word) {
                    for other in list where other != word {
                        var changed = words
                        changed[place] = other
                        found[kind, default: []].append(changed.joined(separator: " "))
                    }
                }
            }
        }
        return found
    }
}

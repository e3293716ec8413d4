extension ShapesGrammar {
    /// Which words of a caption speak of which objects: nouns, their colours and their counts.
    ///
    /// Reads word by word, so a caption that is cut short or only partly in the language keeps what is understood.
    /// - Parameter words: the caption's words, in lower case.
    static func references(in words: [String]) -> [CaptionReference] {
        var references: [CaptionReference] = []
        for place in words.indices.dropFirst() {
            guard let shape = ShapeKind.allCases.first(where: { [$0.rawValue, $0.plural].contains(words[place]) }),
                let colour = ObjectColour(rawValue: words[place - 1])
            else { continue }
            let kind = kindName(colour, shape)
            if place >= 2, CountedPhrase.isCount(words[place - 2]) {
                references.append(CaptionReference(position: place - 2, role: .count, kind: kind))
            }
            references.append(CaptionReference(position: place - 1, role: .colour, kind: kind))
            references.append(CaptionReference(position: place, role: .noun, kind: kind))
        }
        return references
    }

    /// A kind of object in words, "red circle".
    public static func kindName(_ colour: ObjectColour, _ shape: ShapeKind) -> String { "\(colour.rawValue) \(shape.rawValue)" }
}

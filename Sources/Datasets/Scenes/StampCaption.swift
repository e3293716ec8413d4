/// What a stamp's caption names: "A brown potato." -> potato.
enum StampCaption {
    /// Words that may stand between article and noun: the kind stays the same whatever its colour.
    static let colours: Set<String> = [
        "black", "blue", "brown", "golden", "gray", "green", "grey", "orange", "pink", "purple", "red", "silver", "white",
        "yellow",
    ]

    /// The noun of a caption of the form "A NOUN." or "A COLOUR NOUN." (or An; a full stop or an exclamation mark or
    /// none); nil for every other caption. The noun is one word of lower-case letters.
    static func noun(_ caption: String) -> String? {
        var text = Substring(caption)
        if let last = text.last, last == "." || last == "!" { text.removeLast() }
        let words = text.split(separator: " ").map(String.init)
        guard (2...3).contains(words.count), words[0] == "A" || words[0] == "An", let noun = words.last,
            noun.allSatisfy({ $0.isASCII && $0.isLowercase }), noun.count >= 2
        else { return nil }
        return words.count == 2 || colours.contains(words[1]) ? noun : nil
    }
}

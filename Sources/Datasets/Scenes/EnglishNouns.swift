/// Articles and plurals of English nouns, by rule with a short list of exceptions.
enum EnglishNouns {
    /// "a" or "an" before a word: by its first letter, with the usual exceptions by sound.
    static func article(_ word: String) -> String {
        let word = word.lowercased()
        if silentH.contains(where: word.hasPrefix) { return "an" }
        if consonantSounds.contains(where: word.hasPrefix) { return "a" }
        return word.first.map("aeiou".contains) == true ? "an" : "a"
    }

    /// The plural of a lower-case noun: "potatoes", "cherries", "foxes", "mice", "sheep".
    static func plural(_ noun: String) -> String {
        if noun == "ox" { return "oxen" }
        if invariant.contains(noun) || noun.hasSuffix("fish") { return noun }
        for (ending, replacement) in irregularEndings where noun.hasSuffix(ending) {
            // "man" ends "snowman", but not "human"; "mouse" ends "dormouse", "tooth" ends "eyetooth".
            if noun != "human" { return noun.dropLast(ending.count) + replacement }
        }
        let beforeLast = noun.dropLast().last.map("aeiou".contains) ?? false
        if noun.hasSuffix("y"), !beforeLast { return noun.dropLast() + "ies" }
        if esAfterO.contains(noun) { return noun + "es" }
        if ["s", "x", "z", "ch", "sh"].contains(where: noun.hasSuffix) { return noun + "es" }
        return noun + "s"
    }

    private static let silentH = ["hour", "honest", "honour", "heir"]
    private static let consonantSounds = ["uni", "use", "uk", "euro", "ewe", "one"]
    private static let invariant: Set<String> = [
        "sheep", "deer", "bison", "shrimp", "trout", "salmon", "moose", "squid", "elk", "caribou", "aircraft", "wapiti", "moai",
    ]
    private static let irregularEndings = [
        ("mouse", "mice"), ("goose", "geese"), ("tooth", "teeth"), ("foot", "feet"), ("child", "children"), ("man", "men"),
        ("leaf", "leaves"), ("loaf", "loaves"), ("wolf", "wolves"), ("calf", "calves"), ("half", "halves"),
        ("shelf", "shelves"), ("knife", "knives"), ("scarf", "scarves"), ("thief", "thieves"), ("louse", "lice"),
    ]
    private static let esAfterO: Set<String> = ["potato", "tomato", "hero", "echo", "mango", "volcano", "torpedo", "mosquito"]
}

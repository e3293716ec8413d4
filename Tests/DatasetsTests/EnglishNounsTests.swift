import Testing

@testable import Datasets

@Suite("English nouns")
struct EnglishNounsTests {
    @Test(
        "Plurals",
        arguments: [
            ("ox", "oxen"), ("moai", "moai"),
            ("lemon", "lemons"), ("bear", "bears"), ("potato", "potatoes"), ("tomato", "tomatoes"), ("mango", "mangoes"),
            ("kangaroo", "kangaroos"), ("flamingo", "flamingos"), ("strawberry", "strawberries"), ("butterfly", "butterflies"),
            ("donkey", "donkeys"), ("turkey", "turkeys"), ("fox", "foxes"), ("bus", "buses"), ("peach", "peaches"), ("walrus", "walruses"),
            ("hippopotamus", "hippopotamuses"), ("ostrich", "ostriches"), ("radish", "radishes"), ("mouse", "mice"), ("tooth", "teeth"),
            ("goose", "geese"), ("snowman", "snowmen"), ("fireman", "firemen"), ("human", "humans"), ("sheep", "sheep"),
            ("deer", "deer"), ("fish", "fish"), ("clownfish", "clownfish"), ("leaf", "leaves"), ("scarf", "scarves"), ("wolf", "wolves"),
            ("woodlouse", "woodlice"), ("house", "houses"), ("horse", "horses"), ("eye", "eyes"), ("box", "boxes"), ("giraffe", "giraffes"),
        ])
    func plurals(singular: String, plural: String) {
        #expect(EnglishNouns.plural(singular) == plural)
    }

    @Test(
        "Articles go by sound",
        arguments: [
            ("lemon", "a"), ("apple", "an"), ("orange", "an"), ("igloo", "an"), ("owl", "an"), ("unicorn", "a"), ("university", "a"),
            ("umbrella", "an"), ("ukulele", "a"), ("hourglass", "an"), ("horse", "a"), ("eye", "an"),
        ])
    func articles(noun: String, article: String) {
        #expect(EnglishNouns.article(noun) == article)
    }
}

@Suite("Captions of stamps")
struct StampCaptionTests {
    @Test(
        "name one thing, with a colour or without",
        arguments: [
            ("A brown potato.", "potato"), ("A bear.", "bear"), ("An apple.", "apple"), ("A frog!", "frog"), ("An orange", "orange"),
            ("A silver bucket.", "bucket"),
        ])
    func understood(caption: String, noun: String) {
        #expect(StampCaption.noun(caption) == noun)
    }

    @Test(
        "or say something else",
        arguments: [
            "Two city houses.", "A sea lion.", "A ripe, red tomato!", "A F-22 Raptor.", "The letter A.", "A teddy Bear.", "Lemon.", "",
            "A pair of pants.", "A knight’s helmet.", "A", "A .", "A big brown bear.",
        ])
    func refused(caption: String) {
        #expect(StampCaption.noun(caption) == nil)
    }
}

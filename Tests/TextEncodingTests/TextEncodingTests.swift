import Datasets
import Kernels
import TestSupport
import Testing

@testable import TextEncoding

@Suite("Text encoding")
struct TextEncodingTests {
    @Test(
        "Captions split into words and marks",
        arguments: [
            ("A brown potato.", ["a", "brown", "potato", "."]),
            ("  3 red\tcircles\n", ["3", "red", "circles"]),
            ("Don't: the dog-house, \"ours\"!", ["don't", ":", "the", "dog-house", ",", "\"", "ours", "\"", "!"]),
            ("cats' -- end-", ["cats", "'", "-", "-", "end", "-"]),
            ("Ünïcode 猫", ["ünïcode", "猫"]),
            ("$1.00", ["$", "1", ".", "00"]),
            ("", []),
        ])
    func words(caption: String, words: [String]) {
        #expect(WordTokenizer.words(of: caption) == words)
    }

    @Test("The vocabulary is sorted, starts with padding and unknown, and does not depend on the captions' order")
    func vocabulary() {
        let tokenizer = WordTokenizer.fit(["two red cats", "a red dog"])
        #expect(tokenizer.vocabulary == ["<pad>", "<unk>", "a", "cats", "dog", "red", "two"])
        #expect(tokenizer == WordTokenizer.fit(["a red dog", "a red dog", "two red cats"]))
        #expect(tokenizer.encode("a blue dog") == [2, 1, 4])
        #expect(tokenizer.unknownWords(in: "a blue hot dog") == ["blue", "hot"])
        #expect(WordTokenizer.fit(["two red cats", "a red dog"], minimumCount: 2).vocabulary == ["<pad>", "<unk>", "red"])
        // A word that looks like a special token stays a word of its own pieces.
        #expect(tokenizer.encode("<pad>") == [1, 1, 1])
        #expect(tokenizer.fingerprint != WordTokenizer.fit(["two red cats"]).fingerprint)
    }

    @Test("Captions that are too long are counted")
    func truncation() {
        let captions = ["one two three", "one", "one two three four", ""]
        for (tokens, truncated) in [(2, 2), (4, 0)] {
            let encoder = RandomTokenEncoder(tokenizer: .fit(captions), maximumTokens: tokens, width: 4, seed: 1)
            #expect(captions.count { encoder.truncates($0) } == truncated)
        }
        #expect(WordTokenizer.longestCaption(captions) == 4 && WordTokenizer.longestCaption([]) == 0)
    }

    @Test("Every wording of the shapes fits 16 tokens and has no unknown word in the test split")
    func shapes() throws {
        let data = try ShapesDataset(CompositionOptions(train: 5000, test: 500))
        let tokenizer = WordTokenizer.fit(data.allCaptions(.train))
        #expect(WordTokenizer.longestCaption(data.allCaptions(.train)) <= 16)
        #expect(data.allCaptions(.test).allSatisfy { tokenizer.unknownWords(in: $0).isEmpty })
        #expect(tokenizer.count < 64)
    }

    private func encoder(_ captions: [String] = ["two red cats", "a red dog"], seed: UInt64 = 3) -> RandomTokenEncoder {
        RandomTokenEncoder(tokenizer: .fit(captions), maximumTokens: 4, width: 32, seed: seed)
    }

    @Test("Rows are the words' vectors, then padding; the empty caption is all padding")
    func rows() {
        let encoder = encoder()
        let features = encoder.encodeAll(["two red cats", "red", "", "a blue dog and more"]).array
        func row(_ caption: Int, _ token: Int) -> [Float] {
            Array(features[((caption * 4 + token) * 32)..<((caption * 4 + token + 1) * 32)])
        }
        #expect(row(0, 1) == row(1, 0))
        #expect(row(0, 3) == row(2, 0) && row(2, 0) == row(2, 3))
        #expect(Set([row(0, 0), row(0, 1), row(0, 2), row(0, 3), row(3, 1)]).count == 5)
        #expect(row(3, 1) == row(3, 3))  // both unknown
        #expect(encoder.tokens("a blue dog and more") == ["a", "blue", "dog", "and"])
        let mean = features.reduce(0, +) / Float(features.count), square = features.reduce(0) { $0 + $1 * $1 } / Float(features.count)
        #expect(abs(mean) < 0.15 && abs(square - 1) < 0.3)
    }

    @Test("The identity says what decides the features")
    func identity() {
        #expect(encoder().identity == encoder().identity)
        #expect(encoder().encodeAll(["a dog"]).array == encoder().encodeAll(["a dog"]).array)
        #expect(encoder().identity != encoder(seed: 4).identity)
        #expect(encoder().encodeAll(["a dog"]).array != encoder(seed: 4).encodeAll(["a dog"]).array)
        #expect(encoder().identity != encoder(["two red cats", "a red fox"]).identity)
        #expect(
            encoder().identity
                == "random-token(vocabulary=\(encoder().tokenizer.fingerprint.prefix(16)), words=7, tokens=4, width=32, seed=3)")
    }
}

import Foundation
import Testing

@testable import TextEncoding

@Suite("BERT's word pieces")
struct WordPieceTokenizerTests {
    private let list = SubwordCase.folder.appendingPathComponent("bert-vocab.txt.gz")

    @Test("Hard texts have the numbers of Hugging Face's tokenizer")
    func peer() throws {
        let tokenizer = try WordPieceTokenizer(contentsOf: list), cases = try SubwordCase.all()
        #expect(cases.count == 365 && tokenizer.vocabularySize == 30_522)
        for entry in cases { #expect(tokenizer.encode(entry.text) == entry.bert, "\(entry.text.debugDescription)") }
    }

    private static let words = [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "##aff", "##able", "É", "e", "cat", "猫", ",", "\u{3008}",
    ]

    private func files(_ extra: [String: String] = [:]) throws -> TokenizerFolder {
        try TokenizerFolder(["vocab.txt": Self.words.joined(separator: "\n") + "\n"].merging(extra) { $1 })
    }

    @Test("Rows are start, pieces, end and padding")
    func rows() throws {
        let tokenizer = try files().wordPieces
        let text = tokenizer.tokens("Unaffable, É\u{301}猫猫 catx", maximumTokens: 12)
        #expect(text.words == ["[CLS]", "un", "##aff", "##able", ",", "e", "猫", "猫", "[UNK]", "[SEP]"])
        #expect(text.ids == [2, 5, 6, 7, 12, 9, 11, 11, 1, 3, 0, 0] && text.count == 10)
        #expect(tokenizer.unknownWords(in: "cat CATX dog") == ["catx", "dog"])
        #expect(tokenizer.tokens("cat cat cat", maximumTokens: 4).ids == [2, 10, 10, 3])
        #expect(tokenizer.encode("cat[MASK]cat [mask]") == [10, 4, 10, 1, 1, 1])
    }

    @Test("The configuration beside a vocabulary says whether case is kept; equivalent characters stay apart then")
    func cased() throws {
        let folder = try files(["tokenizer_config.json": #"{"do_lower_case":false,"strip_accents":null}"#])
        let tokenizer = try folder.wordPieces
        #expect(tokenizer.encode("É e\u{301} Cat cat \u{3008} \u{2329}") == [8, 1, 1, 10, 13, 1])
        #expect(try tokenizer.fingerprint != files().wordPieces.fingerprint)
    }

    @Test("A tokenizer.json says the same as a list")
    func tokenizerJSON() throws {
        let vocabulary = try jsonText(Dictionary(uniqueKeysWithValues: zip(Self.words, 0...)))
        let json = """
            {"added_tokens":[{"id":1,"content":"[UNK]","normalized":false}],"pre_tokenizer":{"type":"BertPreTokenizer"},
            "normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true},
            "model":{"type":"WordPiece","unk_token":"[UNK]","max_input_chars_per_word":8,"vocab":\(vocabulary)}}
            """
        let folder = try TokenizerFolder(["tokenizer.json": json]), tokenizer = try folder.wordPieces
        #expect(tokenizer.encode("unaff unaffable cat") == [5, 6, 1, 10])  // nine letters are too many here
        let other = try TokenizerFolder(["tokenizer.json": json.replacingOccurrences(of: "BertNormalizer", with: "Lowercase")])
        #expect(
            other.message { try WordPieceTokenizer(contentsOf: $0) }
                == "FOLDER/tokenizer.json: another kind of tokenizer: its normalizer is Lowercase, not BertNormalizer")
        let twice = try TokenizerFolder(["tokenizer.json": json.replacingOccurrences(of: #""id":1,"#, with: #""id":99,"#)])
        #expect(
            twice.message { try WordPieceTokenizer(contentsOf: $0) }
                == "FOLDER/tokenizer.json: token '[UNK]' has the number 1 in one place and 99 in added_tokens")
    }

    @Test("A folder without a vocabulary, and one that lacks a token")
    func messages() throws {
        #expect(
            try TokenizerFolder().message { try WordPieceTokenizer(contentsOf: $0) }
                == "FOLDER: no vocabulary; expected tokenizer.json, or vocab.txt")
        #expect(
            try TokenizerFolder(["vocab.txt": "[PAD]\n[UNK]\n[CLS]\n"]).message { try WordPieceTokenizer(contentsOf: $0) }
                == "FOLDER/vocab.txt: the vocabulary lacks '[SEP]'; is it this encoder's, and complete?")
    }
}

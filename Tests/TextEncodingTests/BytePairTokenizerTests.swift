import Foundation
import Testing

@testable import TextEncoding

@Suite("CLIP's byte pairs")
struct BytePairTokenizerTests {
    private let list = SubwordCase.folder.appendingPathComponent("clip-8000.txt.gz")

    @Test("Hard texts have the numbers of Hugging Face's tokenizer")
    func peer() throws {
        let tokenizer = try BytePairTokenizer(contentsOf: list), cases = try SubwordCase.all()
        #expect(cases.count == 365 && tokenizer.vocabularySize == 512 + 8000 + 2)
        for entry in cases { #expect(tokenizer.encode(entry.text) == entry.clip, "\(entry.text.debugDescription)") }
    }

    /// Three of its merges: "th", "the</w>" and "ca".
    private func files(_ extra: [String: String] = [:]) throws -> TokenizerFolder {
        var tokens: [String: Int32] = [:]
        let bytes = ByteAlphabet.scalars.map { String($0) }
        for (id, token) in (bytes + bytes.map { $0 + "</w>" } + ["th", "the</w>", "ca", "<|startoftext|>", "<|endoftext|>"]).enumerated() {
            tokens[token] = Int32(id)
        }
        let files = ["vocab.json": try jsonText(tokens), "merges.txt": "#version: 0.2\nt h\nth e</w>\nc a\n"]
        return try TokenizerFolder(files.merging(extra) { $1 })
    }

    private func tokenizerJSON(_ change: (inout String) -> Void = { _ in }) throws -> TokenizerFolder {
        let vocabulary = try files().read { try String(contentsOf: $0.appendingPathComponent("vocab.json"), encoding: .utf8) }
        let pattern = #"'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+"#
        var json = """
            {"added_tokens":[{"id":515,"content":"<|startoftext|>","normalized":true},{"id":516,"content":"<|endoftext|>","normalized":false}],
            "normalizer":{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Replace"},{"type":"Lowercase"}]},
            "pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\(pattern)"}},
            {"type":"ByteLevel","add_prefix_space":false}]},"model":{"type":"BPE","unk_token":"<|endoftext|>","end_of_word_suffix":"</w>",
            "continuing_subword_prefix":"","fuse_unk":false,"dropout":null,"vocab":\(vocabulary),"merges":["t h",["th","e</w>"],"c a"]}}
            """
        change(&json)
        return try TokenizerFolder(["tokenizer.json": json])
    }

    @Test("All three kinds of files give the same pieces")
    func kindsOfFiles() throws {
        let folders = [try files(), try tokenizerJSON()]
        for folder in folders {
            let tokenizer = try folder.bytePairs
            let text = tokenizer.tokens("The caT", maximumTokens: 8)
            #expect(text.words == ["<|startoftext|>", "the", "ca", "t", "<|endoftext|>"])
            #expect(text.ids == [515, 513, 514, 256 + 116, 516, 516, 516, 516] && text.count == 5 && !text.wasTruncated)
            #expect(tokenizer.encode("the<|endoftext|>the") == [513, 516, 513])
        }
        // Where the file says so, a special token is found in lower-case text, too.
        #expect(try folders[1].bytePairs.encode("<|STARTofTEXT|>") == [515])
        #expect(try folders[0].bytePairs.encode("<|STARTofTEXT|>").count > 1)
    }

    @Test("Rows end with the end token, and padding is what the configuration names")
    func rows() throws {
        var tokenizer = try BytePairTokenizer(contentsOf: list)
        let long = tokenizer.tokens(String(repeating: "cat ", count: 100))
        #expect(long.ids.count == 77 && long.count == 77 && long.wasTruncated && long.ids.last == tokenizer.endID)
        let empty = tokenizer.tokens("", maximumTokens: 4)
        #expect(empty.ids == [tokenizer.startID, tokenizer.endID, 0, 0] && empty.count == 2)
        tokenizer.paddingID = tokenizer.endID
        #expect(tokenizer.tokens("", maximumTokens: 4).ids.suffix(3) == [tokenizer.endID, tokenizer.endID, tokenizer.endID])
        for configuration in [#"{"pad_token":"!"}"#, #"{"pad_token":{"content":"!","lstrip":false}}"#] {
            let folder = try files(["special_tokens_map.json": configuration])
            #expect(try folder.bytePairs.paddingID == 33)
        }
    }

    @Test("A fingerprint tells vocabularies apart")
    func fingerprint() throws {
        let one = try files().bytePairs, same = try files().bytePairs
        let other = try files(["merges.txt": "t h\nth e</w>\n"]).bytePairs
        #expect(one.fingerprint == same.fingerprint && one.fingerprint != other.fingerprint)
    }

    @Test("Messages name the file and what is wrong in it")
    func messages() throws {
        func message(_ files: [String: String]) throws -> String {
            try TokenizerFolder(files).message { try BytePairTokenizer(contentsOf: $0) }
        }
        #expect(
            try message([:])
                == "FOLDER: no vocabulary; expected tokenizer.json, or vocab.json with merges.txt, or bpe_simple_vocab_16e6.txt.gz")
        #expect(try message(["vocab.json": "{}"]) == "FOLDER/merges.txt: cannot read: no such file")
        #expect(
            try message(["vocab.json": "{\"a\":1,}", "merges.txt": ""]) == "FOLDER/vocab.json: not valid JSON at byte 7: a key was expected"
        )
        #expect(
            try message(["vocab.json": "{\"a\":-1}", "merges.txt": ""])
                == "FOLDER/vocab.json: token 'a' has the number -1.0; allowed: 0 to 2097152")
        #expect(
            try message(["vocab.json": "{\"a\":0}", "merges.txt": ""])
                == "FOLDER/vocab.json: the vocabulary lacks '<|startoftext|>'; is it this encoder's, and complete?")
        #expect(
            try files(["merges.txt": "#version\nt h\nx\n"]).message { try BytePairTokenizer(contentsOf: $0) }
                == "FOLDER/merges.txt: line 3 of the merges is \"x\", not two tokens")
        #expect(
            try files(["merges.txt": "t h\nq q\n"]).message { try BytePairTokenizer(contentsOf: $0) }
                == "FOLDER/vocab.json: merge 2, 'q q', names a token that the vocabulary lacks; are both of one encoder?")
        #expect(
            try tokenizerJSON { $0 = $0.replacingOccurrences(of: "\"Lowercase\"", with: "\"NFKC\"") }
                .message { try BytePairTokenizer(contentsOf: $0) }
                == "FOLDER/tokenizer.json: another kind of tokenizer: its normalizer is [NFC, Replace, NFKC], not NFC, Replace, Lowercase")
        #expect(
            try tokenizerJSON { $0 = $0.replacing(/("added_tokens" *: *\[ *\{[^}]*"id" *: *)[0-9]+/) { "\($0.1)999" } }
                .message { try BytePairTokenizer(contentsOf: $0) }.hasSuffix("in one place and 999 in added_tokens"))
        let packed = try TokenizerFolder(["bpe_simple_vocab_16e6.txt.gz": "no gzip"])
        #expect(
            packed.message { try BytePairTokenizer(contentsOf: $0) }
                == "FOLDER/bpe_simple_vocab_16e6.txt.gz: its compressed data is damaged")
        try Data(contentsOf: list).prefix(20_000).write(to: packed.url.appendingPathComponent("bpe_simple_vocab_16e6.txt.gz"))
        #expect(
            packed.message { try BytePairTokenizer(contentsOf: $0) }
                == "FOLDER/bpe_simple_vocab_16e6.txt.gz: its compressed data ends too early; is it complete?")
    }

    @Test("A word of a hundred thousand letters takes no time to speak of")
    func longWord() throws {
        let tokenizer = try BytePairTokenizer(contentsOf: list)
        let clock = ContinuousClock(), text = String(repeating: "thecat", count: 20_000)
        var count = 0
        let time = clock.measure { count = tokenizer.encode(text).count }
        #expect(count > 20_000 && count < 120_000 && time < .seconds(5))
    }
}

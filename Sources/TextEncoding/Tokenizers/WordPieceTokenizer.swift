import Datasets
import Foundation

/// BERT's tokenizer: words and marks, each split greedily into the longest pieces that the vocabulary has.
///
/// Equal to Hugging Face's `BertTokenizerFast`.
/// Source: Devlin et al. 2018, https://github.com/google-research/bert/blob/master/tokenization.py
public struct WordPieceTokenizer: SubwordTokenizer {
    public let startID: Int32
    public let endID: Int32
    public var paddingID: Int32
    /// Stands for words that cannot be split into known pieces.
    public let unknownID: Int32
    public let fingerprint: String

    private let vocabulary: [String]
    private let trie: TokenTrie
    /// Where pieces hang that continue a word; nil if the vocabulary has none.
    private let continuing: Int32?
    private let specials: SpecialTokens
    private let normaliser: BertNormaliser
    private let longestWord: Int

    /// Reads a folder or a file: `tokenizer.json`, or `vocab.txt` with one token a line, of which `tokenizer_config.json` beside it
    /// says whether it keeps case and accents.
    /// - Throws: `TokenizerError`, naming the file and what is wrong in it.
    public init(contentsOf url: URL) throws { try self.init(WordPieceFiles(url)) }

    /// - Throws: `TokenizerError.missingToken`.
    init(_ files: WordPieceFiles) throws {
        let ids = Dictionary(files.tokens.map { (TokenBytes($0.token), $0.id) }) { _, last in last }
        func id(_ token: String) throws -> Int32 {
            guard let id = ids[TokenBytes(token)] else { throw TokenizerError.missingToken(file: files.path, token: token) }
            return id
        }
        (startID, endID, paddingID) = (try id(files.start), try id(files.end), try id(files.padding))
        unknownID = try id(files.unknown)
        vocabulary = tokenTable(files.tokens)
        trie = TokenTrie(files.tokens)
        continuing = trie.node(below: TokenTrie.root, files.continuingPrefix.utf8)
        specials = SpecialTokens(files.specials)
        normaliser = files.normaliser
        longestWord = files.longestWord

        var hash = ContentHash()
        for part in ["word-piece 1", "\(normaliser)", files.start, files.end, files.unknown, files.continuingPrefix, "\(longestWord)"] {
            hash.add(part)
        }
        for token in files.tokens.sorted(by: { $0.id < $1.id }) { hash.add("\(token.id) \(token.token)") }
        for special in files.specials { hash.add("special \(special.id) \(special.spelling)") }
        fingerprint = hash.hex
    }

    public var vocabularySize: Int { vocabulary.count }

    public func word(of id: Int32) -> String { vocabulary.indices.contains(Int(id)) ? vocabulary[Int(id)] : "" }

    public func encode(_ text: String) -> [Int32] {
        var ids: [Int32] = []
        visit(text, special: { ids.append($0) }) { word in if !split(word, into: &ids) { ids.append(unknownID) } }
        return ids
    }

    /// The words of a text that become `[UNK]`, in order, as they are after cleaning.
    public func unknownWords(in text: String) -> [String] {
        var unknown: [String] = [], ids: [Int32] = []
        visit(text, special: { _ in }) { word in
            if !split(word, into: &ids) { unknown.append(String(String.UnicodeScalarView(word))) }
        }
        return unknown
    }

    private func visit(_ text: String, special: (Int32) -> Void, word: (ArraySlice<Unicode.Scalar>) -> Void) {
        for part in specials.split(Array(text.unicodeScalars)[...]) {
            switch part {
            case .token(let id): special(id)
            case .text(let scalars): normaliser.words(of: scalars).forEach(word)
            }
        }
    }

    /// Appends the word's pieces, or nothing.
    private func split(_ word: ArraySlice<Unicode.Scalar>, into ids: inout [Int32]) -> Bool {
        guard word.count <= longestWord else { return false }
        let before = ids.count
        var rest = Array(String(String.UnicodeScalarView(word)).utf8)[...], node: Int32? = TokenTrie.root
        while !rest.isEmpty {
            guard let from = node, let piece = trie.longest(below: from, rest) else {
                ids.removeSubrange(before...)
                return false
            }
            ids.append(piece.id)
            rest = rest.dropFirst(piece.count)
            node = continuing
        }
        return true
    }
}

import Foundation

/// What CLIP's tokenizer files say, whichever of them there are.
struct BytePairFiles {
    static let start = "<|startoftext|>"
    static let end = "<|endoftext|>"
    static let wordEnd = "</w>"
    /// Of OpenAI's list: CLIP's vocabulary has 49,152 tokens and two specials, 512 tokens are bytes.
    static let openAIMerges = 49_152 - 256 - 2

    /// For messages.
    var path: String
    var tokens: [(token: String, id: Int32)]
    var merges: [(left: String, right: String)]
    /// Found in the text as it is.
    var specials: [(spelling: String, id: Int32)]
    /// Found in the normalised text.
    var normalisedSpecials: [(spelling: String, id: Int32)] = []
    /// Stands for bytes that the vocabulary lacks.
    var unknown: String?
    /// The end token if nil.
    var padding: String?
    var keepsSpecialTexts = true

    /// - Parameter url: a folder, `tokenizer.json`, `vocab.json` or `merges.txt` beside one another, or OpenAI's list.
    init(_ url: URL) throws {
        guard VocabularyFile.isFolder(url) else {
            let beside = url.deletingLastPathComponent()
            if url.lastPathComponent == "merges.txt" {
                try self.init(vocabulary: beside.appendingPathComponent("vocab.json"), merges: url)
            } else if url.pathExtension == "json" {
                let tree = try VocabularyFile.json(url)
                if tree["model"] != nil {
                    try self.init(tokenizer: tree, url)
                } else {
                    try self.init(vocabulary: url, merges: beside.appendingPathComponent("merges.txt"))
                }
            } else {
                try self.init(openAI: url)
            }
            return
        }
        let tokenizer = url.appendingPathComponent("tokenizer.json"), vocabulary = url.appendingPathComponent("vocab.json")
        let lists = ["bpe_simple_vocab_16e6.txt.gz", "bpe_simple_vocab_16e6.txt"].map(url.appendingPathComponent)
        if VocabularyFile.exists(tokenizer) {
            try self.init(tokenizer: VocabularyFile.json(tokenizer), tokenizer)
        } else if VocabularyFile.exists(vocabulary) {
            try self.init(vocabulary: vocabulary, merges: url.appendingPathComponent("merges.txt"))
        } else if let list = lists.first(where: VocabularyFile.exists) {
            try self.init(openAI: list)
        } else {
            throw TokenizerError.noVocabulary(
                folder: url.path, expected: ["tokenizer.json", "vocab.json with merges.txt", "bpe_simple_vocab_16e6.txt.gz"])
        }
    }

    private init(vocabulary: URL, merges: URL) throws {
        path = vocabulary.path
        tokens = try VocabularyFile.tokens(VocabularyFile.json(vocabulary), file: path)
        self.merges = try Self.merges(VocabularyFile.lines(merges), file: merges.path)
        specials = tokens.filter { [Self.start, Self.end].contains($0.token) }.map { ($0.token, $0.id) }
        unknown = Self.end
        padding = try VocabularyFile.namedToken("pad_token", in: vocabulary.deletingLastPathComponent())
    }

    private init(openAI list: URL) throws {
        path = list.path
        merges = Array(try Self.merges(VocabularyFile.lines(list), file: path, limit: Self.openAIMerges))
        let bytes = ByteAlphabet.order.map { String(ByteAlphabet.scalars[Int($0)]) }
        let spellings = bytes + bytes.map { $0 + Self.wordEnd } + merges.map { $0.left + $0.right } + [Self.start, Self.end]
        tokens = Array(zip(spellings, 0...))
        specials = tokens.suffix(2).map { ($0.token, $0.id) }
        padding = spellings[0]
    }

    private init(tokenizer tree: JSONTree, _ url: URL) throws {
        path = url.path
        try Self.check(tree, file: path)
        let model = tree["model"]
        tokens = try VocabularyFile.tokens(model?["vocab"], file: path)
        let file = path
        merges = try (model?["merges"]?.elements ?? []).enumerated().map { index, entry in
            if let text = entry.text { return try Self.merge(text, line: index + 1, file: file) }
            guard let pair = entry.elements, pair.count == 2, let left = pair[0].text, let right = pair[1].text else {
                throw TokenizerError.damaged(file: file, reason: "merge \(index + 1) is \(entry.summary), not two tokens")
            }
            return (left, right)
        }
        (specials, normalisedSpecials) = try VocabularyFile.specials(tree, file: path)
        try VocabularyFile.add(specials + normalisedSpecials, to: &tokens, file: path)
        unknown = model?["unk_token"]?.text
        padding = try tree["padding"]?["pad_token"]?.text ?? VocabularyFile.namedToken("pad_token", in: url.deletingLastPathComponent())
        keepsSpecialTexts = Self.pattern(of: tree)?.hasPrefix(Self.keptPattern) ?? true
    }

    private static func merges(_ lines: [String], file: String, limit: Int = .max) throws -> [(left: String, right: String)] {
        let hasTitle = lines.first?.contains("#version") ?? false
        return try lines.dropFirst(hasTitle ? 1 : 0).prefix(limit).enumerated().map { index, line in
            try merge(line, line: index + (hasTitle ? 2 : 1), file: file)
        }
    }

    private static func merge(_ text: String, line: Int, file: String) throws -> (left: String, right: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 2, let left = String(parts[0]), let right = String(parts[1]), !left.isEmpty, !right.isEmpty else {
            throw TokenizerError.damaged(
                file: file, reason: "line \(line) of the merges is \(text.prefix(80).debugDescription), not two tokens")
        }
        return (left, right)
    }
}

// MARK: - What a tokenizer.json must be

extension BytePairFiles {
    private static let wordPattern = #"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"#
    private static let keptPattern = #"<\|startoftext\|>|<\|endoftext\|>|"#

    private static func pattern(of tree: JSONTree) -> String? {
        tree["pre_tokenizer"]?["pretokenizers"]?.elements?.first?["pattern"]?["Regex"]?.text
    }

    private static func check(_ tree: JSONTree, file: String) throws {
        func require(_ holds: Bool, _ part: String, _ found: JSONTree?, _ expected: String) throws {
            guard !holds else { return }
            throw TokenizerError.otherTokenizer(file: file, part: part, found: found?.summary ?? "missing", expected: expected)
        }
        let model = tree["model"]
        try require(model?["type"]?.text ?? "BPE" == "BPE", "model", model, "CLIP's BPE")
        try require(model?["end_of_word_suffix"]?.text == wordEnd, "end_of_word_suffix", model?["end_of_word_suffix"], "\"\(wordEnd)\"")
        try require(
            model?["continuing_subword_prefix"]?.text ?? "" == "", "continuing_subword_prefix", model?["continuing_subword_prefix"], "empty"
        )
        for flag in ["fuse_unk", "byte_fallback", "ignore_merges"] {
            try require(model?[flag]?.boolean != true, flag, model?[flag], "false")
        }
        if let dropout = model?["dropout"] {
            try require({ if case .null = dropout { true } else { false } }(), "dropout", dropout, "null")
        }
        let steps = tree["normalizer"]?["normalizers"]?.elements?.map { $0["type"]?.text ?? "" } ?? []
        try require(
            steps == ["NFC", "Replace", "Lowercase"], "normalizer", tree["normalizer"]?["normalizers"] ?? tree["normalizer"],
            "NFC, Replace, Lowercase")
        let splitting = tree["pre_tokenizer"]?["pretokenizers"]
        try require(
            splitting?.elements?.map { $0["type"]?.text ?? "" } == ["Split", "ByteLevel"], "pre_tokenizer",
            splitting ?? tree["pre_tokenizer"],
            "Split, ByteLevel")
        let byteLevel = splitting?.elements?.last
        try require(byteLevel?["add_prefix_space"]?.boolean != true, "add_prefix_space", byteLevel?["add_prefix_space"], "false")
        try require(byteLevel?["use_regex"]?.boolean != false, "use_regex", byteLevel?["use_regex"], "true")
        let found = pattern(of: tree)
        try require(found == wordPattern || found == keptPattern + wordPattern, "pattern of words", found.map(JSONTree.text), wordPattern)
    }
}

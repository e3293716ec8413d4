import Foundation

/// What a BERT tokenizer's files say, whichever of them there are.
struct WordPieceFiles {
    /// For messages.
    var path: String
    var tokens: [(token: String, id: Int32)]
    /// Found in the text as it is.
    var specials: [(spelling: String, id: Int32)]
    var normaliser = BertNormaliser()
    var start = "[CLS]"
    var end = "[SEP]"
    var padding = "[PAD]"
    var unknown = "[UNK]"
    var continuingPrefix = "##"
    /// Longer words are unknown, in scalars.
    var longestWord = 100

    /// - Parameter url: a folder, `tokenizer.json`, or a vocabulary with one token a line.
    init(_ url: URL) throws {
        guard VocabularyFile.isFolder(url) else {
            try self.init(file: url)
            return
        }
        let names = ["tokenizer.json", "vocab.txt"]
        guard let file = names.map(url.appendingPathComponent).first(where: VocabularyFile.exists) else {
            throw TokenizerError.noVocabulary(folder: url.path, expected: names)
        }
        try self.init(file: file)
    }

    private init(file url: URL) throws {
        if url.pathExtension == "json" { try self.init(tokenizer: VocabularyFile.json(url), url) } else { try self.init(list: url) }
        let folder = url.deletingLastPathComponent()
        start = try VocabularyFile.namedToken("cls_token", in: folder) ?? start
        end = try VocabularyFile.namedToken("sep_token", in: folder) ?? end
        padding = try VocabularyFile.namedToken("pad_token", in: folder) ?? padding
    }

    private init(list url: URL) throws {
        path = url.path
        tokens = Array(zip(try VocabularyFile.lines(url), 0...))
        let folder = url.deletingLastPathComponent(), configuration = folder.appendingPathComponent("tokenizer_config.json")
        if VocabularyFile.exists(configuration) {
            let tree = try VocabularyFile.json(configuration)
            normaliser.lowercases = tree["do_lower_case"]?.boolean ?? true
            normaliser.separatesChinese = tree["tokenize_chinese_chars"]?.boolean ?? true
            normaliser.stripsAccents = tree["strip_accents"]?.boolean ?? normaliser.lowercases
        }
        unknown = try VocabularyFile.namedToken("unk_token", in: folder) ?? unknown
        var names = [unknown]
        for (name, usual) in [("cls_token", start), ("sep_token", end), ("pad_token", padding), ("mask_token", "[MASK]")] {
            names.append(try VocabularyFile.namedToken(name, in: folder) ?? usual)
        }
        let special = Set(names.map { TokenBytes($0) })
        specials = tokens.filter { special.contains(TokenBytes($0.token)) }.map { ($0.token, $0.id) }
    }

    private init(tokenizer tree: JSONTree, _ url: URL) throws {
        path = url.path
        let model = tree["model"], normalizer = tree["normalizer"], file = path
        func require(_ holds: Bool, _ part: String, _ found: JSONTree?, _ expected: String) throws {
            guard !holds else { return }
            throw TokenizerError.otherTokenizer(file: file, part: part, found: found?.summary ?? "missing", expected: expected)
        }
        try require(model?["type"]?.text ?? "WordPiece" == "WordPiece", "model", model, "BERT's WordPiece")
        try require(normalizer?["type"]?.text == "BertNormalizer", "normalizer", normalizer, "BertNormalizer")
        try require(tree["pre_tokenizer"]?["type"]?.text == "BertPreTokenizer", "pre_tokenizer", tree["pre_tokenizer"], "BertPreTokenizer")
        tokens = try VocabularyFile.tokens(model?["vocab"], file: path)
        let added = try VocabularyFile.specials(tree, file: path)
        guard added.normalised.isEmpty else {
            throw TokenizerError.otherTokenizer(
                file: path, part: "added token '\(added.normalised[0].spelling)'", found: "matched in normalised text",
                expected: "matched as it stands")
        }
        specials = added.raw
        try VocabularyFile.add(specials, to: &tokens, file: path)
        normaliser.lowercases = normalizer?["lowercase"]?.boolean ?? true
        normaliser.cleans = normalizer?["clean_text"]?.boolean ?? true
        normaliser.separatesChinese = normalizer?["handle_chinese_chars"]?.boolean ?? true
        normaliser.stripsAccents = normalizer?["strip_accents"]?.boolean ?? normaliser.lowercases
        unknown = model?["unk_token"]?.text ?? unknown
        continuingPrefix = model?["continuing_subword_prefix"]?.text ?? continuingPrefix
        if let limit = model?["max_input_chars_per_word"]?.id { longestWord = Int(limit) }
    }
}

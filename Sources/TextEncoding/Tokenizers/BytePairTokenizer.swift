import Datasets
import Foundation

/// CLIP's tokenizer: byte-level byte pairs over lower-case words.
///
/// Equal to Hugging Face's `CLIPTokenizerFast`. OpenAI's own and open_clip's first mend the text with ftfy: curly quotes become
/// straight, HTML entities, wrong decodings and full-width marks are resolved. Of 20,000 captions in 80 languages 352 have other
/// numbers there, all of them texts that ftfy changes.
/// Source: Radford et al. 2021, https://github.com/openai/CLIP/blob/main/clip/simple_tokenizer.py
public struct BytePairTokenizer: SubwordTokenizer {
    public let startID: Int32
    public let endID: Int32
    /// The end token for Hugging Face's files unless their configuration names another, 0 for OpenAI's list, as open_clip pads.
    public var paddingID: Int32
    public let fingerprint: String

    /// The token of every number, spelt in the byte alphabet.
    private let vocabulary: [String]
    private let byteIDs: [Int32]
    private let lastByteIDs: [Int32]
    private let merges: BytePairMerges
    private let specials: SpecialTokens
    private let normalisedSpecials: SpecialTokens
    /// Texts that are words of their own, as the newer files' regular expression has it.
    private let keptTexts: [[Unicode.Scalar]]

    /// - Throws: `TokenizerError.missingToken`, `.damaged` for merges of tokens that are not there.
    init(_ files: BytePairFiles) throws {
        let ids = Dictionary(files.tokens.map { (TokenBytes($0.token), $0.id) }) { _, last in last }
        func id(_ token: String) throws -> Int32 {
            guard let id = ids[TokenBytes(token)] else { throw TokenizerError.missingToken(file: files.path, token: token) }
            return id
        }
        startID = try id(BytePairFiles.start)
        endID = try id(BytePairFiles.end)
        paddingID = try files.padding.map(id) ?? endID
        let unknownID = try files.unknown.map(id)
        func symbol(_ token: String) throws -> Int32 {
            if let unknownID { ids[TokenBytes(token)] ?? unknownID } else { try id(token) }
        }
        byteIDs = try ByteAlphabet.scalars.map { try symbol(String($0)) }
        lastByteIDs = try ByteAlphabet.scalars.map { try symbol(String($0) + BytePairFiles.wordEnd) }
        merges = BytePairMerges(
            try files.merges.enumerated().map { index, pair in
                guard let left = ids[TokenBytes(pair.left)], let right = ids[TokenBytes(pair.right)],
                    let merged = ids[TokenBytes(pair.left + pair.right)]
                else {
                    throw TokenizerError.damaged(
                        file: files.path,
                        reason: "merge \(index + 1), '\(pair.left) \(pair.right)', names a token that the vocabulary lacks; "
                            + "are both of one encoder?"
                    )
                }
                return (left, right, merged)
            })
        vocabulary = tokenTable(files.tokens)
        specials = SpecialTokens(files.specials)
        normalisedSpecials = SpecialTokens(
            files.normalisedSpecials.map { (String(String.UnicodeScalarView(Self.normalised($0.spelling.unicodeScalars[...]))), $0.id) })
        keptTexts = files.keepsSpecialTexts ? [BytePairFiles.start, BytePairFiles.end].map { Array($0.unicodeScalars) } : []

        var hash = ContentHash()
        for part in ["byte-pair 1", "\(files.unknown ?? "")", "\(files.keepsSpecialTexts)"] { hash.add(part) }
        for token in files.tokens.sorted(by: { $0.id < $1.id }) { hash.add("\(token.id) \(token.token)") }
        for pair in files.merges { hash.add("\(pair.left) \(pair.right)") }
        for special in files.specials { hash.add("special \(special.id) \(special.spelling)") }
        for special in files.normalisedSpecials { hash.add("normalised \(special.id) \(special.spelling)") }
        fingerprint = hash.hex
    }

    public var vocabularySize: Int { vocabulary.count }

    public func word(of id: Int32) -> String {
        guard vocabulary.indices.contains(Int(id)) else { return "" }
        let token = vocabulary[Int(id)]
        return ByteAlphabet.decode(token.hasSuffix(BytePairFiles.wordEnd) ? String(token.dropLast(BytePairFiles.wordEnd.count)) : token)
    }

    public func encode(_ text: String) -> [Int32] {
        var ids: [Int32] = []
        for part in specials.split(Array(text.unicodeScalars)[...]) {
            switch part {
            case .token(let id): ids.append(id)
            case .text(let scalars):
                for part in normalisedSpecials.split(Self.normalised(scalars)[...]) {
                    switch part {
                    case .token(let id): ids.append(id)
                    case .text(let scalars): encode(scalars, into: &ids)
                    }
                }
            }
        }
        return ids
    }

    /// Composed (NFC), then lower-case.
    private static func normalised(_ scalars: some Collection<Unicode.Scalar>) -> [Unicode.Scalar] {
        var lower: [Unicode.Scalar] = []
        lower.reserveCapacity(scalars.count)
        for scalar in CanonicalForms.composed(scalars) { ScalarClasses.appendLowercase(scalar, to: &lower) }
        return lower
    }

    /// Splits into words as CLIP's regular expression does, and these into pieces.
    private func encode(_ text: ArraySlice<Unicode.Scalar>, into ids: inout [Int32]) {
        var place = text.startIndex, symbols: [Int32] = []
        func add(_ word: ArraySlice<Unicode.Scalar>) {
            symbols.removeAll(keepingCapacity: true)
            var last = 0
            for scalar in word {
                for byte in UTF8.encode(scalar)! {  // every scalar has an encoding
                    symbols.append(byteIDs[Int(byte)])
                    last = Int(byte)
                }
            }
            symbols[symbols.count - 1] = lastByteIDs[last]
            merges.apply(to: symbols, into: &ids)
        }
        while place < text.endIndex {
            let start = place
            switch WordClass(text[place]) {
            case .space: place += 1
            case .number:
                place += 1
                add(text[start..<place])
            case .letter:
                place = text[place...].firstIndex { WordClass($0) != .letter } ?? text.endIndex
                add(text[start..<place])
            case .other:
                if let kept = keptTexts.first(where: { text[start...].starts(with: $0) }) {
                    // It is split once more, at the borders of letters.
                    place += kept.count
                    add(text[start..<start + 2])
                    add(text[start + 2..<place - 2])
                    add(text[place - 2..<place])
                } else {
                    place += Self.contraction(text[start...])
                    if place == start { place = text[start...].firstIndex { WordClass($0) != .other } ?? text.endIndex }
                    add(text[start..<place])
                }
            }
        }
    }

    /// The length of 's, 't, 're, 've, 'm, 'll or 'd at the beginning, or 0.
    private static func contraction(_ text: ArraySlice<Unicode.Scalar>) -> Int {
        guard text.count > 1, text[text.startIndex] == "'" else { return 0 }
        switch text[text.startIndex + 1] {
        case "s", "t", "m", "d": return 2
        case "r", "v": return text.count > 2 && text[text.startIndex + 2] == "e" ? 3 : 0
        case "l": return text.count > 2 && text[text.startIndex + 2] == "l" ? 3 : 0
        default: return 0
        }
    }
}

/// What words consist of.
private enum WordClass: UInt8 {
    case letter, number, space, other

    private static let ofASCII: [WordClass] = (0..<128).map { WordClass(slowly: Unicode.Scalar(UInt8($0))) }

    init(_ scalar: Unicode.Scalar) { self = scalar.isASCII ? Self.ofASCII[Int(scalar.value)] : WordClass(slowly: scalar) }

    private init(slowly scalar: Unicode.Scalar) {
        if ScalarClasses.isLetter(scalar) {
            self = .letter
        } else if ScalarClasses.isNumber(scalar) {
            self = .number
        } else {
            self = scalar.properties.isWhitespace ? .space : .other
        }
    }
}

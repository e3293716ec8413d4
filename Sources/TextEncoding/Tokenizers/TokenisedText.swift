/// A caption as rows of a text encoder: start, pieces, end, padding.
public struct TokenisedText: Sendable, Equatable {
    /// One number a row, `maximumTokens` of them.
    public let ids: [Int32]
    /// Rows that are attended: start, pieces and end; those beyond are padding.
    public let count: Int
    /// What the first `count` rows stand for, specials included.
    public let words: [String]
    /// Whether pieces were left out at the end because they did not fit.
    public let wasTruncated: Bool
}

/// Splits captions into pieces of words, as a published text encoder was trained on them.
///
/// Encoding is a pure function of the text, safe from any thread.
public protocol SubwordTokenizer: Sendable {
    /// Begins every row of tokens: `<|startoftext|>`, `[CLS]`.
    var startID: Int32 { get }
    /// Ends it: `<|endoftext|>`, `[SEP]`.
    var endID: Int32 { get }
    /// Fills it up.
    var paddingID: Int32 { get set }
    /// One more than the highest number: rows that a token embedding needs.
    var vocabularySize: Int { get }
    /// Hex SHA-256 of the vocabulary and all that decides a text's numbers, but not of `paddingID`.
    var fingerprint: String { get }

    /// Numbers of all pieces, without start, end and padding. A special token spelt out in the text becomes that token, as in the peers.
    func encode(_ text: String) -> [Int32]

    /// The piece as text.
    func word(of id: Int32) -> String
}

extension SubwordTokenizer {
    /// Rows for an encoder of `maximumTokens` positions; pieces that do not fit are left out, the end token stays.
    /// - Precondition: `maximumTokens` is at least 2.
    public func tokens(_ text: String, maximumTokens: Int = 77) -> TokenisedText {
        precondition(maximumTokens >= 2, "start and end need two rows")
        let pieces = encode(text), kept = pieces.prefix(maximumTokens - 2)
        let attended = [startID] + kept + [endID]
        let padding = [Int32](repeating: paddingID, count: maximumTokens - attended.count)
        return TokenisedText(
            ids: attended + padding, count: attended.count, words: attended.map(word(of:)), wasTruncated: kept.count < pieces.count)
    }
}

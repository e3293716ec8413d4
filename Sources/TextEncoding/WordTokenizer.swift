import Datasets

/// Splits captions into lower-case words and gives each known word a number.
///
/// Number 0 is padding, 1 any unknown word; the vocabulary follows in sorted order.
public struct WordTokenizer: Sendable, Equatable {
    public static let padding = "<pad>"
    public static let unknown = "<unk>"
    public static let paddingID: Int32 = 0
    public static let unknownID: Int32 = 1

    /// All tokens, number `i` at place `i`.
    public let vocabulary: [String]
    private let numbers: [String: Int32]

    /// Every word of `captions` that occurs at least `minimumCount` times.
    public static func fit(_ captions: [String], minimumCount: Int = 1) -> WordTokenizer {
        // Captions repeat: each different one is split once.
        var repeats: [String: Int] = [:]
        for caption in captions { repeats[caption, default: 0] += 1 }
        var counts: [String: Int] = [:]
        for (caption, times) in repeats {
            for word in words(of: caption) { counts[word, default: 0] += times }
        }
        return WordTokenizer(words: counts.filter { $0.value >= minimumCount }.map(\.key))
    }

    /// Exactly these words, in sorted order, without repetition.
    public init(words: [String]) {
        // Sorted by bytes, so that no locale or Unicode version changes the numbers.
        let sorted = Set(words).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        vocabulary = [Self.padding, Self.unknown] + sorted
        numbers = Dictionary(uniqueKeysWithValues: zip(sorted, 2...))
    }

    /// Padding and unknown included.
    public var count: Int { vocabulary.count }

    /// Hex SHA-256 of the vocabulary.
    public var fingerprint: String { ContentHash.hex(vocabulary) }

    /// Runs of letters and digits, apostrophes and hyphens between them included, are words; any other visible character is
    /// one of its own. "Two cats' dog-house." -> two, cats, ', dog-house, .
    public static func words(of caption: String) -> [String] {
        var words: [String] = [], word = "", joint: Character?
        func finish() {
            if !word.isEmpty { words.append(word) }
            word = ""
            if let joint { words.append(String(joint)) }
            joint = nil
        }
        for character in caption.lowercased() {
            if character.isLetter || character.isNumber {
                if let between = joint { word.append(between) }
                joint = nil
                word.append(character)
            } else if "'’-".contains(character) && !word.isEmpty && joint == nil {
                joint = character
            } else {
                finish()
                if !character.isWhitespace { words.append(String(character)) }
            }
        }
        finish()
        return words
    }

    /// Numbers of all words of a caption, however many.
    public func encode(_ caption: String) -> [Int32] {
        Self.words(of: caption).map { numbers[$0] ?? Self.unknownID }
    }

    /// The words of a caption that the vocabulary lacks, in order.
    public func unknownWords(in caption: String) -> [String] {
        Self.words(of: caption).filter { numbers[$0] == nil }
    }

    /// The longest caption, in words; 0 when there are none.
    public static func longestCaption(_ captions: [String]) -> Int {
        // Captions repeat.
        Set(captions).map { words(of: $0).count }.max() ?? 0
    }
}

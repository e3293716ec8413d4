/// Tokens that are found in a text before it is split into words: `<|endoftext|>`, `[MASK]`.
struct SpecialTokens: Sendable {
    enum Part: Equatable {
        case text(ArraySlice<Unicode.Scalar>)
        case token(Int32)
    }

    private struct Token {
        let spelling: [Unicode.Scalar]
        let id: Int32
    }

    private let tokens: [Token]
    /// Most texts have none of these.
    private let firsts: [Unicode.Scalar]

    init(_ tokens: [(spelling: String, id: Int32)]) {
        let sorted = tokens.map { Token(spelling: Array($0.spelling.unicodeScalars), id: $0.id) }.filter { !$0.spelling.isEmpty }
        self.tokens = sorted.sorted { $0.spelling.count > $1.spelling.count }
        firsts = Array(Set(sorted.map { $0.spelling[0] }))
    }

    var isEmpty: Bool { tokens.isEmpty }

    /// The leftmost, then longest tokens, and what lies between them; no part is empty text.
    func split(_ text: ArraySlice<Unicode.Scalar>) -> [Part] {
        var parts: [Part] = [], start = text.startIndex, place = text.startIndex
        while place < text.endIndex {
            guard firsts.contains(text[place]), let token = tokens.first(where: { text[place...].starts(with: $0.spelling) }) else {
                place += 1
                continue
            }
            if start < place { parts.append(.text(text[start..<place])) }
            parts.append(.token(token.id))
            place += token.spelling.count
            start = place
        }
        if start < place { parts.append(.text(text[start..<place])) }
        return parts
    }
}

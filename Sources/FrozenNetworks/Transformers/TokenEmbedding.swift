import Kernels
import TensorFiles

/// What every text network begins with: a row for each token of the vocabulary, and a row for each position added to it.
struct TokenEmbedding: Sendable {
    /// [vocabulary, width].
    let tokens: FloatBuffer
    /// [most tokens, width].
    let positions: FloatBuffer
    let vocabulary: Int
    let width: Int

    init(
        _ reader: inout WeightReader, tokens: String, positions: String, vocabulary: Int, longest: Int, width: Int
    ) {
        self.tokens = reader.buffer(tokens, [vocabulary, width])
        self.positions = reader.buffer(positions, [longest, width])
        (self.vocabulary, self.width) = (vocabulary, width)
    }

    /// [tokens of all captions, width], captions one after the other.
    /// - Precondition: every caption has from 1 token to as many as there are positions, all of the vocabulary.
    func rows(of captions: [[Int32]]) -> (FloatBuffer, TokenRows) {
        let rows = TokenRows(counts: captions.map(\.count)), longest = positions.count / width
        precondition(rows.longest <= longest, "\(rows.longest) tokens for \(longest) positions")
        let x = FloatBuffer(count: rows.count * width)
        for (index, caption) in captions.enumerated() {
            for (row, token) in caption.enumerated() {
                precondition(0..<vocabulary ~= Int(token), "token \(token) of \(vocabulary)")
                addRows(
                    x.pointer + (rows.starts[index] + row) * width, tokens.readPointer + Int(token) * width,
                    positions.readPointer + row * width, count: width)
            }
        }
        return (x, rows)
    }
}

import Kernels
import Platform
import TensorFiles

/// The layers of a frozen transformer: forward passes only, weights packed once.
///
/// Rows are worked on in chunks and attention in heads; a row's bits depend neither on the rows beside it nor on the number of threads.
public final class TransformerStack: Sendable {
    public let shape: TransformerShape
    private let layers: [LayerWeights]

    /// Takes the layers' weights; `names` says what the layer of a number is called.
    init(_ shape: TransformerShape, from reader: inout WeightReader, names: (Int) -> LayerNames) {
        self.shape = shape
        layers = (0..<shape.depth).map { reader.layer(names($0), shape) }
    }

    /// Overwrites `x` [rows, width], the hidden state before the first of `range`'s layers, with that after its last one. All layers'
    /// states are had by going on from one to the next.
    /// - Precondition: the range is within `0..<depth`.
    public func run(_ x: FloatBuffer, _ rows: TokenRows, layers range: Range<Int>, pool: ThreadPool) {
        precondition(range.lowerBound >= 0 && range.upperBound <= shape.depth, "layers \(range) of \(shape.depth)")
        guard !range.isEmpty, rows.count > 0 else { return }
        let pass = StackPass(shape, x, rows, pool)
        pass.forEachChunk { pass.project(layers[range.lowerBound], $0, $1) }
        for index in range {
            pass.attend()
            pass.forEachChunk { chunk, space in
                pass.finish(layers[index], chunk, space)
                // While the rows are in cache.
                if index + 1 < range.upperBound { pass.project(layers[index + 1], chunk, space) }
            }
        }
    }

    /// The last hidden state of one row of every sequence [sequences, width]: what a row needs no other row computes in the last layer.
    /// Overwrites `x`, as `run`, with the state before the last layer.
    /// - Parameter wanted: the row of each sequence, counted from its first.
    public func lastStates(_ x: FloatBuffer, _ rows: TokenRows, of wanted: [Int], pool: ThreadPool) -> FloatBuffer {
        precondition(wanted.count == rows.sequences, "\(wanted.count) rows of \(rows.sequences) sequences")
        let picked = FloatBuffer(count: wanted.count * shape.width)
        guard !wanted.isEmpty else { return picked }
        run(x, rows, layers: 0..<shape.depth - 1, pool: pool)
        for (index, row) in wanted.enumerated() {
            copyRows(
                picked.pointer + index * shape.width, x.readPointer + (rows.starts[index] + row) * shape.width, rows: 1,
                width: shape.width)
        }
        let last = layers[shape.depth - 1], pass = StackPass(shape, x, rows, pool)
        let rest = StackPass(shape, picked, TokenRows(counts: [Int](repeating: 1, count: wanted.count)), pool)
        pass.forEachChunk { pass.project(last, $0, $1) }
        pass.attend(only: wanted, into: rest.attended)
        rest.forEachChunk { rest.finish(last, $0, $1) }
        return picked
    }
}

/// The memory of one pass through a stack, and the three steps of a layer.
private struct StackPass: Sendable {
    private let shape: TransformerShape
    private let rows: TokenRows
    private let pool: ThreadPool
    /// [rows, width]: the hidden state.
    private let x: FloatBuffer
    /// [rows, 3 width]: queries, keys, values.
    private let projected: FloatBuffer
    /// [rows, width]
    let attended: FloatBuffer
    private let chunkRows: Int
    private let rowSpaces: Workspaces<RowSpace>
    private let attentionSpaces: Workspaces<AttentionScratch>

    /// Rows of a chunk at most: its hidden rows stay in a third-level cache, and weights come from memory once a chunk.
    private static let mostRows = 512

    init(_ shape: TransformerShape, _ x: FloatBuffer, _ rows: TokenRows, _ pool: ThreadPool) {
        (self.shape, self.x, self.rows, self.pool) = (shape, x, rows, pool)
        projected = FloatBuffer(count: rows.count * 3 * shape.width)
        attended = FloatBuffer(count: rows.count * shape.width)
        let rounds = (rows.count + Self.mostRows * pool.threads - 1) / (Self.mostRows * pool.threads)
        let even = (rows.count + rounds * pool.threads - 1) / (rounds * pool.threads)
        // Whole register tiles.
        let chunk = (even + 11) / 12 * 12
        chunkRows = chunk
        rowSpaces = Workspaces { RowSpace(rows: chunk, shape: shape) }
        let longest = rows.longest
        attentionSpaces = Workspaces {
            AttentionScratch(maximumQueries: longest, maximumKeys: longest, headSize: shape.headSize)
        }
    }

    func forEachChunk(_ body: @Sendable (_ chunk: Range<Int>, _ space: RowSpace) -> Void) {
        pool.forEach((rows.count + chunkRows - 1) / chunkRows) { index in
            let chunk = index * chunkRows..<min(rows.count, (index + 1) * chunkRows)
            rowSpaces.with { body(chunk, $0) }
        }
    }

    /// Queries, keys and values of a chunk.
    func project(_ layer: LayerWeights, _ chunk: Range<Int>, _ space: RowSpace) {
        let state = x.pointer + chunk.lowerBound * shape.width
        var input = In(state)
        if shape.norms == .before {
            layer.attentionNorm.apply(space.normed.pointer, state, rows: chunk.count, epsilon: shape.epsilon)
            input = space.normed.readPointer
        }
        layer.queriesKeysValues.forward(
            projected.pointer + chunk.lowerBound * 3 * shape.width, input, rows: chunk.count, scratch: space.matrix)
    }

    /// Attention of all heads of all sequences.
    func attend() {
        let (width, headSize) = (shape.width, shape.headSize)
        pool.forEach(rows.sequences * shape.heads) { index in
            let own = rows.rows(index / shape.heads)
            let offset = index % shape.heads * headSize
            let first = projected.readPointer + own.lowerBound * 3 * width + offset
            let queries = QueryRows(pointer: first, count: own.count, rowStride: 3 * width, sampleStride: 0)
            let keys = KeySegment(key: first + width, value: first + 2 * width, count: own.count, rowStride: 3 * width, sampleStride: 0)
            let out = MutableQueryRows(
                pointer: attended.pointer + own.lowerBound * width + offset, count: own.count, rowStride: width, sampleStride: 0)
            attentionSpaces.with { scratch in
                if shape.isCausal {
                    causalAttentionForward(out, queries: queries, keys: keys, samples: 1, heads: 1, headSize: headSize, scratch: scratch)
                } else {
                    attentionForward(
                        out, logSumExp: nil, queries: queries, keys: [keys], samples: 1, heads: 1, headSize: headSize, scratch: scratch)
                }
            }
        }
    }

    /// Attention of one row of every sequence, all heads, into `out` [sequences, width].
    func attend(only wanted: [Int], into out: FloatBuffer) {
        let (width, headSize) = (shape.width, shape.headSize)
        pool.forEach(rows.sequences * shape.heads) { index in
            let (sequence, offset) = (index / shape.heads, index % shape.heads * headSize)
            let own = rows.rows(sequence), row = wanted[sequence]
            let first = projected.readPointer + own.lowerBound * 3 * width + offset
            let query = QueryRows(pointer: first + row * 3 * width, count: 1, rowStride: 3 * width, sampleStride: 0)
            let seen = shape.isCausal ? row + 1 : own.count
            let keys = KeySegment(key: first + width, value: first + 2 * width, count: seen, rowStride: 3 * width, sampleStride: 0)
            let target = MutableQueryRows(pointer: out.pointer + sequence * width + offset, count: 1, rowStride: width, sampleStride: 0)
            attentionSpaces.with {
                attentionForward(
                    target, logSumExp: nil, queries: query, keys: [keys], samples: 1, heads: 1, headSize: headSize, scratch: $0)
            }
        }
    }

    /// What follows attention in a chunk's rows: its projection, the MLP, both residuals.
    func finish(_ layer: LayerWeights, _ chunk: Range<Int>, _ space: RowSpace) {
        let (count, epsilon) = (chunk.count, shape.epsilon)
        let state = x.pointer + chunk.lowerBound * shape.width
        let (normed, hidden) = (space.normed.pointer, space.hidden.pointer)
        layer.attentionOutput.forward(
            state, attended.readPointer + chunk.lowerBound * shape.width, rows: count, addend: In(state), scratch: space.matrix)
        if shape.norms == .after { layer.attentionNorm.apply(state, state, rows: count, epsilon: epsilon) }
        if shape.norms == .before { layer.mlpNorm.apply(normed, state, rows: count, epsilon: epsilon) }
        layer.mlpInput.forward(hidden, shape.norms == .before ? In(normed) : In(state), rows: count, scratch: space.matrix)
        switch shape.activation {
        case .quickGELU: quickGELU(hidden, hidden, count: count * shape.hidden)
        case .gelu: geluForward(hidden, slope: nil, hidden, count: count * shape.hidden)
        }
        layer.mlpOutput.forward(state, hidden, rows: count, addend: In(state), scratch: space.matrix)
        if shape.norms == .after { layer.mlpNorm.apply(state, state, rows: count, epsilon: epsilon) }
    }
}

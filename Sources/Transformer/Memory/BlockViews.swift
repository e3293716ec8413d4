import Kernels

/// Consecutive rows of a block's buffers and where the block reads them.
struct InputRows {
    /// The first row within the block's buffers.
    let first: Int
    let count: Int
    /// [count, width] in the residual stream.
    let rows: Out
}

/// The two residual streams between blocks. Text is nil after its last use.
struct Streams {
    var main: Out
    var text: Out?
}

/// What a skip block merges: `merged = Linear(cat(stream, skip))` over `rows` rows.
struct SkipLink {
    let stream: Out
    let skip: Out
    let rows: Int
}

/// Queries that share their keys: the main rows, or the text rows, of every sample.
struct QueryGroup {
    let queries: QueryRows
    let out: MutableQueryRows
    /// [samples, heads, queries]; nil when no backward pass follows.
    let logSumExp: Out?

    var storedLogSumExp: In {
        guard let logSumExp else { preconditionFailure("a backward pass without the forward pass's statistics") }
        return UnsafePointer(logSumExp)
    }
}

/// One block's buffers with the row ranges, query groups and key segments that its calls need; built once per batch size.
struct BlockActivations {
    let samples: Int
    let queryRows: Int
    /// Whether a backward pass follows, which needs the GELU's slope.
    let keepsSlope: Bool
    /// Where the querying rows begin in the gradient of the streams.
    let firstStreamRow: Int
    /// The rows that query, as they enter the block (behind the skip connection, if any).
    let queryInputs: [InputRows]
    /// Text rows that are only attended to; behind the querying rows in `normed1` and `statistics1`.
    let keyInput: InputRows?
    let skip: SkipLink?
    let queryGroups: [QueryGroup]
    let keys: [KeySegment]
    /// The part of `keys` that is not text, where the block has both.
    let mainKeys: KeySegment?
    /// [main rows, width] behind the block; nil where only text runs.
    let mainOutput: Out?
    /// [text rows, width]: behind the block, or as the block reads them where it does not update them; nil without text.
    let text: Out?
    private let memory: BlockMemory

    subscript(buffer: BlockBuffer) -> Out { memory[buffer] }
    var statistics1: NormStatistics { NormStatistics(mean: self[.mean1], inverseDeviation: self[.inverseDeviation1]) }
    var statistics2: NormStatistics { NormStatistics(mean: self[.mean2], inverseDeviation: self[.inverseDeviation2]) }

    /// - Parameters:
    ///   - streams: what enters the block; becomes what leaves it.
    ///   - skip: the output that the block's skip connection carries.
    ///   - training: whether a backward pass follows.
    init(_ block: Block, _ lane: LaneShape, _ memory: BlockMemory, streams: inout Streams, skip skipped: Out?, training: Bool) {
        let (width, role) = (block.width, block.textRole)
        let rows = BlockRows(role, lane)
        self.memory = memory
        keepsSlope = training
        samples = lane.samples
        queryRows = rows.queries
        firstStreamRow = rows.main > 0 ? 0 : lane.mainRows

        var input = streams
        if let skipped {
            let count = lane.skipRows(role)
            skip = SkipLink(stream: streams.main, skip: skipped, rows: count)
            input.main = memory[.merged]
            if count > lane.mainRows { input.text = memory[.merged] + lane.mainRows * width }
        } else {
            skip = nil
        }
        queryInputs = Self.inputs(rows, input, width: width)
        keyInput = rows.textKeys == 0 ? nil : input.text.map { InputRows(first: rows.queries, count: rows.textKeys, rows: $0) }

        let packed = PackedRows(base: memory[.qkv], width: width, stride: 3 * width)
        var groups: [QueryGroup] = []
        var segments: [KeySegment] = []
        for (first, tokens) in [(0, rows.main / lane.samples), (rows.main, rows.text / lane.samples)] where tokens > 0 {
            groups.append(
                QueryGroup(
                    queries: packed.queries(first, tokens),
                    out: MutableQueryRows(
                        pointer: memory[.attended] + first * width, count: tokens, rowStride: width, sampleStride: tokens * width),
                    logSumExp: training ? memory[.logSumExp] + first * block.heads : nil))
            segments.append(packed.keys(first, tokens))
        }
        if rows.textKeys > 0 {
            segments.append(PackedRows(base: memory[.textKeys] - width, width: width, stride: 2 * width).keys(0, lane.textTokens))
        }
        queryGroups = groups
        keys = segments
        mainKeys = rows.main > 0 && segments.count == 2 ? segments[0] : nil
        mainOutput = rows.main > 0 ? memory[.output] : nil
        text = rows.text > 0 ? memory[.output] + rows.main * width : keyInput?.rows

        if rows.main > 0 { streams.main = memory[.output] }
        switch role {
        case .alone: streams.text = memory[.output]
        case .updated: streams.text = memory[.output] + rows.main * width
        case .lastUse: streams.text = nil
        case .absent, .constant: break
        }
    }

    /// One range where the two streams lie side by side, else one for each.
    private static func inputs(_ rows: BlockRows, _ streams: Streams, width: Int) -> [InputRows] {
        var inputs: [InputRows] = []
        if rows.main > 0 { inputs.append(InputRows(first: 0, count: rows.main, rows: streams.main)) }
        if rows.text > 0, let text = streams.text {
            if let main = inputs.first, main.rows + main.count * width == text {
                return [InputRows(first: 0, count: rows.queries, rows: main.rows)]
            }
            inputs.append(InputRows(first: rows.main, count: rows.text, rows: text))
        }
        return inputs
    }
}

/// Rows of queries, keys and values side by side. Keys begin `width` floats after `base`, values `2 * width`.
struct PackedRows {
    let base: Out
    let width: Int
    let stride: Int

    func queries(_ first: Int, _ tokens: Int) -> QueryRows { mutableQueries(first, tokens).rows }

    func mutableQueries(_ first: Int, _ tokens: Int) -> MutableQueryRows {
        MutableQueryRows(pointer: base + first * stride, count: tokens, rowStride: stride, sampleStride: tokens * stride)
    }

    func keys(_ first: Int, _ tokens: Int) -> KeySegment {
        let row = base + first * stride
        return KeySegment(
            key: row + width, value: row + 2 * width, count: tokens, rowStride: stride, sampleStride: tokens * stride)
    }

    func keyGradients(_ first: Int, _ tokens: Int) -> KeyGradientSegment {
        let row = base + first * stride
        return KeyGradientSegment(
            dKey: row + width, dValue: row + 2 * width, count: tokens, rowStride: stride, sampleStride: tokens * stride)
    }
}

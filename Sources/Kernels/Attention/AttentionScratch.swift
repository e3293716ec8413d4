/// The working memory of one lane's attention calls: allocated once, reused by every call whose queries, keys and head
/// size do not exceed the maxima. One scratch serves one thread at a time.
///
/// `@unchecked Sendable`: owned by a single lane, never shared between concurrent calls.
public final class AttentionScratch: @unchecked Sendable {
    public let maximumQueries: Int
    /// Over all segments together.
    public let maximumKeys: Int
    public let maximumHeadSize: Int

    let tiles: TileSet
    private let buffer: FloatBuffer
    /// One head's keys and values in rows `[keyWidth, headWidth]`.
    let keyRows: Out
    let valueRows: Out
    /// The same in transposed panels of `panelColumns` keys.
    let keyPanels: Out
    let valuePanels: Out
    /// The gradients of one head's keys and values, `[keyRows, headWidth]`.
    let keyGradients: Out
    let valueGradients: Out
    /// One block of queries, of output gradients and of results, `[blockRows, headWidth]`.
    let queryBlock: Out
    let flowBlock: Out
    let resultBlock: Out
    /// One block of scores (then probabilities) and of their gradients, `[blockRows, scoreStride]`.
    let scores: Out
    let scoreGradients: Out
    /// One number per row of a block.
    let rowFactors: Out

    /// Rows of a block: scores and their gradients stay in the second-level cache.
    static let blockRows = 48

    /// - Precondition: all three are at least 1.
    public init(maximumQueries: Int, maximumKeys: Int, headSize: Int, kernel: MatrixKernel = .current) {
        precondition(maximumQueries > 0 && maximumKeys > 0 && headSize > 0, "AttentionScratch: empty sizes")
        self.maximumQueries = maximumQueries
        self.maximumKeys = maximumKeys
        maximumHeadSize = headSize
        tiles = kernel.tiles
        let headWidth = roundUp(headSize, 8)
        // Room for the padding of every smaller shape, too, and a tile's reach beyond the last row. All parts are multiples of 64 bytes.
        let side = (roundUp(maximumKeys, panelColumns) + panelColumns) * headWidth
        let block = Self.blockRows * headWidth
        let score = Self.blockRows * (roundUp(maximumKeys, 8) + 16) + 16
        buffer = FloatBuffer(count: 6 * side + 3 * block + 2 * score + Self.blockRows)
        keyRows = buffer.pointer
        valueRows = keyRows + side
        keyPanels = valueRows + side
        valuePanels = keyPanels + side
        keyGradients = valuePanels + side
        valueGradients = keyGradients + side
        queryBlock = valueGradients + side
        flowBlock = queryBlock + block
        resultBlock = flowBlock + block
        scores = resultBlock + block
        scoreGradients = scores + score
        rowFactors = scoreGradients + score
    }

    /// The sizes of a call, checked against the maxima.
    func shape(queries: Int, keys: [KeySegment], headSize: Int) -> AttentionShape {
        precondition(keys.count == 1 || keys.count == 2, "attention over \(keys.count) key segments")
        let keyCount = keys.reduce(0) { $0 + $1.count }
        precondition(keyCount > 0, "attention without keys")
        precondition(
            queries <= maximumQueries && keyCount <= maximumKeys && headSize <= maximumHeadSize,
            "attention of \(queries) queries, \(keyCount) keys, head size \(headSize) in a scratch for "
                + "\(maximumQueries), \(maximumKeys), \(maximumHeadSize)")
        return AttentionShape(queries: queries, keys: keyCount, headSize: headSize, tiles: tiles)
    }
}

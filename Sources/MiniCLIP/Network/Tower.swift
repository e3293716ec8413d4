import Kernels
import UViT

/// Tokens to one vector of unit length: positions, transformer blocks, final norm, mean over the tokens that count,
/// projection. The image and the text side differ in how their tokens begin.
struct Tower: Sendable {
    let stack: TransformerStack
    let embedding: Int
    /// Offsets into the flat storage.
    private let positions: Int
    private let gamma: Int
    private let beta: Int
    private let projection: Int

    static func shapes(_ name: String, tokens: Int, width: Int, depth: Int, embedding: Int) -> [(name: String, shape: [Int])] {
        TransformerStack.shapes("\(name).blocks", depth: depth, width: width) + [
            ("\(name).positions", [tokens, width]), ("\(name).norm.weight", [width]), ("\(name).norm.bias", [width]),
            ("\(name).projection.weight", [embedding, width]),
        ]
    }

    init(_ name: String, tokens: Int, width: Int, depth: Int, heads: Int, embedding: Int, layout: ParameterLayout) {
        stack = TransformerStack("\(name).blocks", depth: depth, tokens: tokens, width: width, heads: heads, layout: layout)
        self.embedding = embedding
        positions = layout.offset("\(name).positions")
        gamma = layout.offset("\(name).norm.weight")
        beta = layout.offset("\(name).norm.bias")
        projection = layout.offset("\(name).projection.weight")
    }

    var tokens: Int { stack.tokens }
    var width: Int { stack.width }

    /// From the tokens in `m.workspace.input` [samples, tokens, width]: overwrites `m.normed` and all that `backward` needs.
    func forwardTokens(_ m: TowerMemory, _ parameters: In, samples: Int) {
        let rows = samples * tokens
        addRepeatedRows(
            m.workspace.input, m.workspace.input, table: parameters + positions, rows: rows, width: width, period: tokens)
        m.workspace.forward(parameters)
        layerNormForward(
            m.normed, mean: m.mean, inverseDeviation: m.inverseDeviation, x: m.workspace.output, gamma: parameters + gamma,
            beta: parameters + beta, rows: rows, width: width)
    }

    /// From `m.normed` and `m.counts`: overwrites `m.pooled` [samples, width] and `m.unit` [samples, embedding].
    func forwardPooled(_ m: TowerMemory, _ parameters: In, samples: Int) {
        meanRowsForward(m.pooled, x: m.normed, counts: m.counts, samples: samples, tokens: tokens, width: width)
        linearForward(
            m.projected, m.pooled, weight: parameters + projection, bias: nil, rows: samples, inputs: width, outputs: embedding,
            scratch: m.workspace.matrixScratch)
        unitRowsForward(m.unit, lengths: m.lengths, x: m.projected, rows: samples, width: embedding)
    }

    /// Mirrors both from `dUnit` [samples, embedding]; accumulates the parameters' gradients.
    /// - Returns: the gradient of the tokens, [samples, tokens, width].
    func backward(_ m: TowerMemory, dUnit: In, _ parameters: In, _ gradients: Out, samples: Int) -> Out {
        let rows = samples * tokens
        let dStream = m.workspace.gradient
        unitRowsBackward(m.projected, dOut: dUnit, out: m.unit, lengths: m.lengths, rows: samples, width: embedding)
        linearBackward(
            dx: m.dPooled, dWeight: gradients + projection, dBias: nil, x: m.pooled, weight: parameters + projection,
            dOut: m.projected, rows: samples, inputs: width, outputs: embedding, accumulateInput: false,
            scratch: m.workspace.matrixScratch)
        meanRowsBackward(m.dNormed, dOut: m.dPooled, counts: m.counts, samples: samples, tokens: tokens, width: width)
        dStream.update(repeating: 0, count: rows * width)
        layerNormBackward(
            dx: dStream, dGamma: gradients + gamma, dBeta: gradients + beta, dOut: m.dNormed, x: m.workspace.output,
            mean: m.mean, inverseDeviation: m.inverseDeviation, gamma: parameters + gamma, rows: rows, width: width)
        m.workspace.backward(parameters, gradients)
        sumRepeatedRows(gradients + positions, dStream, rows: rows, width: width, period: tokens)
        return dStream
    }
}

/// A tower's buffers for one lane.
final class TowerMemory {
    let workspace: StackWorkspace
    /// [samples, tokens, width]
    let normed, dNormed: Out
    /// [samples * tokens]
    let mean, inverseDeviation: Out
    /// [samples, width]
    let pooled, dPooled: Out
    /// [samples, embedding]
    let projected, unit: Out
    /// [samples]
    let lengths: Out
    /// [samples]: tokens that count in the mean.
    let counts: UnsafeMutablePointer<Int32>
    private let countStorage: Int32Buffer

    /// - Parameter inputs: values of a token before the tower's first layer; nil when it has none.
    init(_ tower: Tower, inputs: Int?, samples: Int, training: Bool, from pool: BufferPool) {
        let rows = samples * tower.tokens
        workspace = StackWorkspace(
            tower.stack, samples: samples, training: training,
            matrices: [(tower.embedding, tower.width)] + (inputs.map { [(tower.width, $0)] } ?? []), from: pool)
        normed = pool.take(rows * tower.width)
        dNormed = pool.take(training ? rows * tower.width : 0)
        mean = pool.take(rows)
        inverseDeviation = pool.take(rows)
        pooled = pool.take(samples * tower.width)
        dPooled = pool.take(training ? samples * tower.width : 0)
        projected = pool.take(samples * tower.embedding)
        unit = pool.take(samples * tower.embedding)
        lengths = pool.take(samples)
        countStorage = Int32Buffer(count: samples)
        counts = countStorage.pointer
    }
}

/// Owned whole numbers, zero at birth.
///
/// `@unchecked Sendable`: the address never changes; writers must not overlap in time with other users.
final class Int32Buffer: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<Int32>

    init(count: Int) {
        pointer = .allocate(capacity: max(count, 1))
        pointer.initialize(repeating: 0, count: max(count, 1))
    }

    deinit { pointer.deallocate() }
}

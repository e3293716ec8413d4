import Kernels
import Transformer

/// The shape of one tower: a plain transformer between its first layer and the shared space.
struct TowerConfiguration: Sendable {
    /// Prefixes the tower's parameters.
    let name: String
    /// Tokens per sample.
    let tokens: Int
    let width: Int
    let depth: Int
    let heads: Int
    let embedding: Int

    var blocks: [BlockConfiguration] {
        (0..<depth).map { BlockConfiguration(name: "\(name).blocks.\($0)", width: width, hiddenWidth: 4 * width, heads: heads) }
    }

    var parameterShapes: [NamedShape] {
        blocks.flatMap(\.parameterShapes) + [("\(name).positions", [tokens, width])] + normShapes("\(name).norm", width)
            + linearShapes("\(name).projection", width, embedding, bias: false)
    }
}

/// Tokens to one vector of unit length: positions, transformer blocks, final norm, mean over the tokens that count,
/// projection. The image and the text side differ in how their tokens begin.
struct Tower: Sendable {
    let stack: BlockStack
    let tokens: Int
    let norm: NormLayer
    let projection: LinearLayer
    /// [tokens, width]
    let positions: Int

    init(_ configuration: TowerConfiguration, _ layout: ParameterLayout) {
        let name = configuration.name
        stack = BlockStack(configuration.blocks, mainTokens: configuration.tokens, layout: layout)
        tokens = configuration.tokens
        norm = layout.norm("\(name).norm")
        projection = layout.linear("\(name).projection")
        positions = layout.offset("\(name).positions")
    }

    var width: Int { stack.width }

    /// From the tokens in `m.stack.memory.main` [samples, tokens, width] and `m.counts`: overwrites `m.normed`, `m.pooled`,
    /// `m.unit` and all that `backward` needs.
    func forward(_ m: TowerMemory, _ pass: ForwardPass, samples: Int) {
        let rows = samples * tokens
        let input = m.stack.memory.main
        addRepeatedRows(input, input, table: pass.parameters + positions, rows: rows, width: width, period: tokens)
        m.stack.forwardMain(pass.weights) { _ in }
        norm.forward(m.normed, m.statistics, m.stack.output, pass, rows: rows)
        meanRowsForward(m.pooled, x: m.normed, counts: m.counts, samples: samples, tokens: tokens, width: width)
        projection.forward(m.projected, m.pooled, pass, rows: samples)
        unitRowsForward(m.unit, lengths: m.lengths, x: m.projected, rows: samples, width: projection.outputs)
    }

    /// Mirrors `forward` from `dUnit` [samples, embedding]; accumulates the parameters' gradients.
    /// - Returns: the gradient of the tokens, [samples, tokens, width].
    func backward(_ m: TowerMemory, dUnit: In, _ pass: BackwardPass, samples: Int) -> Out {
        guard let dStream = m.stack.memory.gradients?.stream else { preconditionFailure("a tower without gradient buffers") }
        let rows = samples * tokens
        unitRowsBackward(m.projected, dOut: dUnit, out: m.unit, lengths: m.lengths, rows: samples, width: projection.outputs)
        projection.inputGradient(m.dPooled, dOut: m.projected, pass, rows: samples)
        projection.weightGradient(dOut: m.projected, x: m.pooled, pass, rows: samples)
        meanRowsBackward(m.dNormed, dOut: m.dPooled, counts: m.counts, samples: samples, tokens: tokens, width: width)
        dStream.update(repeating: 0, count: rows * width)
        norm.backward(dx: dStream, dOut: m.dNormed, m.statistics, x: m.stack.output, pass, rows: rows)
        m.stack.backward(pass.weights, pass.gradients)
        sumRepeatedRows(pass.gradients + positions, dStream, rows: rows, width: width, period: tokens)
        return dStream
    }
}

/// A tower's buffers for one lane.
final class TowerMemory {
    let stack: StackWorkspace
    /// [samples, tokens, width]
    let normed, dNormed: Out
    let statistics: NormStatistics
    /// [samples, width]
    let pooled, dPooled: Out
    /// [samples, embedding]
    let projected, unit: Out
    /// [samples]
    let lengths: Out
    /// [samples]: tokens that count in the mean.
    var counts: UnsafeMutablePointer<Int32> { countStorage.pointer }
    private let countStorage: Int32Buffer

    /// - Parameter layers: the linear layers before the blocks.
    init(_ tower: Tower, layers: [LinearLayer], samples: Int, _ purpose: WorkspacePurpose, from pool: BufferPool) {
        let lane = tower.stack.lane(samples: samples)
        let elements = lane.mainRows * tower.width
        let embedding = tower.projection.outputs
        stack = StackWorkspace(
            tower.stack, StackMemory(tower.stack, lane, purpose, from: pool), samples: samples, layers: layers + [tower.projection])
        normed = pool.take(elements)
        dNormed = pool.take(purpose.hasBackward ? elements : 0)
        statistics = NormStatistics(rows: lane.mainRows, from: pool)
        pooled = pool.take(samples * tower.width)
        dPooled = pool.take(purpose.hasBackward ? samples * tower.width : 0)
        projected = pool.take(samples * embedding)
        unit = pool.take(samples * embedding)
        lengths = pool.take(samples)
        countStorage = Int32Buffer(count: samples)
    }
}

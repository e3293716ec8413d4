import Transformer

/// What one image costs: parameters and floating-point operations (2 per multiply-add of matmuls, attention products
/// and convolutions).
///
/// *Reference* counts what the reference model computes; *executed* counts what this engine does, which leaves out work
/// whose result is dropped (text updates of the last joint block, the time token's projection, gradients of frozen
/// inputs) and adds the recomputation of attention scores in the backward pass.
public struct CostModel: Sendable, Equatable {
    public let configuration: ModelConfiguration

    /// - Precondition: the configuration is valid.
    public init(_ configuration: ModelConfiguration) { self.configuration = configuration }

    /// Number of parameters.
    public var parameters: Int { ParameterLayout(configuration).parameterCount }

    public var referenceForwardFLOPs: Int { 2 * work(.reference).forward }
    /// The usual estimate: three times the forward pass.
    public var referenceTrainingFLOPs: Int { 3 * referenceForwardFLOPs }
    /// The whole forward pass, caption branch included.
    public var executedForwardFLOPs: Int { 2 * work(.executed).forward }
    /// Forward and backward.
    public var executedTrainingFLOPs: Int {
        let work = work(.executed)
        return 2 * (work.forward + work.backward)
    }
    /// What a caption costs once, however many evaluations follow: the caption branch, and the text keys and values of
    /// cross-attention.
    public var executedContextFLOPs: Int { 2 * work(.executed).context }
    /// One evaluation of the network while sampling, the context being set.
    public var executedEvaluationFLOPs: Int { executedForwardFLOPs - executedContextFLOPs }
    /// The part of an evaluation that the two halves of a guided pair share: what comes before the first block that sees text. Without
    /// image blocks there is nothing that is worth it.
    public var executedSharedFLOPs: Int {
        guard configuration.imageDepth > 0 else { return 0 }
        var work = Work()
        addImageStem(to: &work)
        for block in configuration.blocks where block.kind == .image { addBlock(block, .executed, to: &work) }
        return 2 * work.forward
    }
    /// One evaluation of both halves of a guided pair.
    public var executedPairFLOPs: Int { 2 * executedEvaluationFLOPs - executedSharedFLOPs }
}

/// Multiply-adds per image.
struct Work: Equatable {
    var forward = 0
    var backward = 0
    /// The part of `forward` that depends on the caption alone.
    var context = 0

    /// A linear layer or convolution of `count` multiply-adds: its backward pass is the weight gradient and, unless the
    /// input is frozen, the input gradient.
    mutating func add(_ count: Int, frozenInput: Bool = false, context isContext: Bool = false) {
        forward += count
        backward += frozenInput ? count : 2 * count
        if isContext { context += count }
    }

    /// Attention of `pairs` query-key pairs of the given width: two products forward, five backward (scores again, and
    /// the gradients of probabilities, values, queries and keys).
    mutating func addAttention(pairs: Int, width: Int, context isContext: Bool = false) {
        forward += 2 * pairs * width
        backward += 5 * pairs * width
        if isContext { context += 2 * pairs * width }
    }
}

extension CostModel {
    enum Accounting { case reference, executed }

    func work(_ accounting: Accounting) -> Work {
        let c = configuration
        var work = Work()
        addImageStem(to: &work)
        work.add(c.textTokens * c.textWidth * c.width, frozenInput: true, context: true)
        for block in c.blocks { addBlock(block, accounting, to: &work) }
        switch accounting {
        case .reference: work.add(c.imageStreamTokens * c.width * c.patchElements)
        case .executed: work.add(c.imageTokens * c.width * c.patchElements)
        }
        work.add(c.imageSize * c.imageSize * c.channels * c.channels * 9)
        return work
    }

    private func addImageStem(to work: inout Work) {
        let c = configuration
        work.add(c.imageTokens * c.patchElements * c.width, frozenInput: true)
        if c.timeMLP {
            work.add(4 * c.width * c.width, frozenInput: true)
            work.add(4 * c.width * c.width)
        }
    }

    private func addBlock(_ block: BlockDescription, _ accounting: Accounting, to work: inout Work) {
        let c = configuration
        let (width, hidden) = (c.width, c.hiddenWidth)
        let isCaption = block.kind == .caption
        let dropsText = accounting == .executed && block.textRole == .lastUse
        let queries = dropsText ? c.imageStreamTokens : block.queryTokens
        if block.skipRole == .merges { work.add(block.queryTokens * 2 * width * width) }
        work.add(queries * width * width, context: isCaption)
        if block.textRole == .constant {
            work.add(c.imageStreamTokens * width * 2 * width)
            work.add(c.textTokens * width * 2 * width, context: true)
        } else {
            work.add(block.keyTokens * width * 2 * width, context: isCaption)
        }
        work.addAttention(pairs: queries * block.keyTokens, width: width, context: isCaption)
        work.add(queries * width * width, context: isCaption)
        work.add(queries * width * hidden, context: isCaption)
        work.add(queries * hidden * width, context: isCaption)
    }
}

import Kernels

/// The kernels' working memory of one lane.
package struct LaneScratch: Sendable {
    package let attention: AttentionScratch
    package let matrix: MatrixScratch
}

/// What every call of a forward pass reads and works with.
package struct ForwardPass {
    package let weights: NetworkWeights
    package let scratch: LaneScratch

    package init(_ weights: NetworkWeights, _ scratch: LaneScratch) { (self.weights, self.scratch) = (weights, scratch) }

    package var parameters: In { weights.parameters }
}

/// The same of a backward pass, which accumulates gradients that are laid out like the parameters.
package struct BackwardPass {
    package let weights: NetworkWeights
    package let gradients: Out
    package let scratch: LaneScratch

    package init(_ weights: NetworkWeights, _ gradients: Out, _ scratch: LaneScratch) {
        (self.weights, self.gradients, self.scratch) = (weights, gradients, scratch)
    }

    package var parameters: In { weights.parameters }
}

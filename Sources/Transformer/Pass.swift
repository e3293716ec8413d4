import Kernels

/// The kernels' working memory of one lane.
package struct LaneScratch: Sendable {
    package let attention: AttentionScratch
    package let matrix: MatrixScratch
}

/// What every call of a forward pass reads and works with.
package struct ForwardPass {
    package let parameters: In
    package let scratch: LaneScratch

    package init(_ parameters: In, _ scratch: LaneScratch) { (self.parameters, self.scratch) = (parameters, scratch) }
}

/// The same of a backward pass, which accumulates gradients that are laid out like the parameters.
package struct BackwardPass {
    package let parameters: In
    package let gradients: Out
    package let scratch: LaneScratch

    package init(_ parameters: In, _ gradients: Out, _ scratch: LaneScratch) {
        (self.parameters, self.gradients, self.scratch) = (parameters, gradients, scratch)
    }
}

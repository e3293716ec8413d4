/// The packing memory of one lane's matrix products: allocated once, reused by every product whose sizes do not exceed
/// what it was made for. One scratch serves one thread at a time.
///
/// `@unchecked Sendable`: owned by a single lane, never shared between concurrent calls.
public final class MatrixScratch: @unchecked Sendable {
    /// Depth of a packed block where the left side is read in place: a panel of 16 columns and six rows of the left side
    /// stay in a first-level cache of 32 KB.
    static let forwardDepth = 256
    /// The same where both sides are packed (weight gradients, whose depth is the number of rows).
    static let transposedDepth = 320
    /// Rows of the left side that stay in the second-level cache while all panels pass; whole tiles.
    static let blockRows = 96

    private let buffer: FloatBuffer
    private let panelCount: Int
    /// The right-hand side in panels.
    let panels: Out
    /// One block of the left side, [blockRows / 6][depth][6].
    let left: Out
    /// The last, incomplete rows of the left side, and one tile that overhangs the result.
    let tail: Out
    let edge: Out

    /// For products that pack both their sides.
    /// - Parameter weights: the (outputs, inputs) of every matrix that will be multiplied with.
    public convenience init(weights: [(outputs: Int, inputs: Int)]) {
        self.init(
            panels: weights.reduce(0) { most, size in
                max(
                    most, LinearWeight.forwardCount(outputs: size.outputs, inputs: size.inputs),
                    LinearWeight.backwardCount(outputs: size.outputs, inputs: size.inputs), Self.gradientPanels(inputs: size.inputs))
            })
    }

    /// For layers whose weights are packed already: what their weights' gradients need.
    /// - Parameter inputs: the most of any layer; 0 without gradients.
    public convenience init(gradientInputs inputs: Int) { self.init(panels: Self.gradientPanels(inputs: inputs)) }

    private static func gradientPanels(inputs: Int) -> Int { roundUp(inputs, panelColumns) * transposedDepth }

    private init(panels panelCount: Int) {
        self.panelCount = panelCount
        let leftCount = Self.blockRows * Self.transposedDepth + 16
        let tailCount = TileSet.mostRows * Self.transposedDepth
        buffer = FloatBuffer(count: panelCount + leftCount + tailCount + TileSet.mostRows * TileSet.mostColumns)
        panels = buffer.pointer
        left = panels + panelCount
        tail = left + leftCount
        edge = tail + tailCount
    }

    func check(columns: Int, depth: Int) {
        precondition(
            roundUp(columns, panelColumns) * depth <= panelCount,
            "a product of depth \(depth) with \(columns) columns in a scratch for \(panelCount) floats")
    }
}

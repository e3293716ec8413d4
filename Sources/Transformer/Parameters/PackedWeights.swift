import Kernels
import Platform

/// The parameters of a network as its layers read them: the flat storage, and behind it every linear layer's weight packed.
///
/// Valid while the `PackedWeights` that made it and the storage live, until either changes.
package struct NetworkWeights: @unchecked Sendable {
    /// Laid out like `NetworkParameters.storage`.
    package let parameters: In
    let forward: In
    /// Nil when no backward pass follows.
    let backward: In?
}

/// The packed weights of one network's linear layers, shared by all its lanes: written once for as many passes as the parameters last.
///
/// `@unchecked Sendable`: whoever packs must be the only user at that time.
package final class PackedWeights: @unchecked Sendable {
    private let layers: [LinearLayer]
    private let forward: FloatBuffer
    private let backward: FloatBuffer?

    /// - Parameter layers: every layer that passes will use, from networks of this layout.
    package init(_ layers: [LinearLayer], _ layout: ParameterLayout, _ purpose: WorkspacePurpose) {
        self.layers = layers
        forward = FloatBuffer(count: layout.packedForwardCount)
        backward = purpose.hasBackward ? FloatBuffer(count: layout.packedBackwardCount) : nil
    }

    /// Packs `parameters` anew and returns them as passes read them.
    package func pack(_ parameters: In, pool: ThreadPool) -> NetworkWeights {
        let weights = NetworkWeights(
            parameters: parameters, forward: forward.readPointer, backward: backward.map { $0.readPointer })
        pool.forEach(layers.count) { [layers] index in layers[index].weight(weights).pack() }
        return weights
    }

    /// Bytes of the packed forms.
    package var allocatedBytes: Int { 4 * (forward.count + (backward?.count ?? 0)) }

    /// The same without allocating them.
    package static func bytes(_ layout: ParameterLayout, _ purpose: WorkspacePurpose) -> Int {
        4 * (layout.packedForwardCount + (purpose.hasBackward ? layout.packedBackwardCount : 0))
    }
}

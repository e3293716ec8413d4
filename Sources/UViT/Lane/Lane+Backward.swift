import Kernels

extension Lane {
    /// Mirrors the forward pass from `memory.head.dPrediction`; accumulates into `accumulated`, laid out like the parameters.
    func backward(context: In, _ parameters: In, _ accumulated: Out) {
        guard let shared = memory.gradients else { preconditionFailure("a lane without gradient buffers") }
        let lane = LaneShape(network.configuration, samples: samples)
        let width = network.configuration.width
        // Rows that nothing has written a gradient to yet: time tokens at the end, text after its last use.
        shared.stream.update(repeating: 0, count: lane.allRows * width)
        network.head.backward(
            memory.head, dOut: memory.head.dPrediction, stream: finalStream, dStream: shared.stream, branch: shared.branch,
            parameters, accumulated, samples: samples, scratch: scratch.matrix)
        for index in network.blocks.indices.reversed() {
            let block = network.blocks[index]
            if block.description.feedsSkip, let partner = network.skipPartner[index], let waiting = shared.skips[partner] {
                addInPlace(shared.stream, waiting, count: lane.skipRows(network.blocks[partner].description) * width)
            }
            block.backward(activations[index], gradients[index], parameters, accumulated, scratch: scratch)
        }
        network.stem.backwardText(
            features: context, dStream: shared.stream + lane.imageRows * width, parameters, accumulated, samples: samples,
            scratch: scratch.matrix)
        network.stem.backwardImage(
            memory.stem, dStream: shared.stream, branch: shared.branch, parameters, accumulated, samples: samples, scratch: scratch.matrix)
    }
}

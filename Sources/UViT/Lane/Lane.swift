import Kernels

/// A contiguous slice of the batch with its own workspace; everything in it runs on one thread.
///
/// `@unchecked Sendable`: the pool runs each lane on one thread at a time.
final class Lane: @unchecked Sendable {
    let network: Network
    let pool = BufferPool()
    let memory: LaneMemory
    let scratch: LaneScratch
    /// The most samples at a time.
    let capacity: Int
    private(set) var samples = 0
    private var known: [Int: LaneViews] = [:]
    private(set) var activations: [BlockActivations] = []
    private(set) var gradients: [BlockGradients] = []
    /// The stream that leaves the last block.
    private(set) var finalStream: Out

    init(_ network: Network, samples: Int, _ purpose: WorkspacePurpose) {
        let c = network.configuration
        self.network = network
        capacity = samples
        memory = LaneMemory(network, LaneShape(c, samples: samples), purpose, from: pool)
        scratch = LaneScratch(network)
        finalStream = memory.stem.image
        bind(samples: samples)
    }

    /// Arranges the buffers for so many samples. Allocates small arrays of views, the first time for each number.
    func bind(samples: Int) {
        precondition(samples <= capacity, "\(samples) samples in a lane of \(capacity)")
        guard samples != self.samples else { return }
        self.samples = samples
        let views = known[samples] ?? LaneViews(network, samples: samples, memory)
        known[samples] = views
        (activations, gradients, finalStream) = (views.activations, views.gradients, views.finalStream)
    }

    /// Everything that depends on the caption alone. `context` is [samples, T, textWidth].
    func forwardContext(_ context: In, _ parameters: In) {
        network.stem.forwardText(memory.stem, features: context, parameters, samples: samples, scratch: scratch.matrix)
        for index in network.blocks.indices where network.blocks[index].description.kind == .caption {
            forwardBlock(index, parameters)
        }
        for index in network.blocks.indices where network.blocks[index].description.textRole == .constant {
            network.blocks[index].forwardTextKeys(activations[index], parameters, scratch: scratch)
        }
    }

    /// Overwrites `out[samples, C, H, W]`; `forwardContext` came before.
    func forwardImage(_ out: Out, noisy: In, timesteps: In, _ parameters: In) {
        network.stem.forwardImage(memory.stem, noisy: noisy, timesteps: timesteps, parameters, samples: samples, scratch: scratch.matrix)
        for index in network.blocks.indices where network.blocks[index].description.kind != .caption {
            forwardBlock(index, parameters)
        }
        network.head.forward(out, memory.head, stream: finalStream, parameters, samples: samples, scratch: scratch.matrix)
    }

    func forwardBlock(_ index: Int, _ parameters: In) {
        network.blocks[index].forward(activations[index], parameters, scratch: scratch)
    }
}

/// The buffers of a lane as its blocks see them, for one number of samples.
private struct LaneViews {
    let activations: [BlockActivations]
    let gradients: [BlockGradients]
    let finalStream: Out

    init(_ network: Network, samples: Int, _ memory: LaneMemory) {
        let lane = LaneShape(network.configuration, samples: samples)
        var streams = Streams(image: memory.stem.image, text: memory.stem.text)
        activations = network.blocks.enumerated().map { index, block in
            let skipped = block.skip == nil ? nil : network.skipPartner[index].map { memory.blocks[$0].output }
            return BlockActivations(block, lane, memory.blocks[index], streams: &streams, skip: skipped)
        }
        gradients =
            memory.gradients.map { shared in
                network.blocks.enumerated().map { BlockGradients($1, index: $0, lane, shared) }
            } ?? []
        finalStream = streams.image ?? memory.stem.image
    }
}

import Kernels
import Transformer

/// A contiguous slice of the batch with its own workspace; everything in it runs on one thread.
///
/// `@unchecked Sendable`: the pool runs each lane on one thread at a time.
final class Lane: @unchecked Sendable {
    let network: Network
    let pool = BufferPool()
    let memory: LaneMemory
    let stack: StackWorkspace
    /// The most samples at a time.
    let capacity: Int

    init(_ network: Network, samples: Int, _ purpose: WorkspacePurpose) {
        self.network = network
        capacity = samples
        memory = LaneMemory(network, samples: samples, purpose, from: pool)
        stack = StackWorkspace(network.stack, memory.stack, samples: samples, layers: network.outerLayers)
    }

    var samples: Int { stack.samples }

    /// Everything that depends on the caption alone. `context` is [samples, T, textWidth].
    /// - Parameter other: where the second half of the samples has its contexts, if not behind those of the first.
    func forwardContext(
        _ context: In, other: In? = nil, _ weights: NetworkWeights, observe: (BlockRun) throws -> Void
    ) rethrows {
        let pass = ForwardPass(weights, stack.scratch), text = memory.stack.text
        if let other {
            let half = samples / 2
            network.stem.forwardText(text, features: context, pass, samples: half)
            network.stem.forwardText(
                text + network.stack.lane(samples: half).textRows * network.configuration.width, features: other, pass, samples: half)
        } else {
            network.stem.forwardText(text, features: context, pass, samples: samples)
        }
        try stack.forwardText(weights, observe: observe)
    }

    /// Overwrites `out[samples, C, H, W]`; `forwardContext` came before.
    func forwardImage(
        _ out: Out, noisy: In, timesteps: In, _ weights: NetworkWeights, hidden: HiddenText? = nil, observe: (BlockRun) throws -> Void
    ) rethrows {
        let pass = ForwardPass(weights, stack.scratch)
        network.stem.forwardImage(memory.stack.main, memory.stem, noisy: noisy, timesteps: timesteps, pass, samples: samples)
        try stack.forwardMain(weights, hidden: hidden, observe: observe)
        network.head.forward(out, memory.head, stream: stack.output, pass, samples: samples)
    }

    /// The same for pairs, whose halves see the same images at the same times: `out` and `other` are [samples / 2, C, H, W] each, `noisy`
    /// and `timesteps` belong to half of the samples.
    func forwardPairs(
        _ out: Out, other: Out, noisy: In, timesteps: In, _ weights: NetworkWeights, hidden: HiddenText?
    ) {
        let pass = ForwardPass(weights, stack.scratch), half = samples / 2
        network.stem.forwardImage(memory.stack.main, memory.stem, noisy: noisy, timesteps: timesteps, pass, samples: half)
        stack.forwardMain(sharedByHalves: weights, hidden: hidden)
        let second = stack.output + network.stack.lane(samples: half).mainRows * network.configuration.width
        network.head.forward(out, memory.head, stream: stack.output, pass, samples: half)
        network.head.forward(other, memory.head, stream: second, pass, samples: half)
    }

    /// Mirrors the forward pass from `memory.head.dPrediction`; accumulates into `gradients`, laid out like the parameters.
    func backward(context: In, _ weights: NetworkWeights, _ gradients: Out) {
        guard let shared = memory.stack.gradients else { preconditionFailure("a lane without gradient buffers") }
        let pass = BackwardPass(weights, gradients, stack.scratch)
        let lane = network.stack.lane(samples: samples)
        let width = network.configuration.width
        // Rows that nothing has written a gradient to yet: time tokens at the end, text after its last use.
        shared.stream.update(repeating: 0, count: lane.allRows * width)
        network.head.backward(
            memory.head, dOut: memory.head.dPrediction, stream: stack.output, dStream: shared.stream, branch: shared.branch, pass,
            samples: samples)
        stack.backward(weights, gradients)
        network.stem.backwardText(features: context, dStream: shared.stream + lane.mainRows * width, pass, samples: samples)
        network.stem.backwardImage(memory.stem, dStream: shared.stream, branch: shared.branch, pass, samples: samples)
    }
}

/// The buffers of one lane, allocated once for its largest number of samples.
struct LaneMemory {
    let stem: StemMemory
    let stack: StackMemory
    let head: HeadMemory

    init(_ network: Network, samples: Int, _ purpose: WorkspacePurpose, from pool: BufferPool) {
        stem = StemMemory(network.stem, samples: samples, purpose, from: pool)
        stack = StackMemory(network.stack, network.stack.lane(samples: samples), purpose, from: pool)
        head = HeadMemory(network.head, samples: samples, purpose, from: pool)
    }
}

import Diffusion
import Evaluation
import Kernels
import TextEncoding
import UViT

/// One head's image-to-text attention in one forward pass.
struct HeadMap {
    var blockIndex: Int
    var block: String
    var head: Int
    /// [image tokens, text tokens] softmax probabilities.
    var map: [Float]
}

/// A forward pass of a network on a noised image that hands out every head's image-to-text attention.
struct AttentionPass {
    let model: ModelConfiguration
    let encoder: any FrozenTextEncoder
    let schedule: NoiseSchedule

    /// The maps of all blocks whose image queries see text, in execution order.
    ///
    /// - Parameters:
    ///   - image: [C,H,W], clean.
    ///   - noise: names the noise that `image` gets at `timestep`.
    func run(caption: String, image: In, timestep: Int, noise: RandomKey, predictor: Predictor) -> [HeadMap] {
        let elements = model.imageElements
        let noisy = FloatBuffer(count: elements)
        fillNormal(noisy.pointer, count: elements, key: noise)
        let (signal, deviation) = (schedule.signal(timestep), schedule.noise(timestep))
        for i in 0..<elements { noisy.pointer[i] = signal * image[i] + deviation * noisy.pointer[i] }
        let context = FloatBuffer(count: encoder.maximumTokens * encoder.width)
        encoder.encode(caption, into: context.pointer)
        let output = FloatBuffer(count: elements)
        var time = Float(timestep)
        var maps: [HeadMap] = []
        predictor.setContext(context.pointer, batch: 1)
        predictor.predict(output.pointer, noisy: noisy.pointer, timesteps: &time) { seen in
            if seen.block.seesText { maps += heads(of: seen.block, probabilities: seen.attention()) }
        }
        return maps
    }

    /// `probabilities` is [heads, queries, keys] of one sample, keys ordered image, time, text.
    private func heads(of block: BlockDescription, probabilities: FloatBuffer) -> [HeadMap] {
        let images = model.imageTokens
        let keys = images + 1 + model.textTokens
        let queries = probabilities.count / (model.heads * keys)
        let blockIndex = model.blocks.firstIndex { $0.name == block.name }!
        return (0..<model.heads).map { head in
            HeadMap(
                blockIndex: blockIndex, block: block.name, head: head,
                map: AttentionStatistics.imageToTextMap(
                    probabilities: probabilities.readPointer + head * queries * keys, imageTokens: images, keys: keys))
        }
    }
}

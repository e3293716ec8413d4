import Evaluation
import Kernels
import UViT

/// One head's image-to-text attention in one forward pass.
struct HeadMap {
    var blockIndex: Int
    var block: String
    var head: Int
    /// [image tokens, text tokens] softmax probabilities.
    var map: [Float]
}

extension JobNetwork {
    /// Every head's image-to-text attention in one forward pass on a noised image: all blocks whose image queries see text, in
    /// execution order.
    ///
    /// - Parameters:
    ///   - image: [C,H,W], clean.
    ///   - noise: names the noise that `image` gets at `timestep`.
    func attention(caption: String, image: In, timestep: Int, noise: RandomKey) -> [HeadMap] {
        let model = materials.model
        let noisy = FloatBuffer(count: model.imageElements)
        materials.noise(image, into: noisy.pointer, timestep: timestep, key: noise)
        let context = FloatBuffer(count: model.contextElements)
        materials.encoder.encode(caption, into: context.pointer)
        let output = FloatBuffer(count: model.imageElements)
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
        let model = materials.model
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

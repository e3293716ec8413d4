import Kernels
import Platform
import TensorFiles

/// CLIP's vision tower: patches and a class token, a layer norm, pre-norm layers, a layer norm of the class token, a projection.
///
/// Source: Radford et al., Learning Transferable Visual Models From Natural Language Supervision, arXiv 2103.00020.
public final class CLIPVision: Sendable {
    public let configuration: CLIPVisionConfiguration
    /// Hex SHA-256 of the tensors it was made of.
    public let fingerprint: String
    private let classToken: FloatBuffer
    private let patches: PackedLinear
    private let positions: FloatBuffer
    private let firstNorm: NormWeights
    private let stack: TransformerStack
    private let lastNorm: NormWeights
    private let projection: PackedLinear?

    /// Takes the tower out of the weights of a `CLIPModel`, `CLIPVisionModel` or `CLIPVisionModelWithProjection`.
    /// - Throws: `TensorFileError.disagreeingWeights`.
    public init(_ configuration: CLIPVisionConfiguration, _ archive: WeightArchive) throws {
        let (shape, width, side) = (configuration.layers, configuration.layers.width, configuration.patchSize)
        var reader = WeightReader(
            archive, network: "a CLIP vision tower of \(shape.depth) layers of \(width) over \(configuration.patches) patches")
        // Newer files of the tower alone leave the prefix out.
        let prefix = reader.contains("embeddings.class_embedding") ? "" : "vision_model."
        self.configuration = configuration
        classToken = reader.buffer("\(prefix)embeddings.class_embedding", [width])
        patches = PackedLinear(
            reader.values("\(prefix)embeddings.patch_embedding.weight", [width, 3, side, side]), bias: nil, outputs: width,
            inputs: 3 * side * side)
        positions = reader.buffer("\(prefix)embeddings.position_embedding.weight", [configuration.tokens, width])
        firstNorm = reader.norm("\(prefix)pre_layrnorm", width)
        stack = TransformerStack(shape, from: &reader) { .clip("\(prefix)encoder.layers.\($0)") }
        lastNorm = reader.norm("\(prefix)post_layernorm", width)
        projection =
            reader.contains("visual_projection.weight")
            ? reader.linear(["visual_projection"], outputs: configuration.projection, inputs: width, hasBias: false) : nil
        reader.allow { $0.hasPrefix("text_model.") || ["text_projection.weight", "logit_scale"].contains($0) }
        reader.allow { $0 == "\(prefix)embeddings.position_ids" }
        try reader.finish()
        fingerprint = archive.fingerprint { !$0.hasPrefix("text_model.") && $0 != "text_projection.weight" }
    }

    /// Values of a projected feature; nil without a projection.
    public var featureWidth: Int? { projection?.outputs }

    /// Floats of a picture.
    public var pixelCount: Int { 3 * configuration.imageSize * configuration.imageSize }

    /// Hidden states [images, 1 + patches, width], without the last norm.
    ///
    /// - Parameters:
    ///   - pixels: [images, 3, imageSize, imageSize], normalised as `CLIPImageProcessor` does.
    ///   - layer: how many layers: 0 gives the normed embeddings (transformers' `hidden_states`), nil all (`last_hidden_state`).
    public func hiddenStates(_ pixels: FloatBuffer, layer: Int? = nil, pool: ThreadPool = .allCores) -> FloatBuffer {
        let (x, rows) = embeddings(pixels, pool)
        stack.run(x, rows, layers: 0..<(layer ?? configuration.layers.depth), pool: pool)
        return x
    }

    /// The class tokens' states after the last norm [images, width] (`pooler_output`).
    public func pooled(_ pixels: FloatBuffer, pool: ThreadPool = .allCores) -> FloatBuffer {
        let (x, rows) = embeddings(pixels, pool)
        let out = stack.lastStates(x, rows, of: [Int](repeating: 0, count: rows.sequences), pool: pool)
        lastNorm.apply(out.pointer, out.pointer, rows: rows.sequences, epsilon: configuration.layers.epsilon)
        return out
    }

    private func embeddings(_ pixels: FloatBuffer, _ pool: ThreadPool) -> (FloatBuffer, TokenRows) {
        precondition(pixels.count % pixelCount == 0, "\(pixels.count) floats are no pictures of \(pixelCount)")
        let (images, tokens, width) = (pixels.count / pixelCount, configuration.tokens, configuration.layers.width)
        let x = FloatBuffer(count: images * tokens * width)
        pool.forEach(images) { image in
            let own = x.pointer + image * tokens * width
            let cut = FloatBuffer(count: pixelCount)
            patchify(
                cut.pointer, image: pixels.readPointer + image * pixelCount, samples: 1, channels: 3, height: configuration.imageSize,
                width: configuration.imageSize, patchSize: configuration.patchSize)
            addRows(own, classToken.readPointer, positions.readPointer, count: width)
            patches.forward(
                own + width, cut.readPointer, rows: configuration.patches, addend: positions.readPointer + width,
                scratch: MatrixScratch(gradientInputs: 0))
            firstNorm.apply(own, own, rows: tokens, epsilon: configuration.layers.epsilon)
        }
        return (x, TokenRows(counts: [Int](repeating: tokens, count: images)))
    }

    /// Projected features [images, featureWidth], not yet of unit length (`get_image_features`).
    /// - Precondition: the weights have a projection.
    public func features(_ pixels: FloatBuffer, pool: ThreadPool = .allCores) -> FloatBuffer {
        guard let projection else { preconditionFailure("the weights have no projection") }
        let pooled = pooled(pixels, pool: pool), images = pixels.count / pixelCount
        let out = FloatBuffer(count: images * projection.outputs)
        projection.forward(out.pointer, pooled.readPointer, rows: images, scratch: MatrixScratch(gradientInputs: 0))
        return out
    }
}

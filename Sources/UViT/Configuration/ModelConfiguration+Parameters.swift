import Transformer

/// The parameters of a U-ViT, named as in the reference model.
public typealias Parameters = NetworkParameters<ModelConfiguration>

extension ModelConfiguration: NetworkShape {
    public var parameterShapes: [NamedShape] {
        var shapes: [NamedShape] = [
            ("pos_embed", [1, imageStreamTokens + textTokens, width]),
            ("patch_embed.proj.weight", [width, channels, patchSize, patchSize]), ("patch_embed.proj.bias", [width]),
            ("final_layer.weight", [channels, channels, 3, 3]), ("final_layer.bias", [channels]),
        ]
        shapes += linearShapes("context_embed", textWidth, width)
        if timeMLP { shapes += linearShapes("time_embed.0", width, 4 * width) + linearShapes("time_embed.2", 4 * width, width) }
        shapes += blocks.flatMap { block($0).parameterShapes }
        return shapes + normShapes("norm", width) + linearShapes("decoder_pred", width, patchElements)
    }
}

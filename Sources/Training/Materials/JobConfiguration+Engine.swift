import Datasets
import Experiments
import Transformer
import UViT

// What the engine's rooms need of a job, in their own types.

extension JobConfiguration {
    /// The network of this job. Images are RGB, features latents.
    public var modelConfiguration: ModelConfiguration {
        ModelConfiguration(
            imageSize: data.imageSize, channels: data.kind.isPrecomputed ? FeaturesConfiguration.channels : 3, patchSize: model.patchSize,
            width: model.width,
            depth: model.depth, heads: model.heads, mlpRatio: model.mlpRatio,
            textTokens: text.maxTokens, textWidth: text.width,
            conditioning: fusion.conditioning,
            imageDepth: fusion.point, textDepth: fusion.textDepth,
            qkvBias: model.qkvBias, timeMLP: model.timeMLP)
    }

    var optimiserSettings: AdamWSettings {
        AdamWSettings(
            beta1: train.beta1, beta2: train.beta2, epsilon: train.epsilon,
            weightDecay: train.weightDecay, emaDecay: train.ema)
    }
}

extension JobConfiguration.Data {
    var composition: CompositionOptions {
        CompositionOptions(
            imageSize: imageSize, train: train, test: test, seed: UInt64(seed),
            minimumObjects: minimumObjects, maximumObjects: maximumObjects,
            grammar: grammar, layout: layout)
    }

    var scenes: ScenesConfiguration {
        ScenesConfiguration(
            path: path ?? "", options: composition, kinds: kinds, canvas: canvas)
    }

    var features: FeaturesConfiguration {
        FeaturesConfiguration(
            path: path ?? "", imageSize: imageSize, train: train == 0 ? nil : train, test: test, scale: latentScale,
            seed: UInt64(seed))
    }

    var imageFolder: ImageFolderConfiguration {
        ImageFolderConfiguration(
            path: path ?? "", imageSize: imageSize, train: train == 0 ? nil : train, test: test,
            seed: UInt64(seed), onError: onError)
    }
}

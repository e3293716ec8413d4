import Foundation
import FrozenNetworks
import TensorFiles

/// Convolution networks by the name that the probe knows them by. Pictures come as `pixels`, normalised: [batch, height, width, 3], for the
/// autoencoder [batch, 3, height, width].
let convolutions: [String: ProbeNetwork] = [
    "inception": { weights, inputs in
        let network = try InceptionV3(WeightArchive(contentsOf: URL(fileURLWithPath: weights)))
        let pixels = try inputs.input("pixels")
        let (values, shape) = (pixels.floats, pixels.shape)
        return {
            [
                (
                    "features", [shape[0], InceptionV3.width],
                    network.features(normalized: values, batch: shape[0], height: shape[1], width: shape[2])
                )
            ]
        }
    },
    "efficientnet-lite0": { weights, inputs in
        let network = try EfficientNetLite0(WeightArchive(contentsOf: URL(fileURLWithPath: weights)))
        let pixels = try inputs.input("pixels")
        let (values, shape) = (pixels.floats, pixels.shape)
        return {
            let outputs = network.outputs(normalized: values, batch: shape[0], height: shape[1], width: shape[2])
            return [
                ("features", [shape[0], EfficientNetLite0.width], outputs.features),
                ("logits", [shape[0], EfficientNetLite0.classes], outputs.logits),
            ]
        }
    },
    "autoencoder-encoder": { weights, inputs in
        let network = try AutoencoderKL(folder: URL(fileURLWithPath: weights))
        let pixels = try inputs.input("pixels")
        let (values, shape, reduction) = (pixels.floats, pixels.shape, network.configuration.reduction)
        return {
            [
                (
                    "moments", [shape[0], 2 * network.configuration.latentChannels, shape[2] / reduction, shape[3] / reduction],
                    network.moments(values, batch: shape[0], height: shape[2], width: shape[3])
                )
            ]
        }
    },
    "autoencoder-decoder": { weights, inputs in
        let network = try AutoencoderKL(folder: URL(fileURLWithPath: weights))
        let latents = try inputs.input("latents")
        let (values, shape, reduction) = (latents.floats, latents.shape, network.configuration.reduction)
        return {
            [
                (
                    "pictures", [shape[0], network.configuration.outChannels, shape[2] * reduction, shape[3] * reduction],
                    network.decode(values, batch: shape[0], height: shape[2], width: shape[3])
                )
            ]
        }
    },
]

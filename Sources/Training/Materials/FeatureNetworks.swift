import Datasets
import Foundation
import FrozenNetworks
import Kernels
import Platform

/// The networks that make a features folder, from folders of their weights.
public struct FeatureNetworks {
    public let networks: FeatureFolderWriter.Networks
    /// What decides the numbers.
    public let makers: [String]

    /// - Parameters:
    ///   - imageSize: side of the pictures; a multiple of the autoencoder's reduction.
    ///   - threads: no number depends on it.
    /// - Throws: `FrozenNetworksError`, `TensorFileError`, `DatasetError`, `FileError`.
    public init(autoencoder: String, text: String, imageSize: Int, maximumTokens: Int, threads: Int) throws {
        let network = try AutoencoderKL(folder: URL(fileURLWithPath: autoencoder, isDirectory: true))
        let (reduction, channels) = (network.configuration.reduction, network.configuration.latentChannels)
        guard imageSize % reduction == 0, imageSize > 0 else {
            throw DatasetError.badSetting(name: "--image-size", found: "\(imageSize)", allowed: "a multiple of \(reduction)")
        }
        guard channels == FeaturesConfiguration.channels else {
            throw DatasetError.badSetting(
                name: "--autoencoder", found: "\(channels) latent channels", allowed: "\(FeaturesConfiguration.channels)")
        }
        let encoder = try FrozenTextEncoders.load(folder: URL(fileURLWithPath: text, isDirectory: true), tokens: maximumTokens)
        let (side, pool) = (imageSize / reduction, ThreadPool(threads: threads))
        networks = FeatureFolderWriter.Networks(
            momentsShape: [2 * channels, side, side],
            moments: { pictures in
                network.moments(
                    pictures.flatMap { $0.planarFloats() }, batch: pictures.count, height: imageSize, width: imageSize, threads: pool)
            },
            contextShape: [maximumTokens, encoder.width],
            contexts: { captions in
                let out = FloatBuffer(count: captions.count * maximumTokens * encoder.width)
                encoder.encode(captions, into: out.pointer)
                return Array(UnsafeBufferPointer(start: out.pointer, count: out.count))
            })
        makers = [
            try JobAssets.content(of: autoencoder), encoder.identity, "\(imageSize)", "\(maximumTokens)",
            "over white, centre crop, bicubic resize",
        ]
    }
}

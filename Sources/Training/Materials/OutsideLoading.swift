import Choices
import Datasets
import Evaluation
import Foundation
import FrozenNetworks
import Kernels
import Platform
import Results
import TensorFiles

// Frozen networks from files, as looks at pictures use them.

extension FrozenAssets {
    /// - Returns: nil for no judge.
    func loadOutsideJudge(_ kind: OutsideJudge, _ path: String) throws -> (any PictureFeatures, OutsideView.Judge.Metrics)? {
        let archive = { try WeightArchive(contentsOf: URL(fileURLWithPath: path)) }
        switch kind {
        case .none: return nil
        case .inception:
            let network = try InceptionV3(try archive())
            let judge = PublishedFeatures(identity: try Self.identity("inception-v3", path), dimensions: InceptionV3.width) {
                network.features($0, threads: $1)
            }
            return (judge, .init(frechet: Metric.fid, frechetFloor: Metric.fidFloor, kernel: Metric.kid, discrepancy: nil))
        case .efficientNet:
            let network = try EfficientNetLite0(try archive())
            let judge = PublishedFeatures(identity: try Self.identity("efficientnet-lite0", path), dimensions: EfficientNetLite0.width) {
                network.features($0, threads: $1)
            }
            return (
                judge,
                .init(
                    frechet: Metric.efficientNetFrechetDistance, frechetFloor: Metric.efficientNetFrechetDistanceFloor,
                    kernel: Metric.efficientNetKernelDistance, discrepancy: Metric.efficientNetDiscrepancy)
            )
        }
    }

    func loadLatentDecoder(_ path: String) throws -> any LatentDecoder {
        let network = try AutoencoderKL(folder: URL(fileURLWithPath: path, isDirectory: true))
        guard network.configuration.latentChannels == FeaturesConfiguration.channels else {
            throw DatasetError.badSetting(
                name: "sample.autoencoder", found: "\(path) with \(network.configuration.latentChannels) latent channels",
                allowed: "one with \(FeaturesConfiguration.channels), as the features have")
        }
        return AutoencoderDecoding(network: network, identity: try Self.identity("autoencoder-kl", path))
    }

    /// `mu` and `sigma` of a file as pytorch-fid writes it.
    func loadStatistics(_ path: String, dimensions: Int) throws -> NormalFit {
        let archive = try NumPyArchive(contentsOf: URL(fileURLWithPath: path))
        let (mean, covariance) = (try archive.array("mu"), try archive.array("sigma"))
        guard mean.shape == [dimensions], covariance.shape == [dimensions, dimensions],
            let fit = NormalFit(mean: mean.doubles, covariance: covariance.doubles)
        else {
            throw DatasetError.badSetting(
                name: "evaluate.reference_statistics",
                found: "\(path) with mu \(mean.shape) and sigma \(covariance.shape)",
                allowed: "finite numbers, mu [\(dimensions)] and sigma [\(dimensions), \(dimensions)]")
        }
        return fit
    }

    private static func identity(_ name: String, _ path: String) throws -> String {
        "\(name)(\(try JobAssets.content(of: path).prefix(16)))"
    }
}

extension FrozenAssets {
    func loadPictureScorer(_ path: String) throws -> any PictureScorer {
        CLIPScoring(network: try CLIPScore(folder: URL(fileURLWithPath: path, isDirectory: true), pool: ThreadPool(threads: threads)))
    }
}

private struct CLIPScoring: PictureScorer {
    let network: CLIPScore
    var identity: String { network.identity }
    var embedding: Int { network.width }

    func units(of pictures: [PixelImage]) -> [Float] { Self.values(network.features(of: pictures)) }
    func units(of texts: [String], prefixed: Bool) -> [Float] { Self.values(network.features(of: texts, withPrefix: prefixed)) }

    private static func values(_ buffer: FloatBuffer) -> [Float] {
        Array(UnsafeBufferPointer(start: buffer.readPointer, count: buffer.count))
    }
}

private struct PublishedFeatures: PictureFeatures {
    let identity: String
    let dimensions: Int
    /// [pictures, dimensions].
    let make: @Sendable (_ pictures: [PixelImage], _ threads: ThreadPool) -> [Float]

    func features(of pictures: [PixelImage], threads: Int) -> [Float] { make(pictures, ThreadPool(threads: threads)) }
}

private struct AutoencoderDecoding: LatentDecoder {
    let network: AutoencoderKL
    let identity: String

    func pictures(of latents: UnsafePointer<Float>, count: Int, side: Int, threads: Int) -> [PixelImage] {
        let channels = network.configuration.latentChannels, elements = channels * side * side
        let large = side * network.configuration.reduction
        return (0..<count).map { row in
            let values = Array(UnsafeBufferPointer(start: latents + row * elements, count: elements))
            let picture = network.decode(values, batch: 1, height: side, width: side, scale: 1, threads: ThreadPool(threads: threads))
            return PixelImage(planarFloats: picture, channels: 3, width: large, height: large)
        }
    }
}

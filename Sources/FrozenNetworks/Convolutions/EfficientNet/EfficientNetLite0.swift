import Datasets
import Foundation
import Kernels
import Platform
import TensorFiles

/// EfficientNet-Lite0, a small ImageNet classifier: for distances in its features where Inception's weights are not at hand. Never to be
/// called FID.
///
/// Weights by the names of the PyTorch port `efficientnet_lite_pytorch` (Apache licence), converted there from the authors' own.
/// Source: Tan & Le, EfficientNet (2019), and the authors' `efficientnet/lite`.
public struct EfficientNetLite0: Sendable {
    /// Features of a picture: the mean of the last maps.
    public static let width = 1280
    public static let classes = 1000
    static let side = 224

    private let stem: SameConvolution
    private let blocks: [InvertedResidual]
    private let head: ConvolutionLayer
    private let classifier: ConvolutionLayer
    private let buffers = BufferPool()

    /// - Throws: `TensorFileError.disagreeingWeights`, naming every tensor that is missing, unexpected or of another shape.
    public init(_ archive: WeightArchive) throws {
        var reader = WeightReader(archive, network: "EfficientNet-Lite0")
        reader.allow { $0.hasSuffix(".num_batches_tracked") }
        stem = SameConvolution(
            packed: reader.convolution(
                "_conv_stem", norm: "_bn0", epsilon: efficientNetEpsilon, inputs: 3, outputs: 32, window: Window(3, 3, stride: 2),
                activation: .relu6))
        var (blocks, channels): ([InvertedResidual], Int) = ([], 32)
        for stage in Self.stages {
            for index in 0..<stage.blocks {
                blocks.append(
                    reader.invertedResidual(
                        "_blocks.\(blocks.count)", inputs: channels, outputs: stage.channels, expansion: stage.expansion,
                        window: Window(stage.kernel, stage.kernel, stride: index == 0 ? stage.stride : 1)))
                channels = stage.channels
            }
        }
        self.blocks = blocks
        head = ConvolutionLayer(
            packed: reader.convolution(
                "_conv_head", norm: "_bn1", epsilon: efficientNetEpsilon, inputs: channels, outputs: Self.width, window: Window(1, 1),
                activation: .relu6), padding: .none)
        classifier = ConvolutionLayer(packed: reader.pointwise("_fc", inputs: Self.width, outputs: Self.classes), padding: .none)
        try reader.finish()
    }

    private struct Stage {
        let blocks: Int
        let kernel: Int
        let stride: Int
        let expansion: Int
        let channels: Int
    }

    private static let stages = [
        Stage(blocks: 1, kernel: 3, stride: 1, expansion: 1, channels: 16),
        Stage(blocks: 2, kernel: 3, stride: 2, expansion: 6, channels: 24),
        Stage(blocks: 2, kernel: 5, stride: 2, expansion: 6, channels: 40),
        Stage(blocks: 3, kernel: 3, stride: 2, expansion: 6, channels: 80),
        Stage(blocks: 3, kernel: 5, stride: 1, expansion: 6, channels: 112),
        Stage(blocks: 4, kernel: 5, stride: 2, expansion: 6, channels: 192),
        Stage(blocks: 1, kernel: 3, stride: 1, expansion: 6, channels: 320),
    ]

    /// `[images.count, 1280]`, eight pictures at a time; grey pictures and those with alpha are made RGB.
    public func features(_ images: [PixelImage], threads: ThreadPool = .allCores) -> [Float] {
        batched(images, side: Self.side, threads: threads, buffers: buffers) {
            Self.fill($0, $1)
        } network: {
            features($0, $1)
        }
    }

    /// `[images.count, 1000]`: one score a class of ImageNet, before the softmax.
    public func logits(_ images: [PixelImage], threads: ThreadPool = .allCores) -> [Float] {
        batched(images, side: Self.side, threads: threads, buffers: buffers) {
            Self.fill($0, $1)
        } network: {
            classifier(features($0, $1), $1)
        }
    }

    /// `[batch, 1280]` and `[batch, 1000]` of pictures that are normalised already: `pixels[batch, height, width, 3]` as (x - 127) / 128.
    public func outputs(
        normalized pixels: [Float], batch: Int, height: Int, width: Int, threads: ThreadPool = .allCores
    ) -> (features: [Float], logits: [Float]) {
        let pass = ForwardPass(threads, buffers)
        let features = features(pass.maps(MapShape(batch: batch, height: height, width: width, channels: 3), pixels), pass)
        return (features.values, classifier(features, pass).values)
    }

    private func features(_ input: FeatureMaps, _ pass: ForwardPass) -> FeatureMaps {
        let maps = blocks.reduce(stem(input, pass)) { $1($0, pass) }
        return pass.globalAverage(head(maps, pass))
    }

    /// The authors' evaluation: the centred square of 7/8 of the shorter side, bicubic to 224 x 224 as TensorFlow 1 has it,
    /// (x - 127) / 128.
    static func fill(_ out: UnsafeMutablePointer<Float>, _ image: PixelImage) {
        let cropped = max(1, min(image.width, image.height) * 7 / 8)
        let axis = ResampledAxis.legacyBicubic(from: cropped, to: side)
        resample(out, image, top: (image.height - cropped + 1) / 2, left: (image.width - cropped + 1) / 2, rows: axis, columns: axis)
        for i in 0..<side * side * 3 { out[i] = (out[i] - 127) / 128 }
    }
}

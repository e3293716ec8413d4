import Datasets
import Foundation
import Kernels
import Platform
import TensorFiles

/// The Inception-v3 that the Fréchet inception distance is defined by: TensorFlow's weights of 2015 (1,008 classes), average pools
/// that do not count padding, and a maximum in the pool of the last block.
///
/// Weights by torchvision's names, as in pytorch-fid's `pt_inception-2015-12-05-6726825d.pth`. torchvision's own ImageNet weights
/// have another classifier and are refused: their distances cannot be compared with published ones.
/// Source: Heusel et al., GANs Trained by a Two Time-Scale Update Rule (2017); Seitzer, pytorch-fid (2020).
public struct InceptionV3: Sendable {
    /// How a picture becomes the network's input of 299 x 299. Published distances differ by the choice, so say which was taken.
    public enum Preprocessing: Sendable {
        /// Bilinear between pixel centres, without a low-pass filter, then -1...1: pytorch-fid.
        case pytorchFID
        /// TensorFlow 1's bilinear resizing, then (x - 128) / 128: the original program, clean-fid's `legacy_tensorflow`.
        case tensorFlow
    }

    /// Features of a picture: the mean of the last maps, "pool3".
    public static let width = 2048
    static let side = 299

    private let stem: [InceptionStep]
    private let blocks: [InceptionBlock]
    private let buffers = BufferPool()

    /// - Throws: `TensorFileError.disagreeingWeights`, naming every tensor that is missing, unexpected or of another shape.
    public init(_ archive: WeightArchive) throws {
        var reader = WeightReader(archive, network: "pytorch-fid's Inception-v3 with 1008 classes")
        reader.allow { $0.hasSuffix(".num_batches_tracked") }
        stem = [
            .convolution(reader.inceptionConvolution("Conv2d_1a_3x3", inputs: 3, outputs: 32, Window(3, 3, stride: 2))),
            .convolution(reader.inceptionConvolution("Conv2d_2a_3x3", inputs: 32, outputs: 32, Window(3, 3))),
            .convolution(reader.inceptionConvolution("Conv2d_2b_3x3", inputs: 32, outputs: 64, Window(3, 3), Padding(1))),
            .pooling(halvingMaximum),
            .convolution(reader.inceptionConvolution("Conv2d_3b_1x1", inputs: 64, outputs: 80, Window(1, 1))),
            .convolution(reader.inceptionConvolution("Conv2d_4a_3x3", inputs: 80, outputs: 192, Window(3, 3))),
            .pooling(halvingMaximum),
        ]
        blocks = [
            reader.inceptionA("Mixed_5b", inputs: 192, pooled: 32),
            reader.inceptionA("Mixed_5c", inputs: 256, pooled: 64),
            reader.inceptionA("Mixed_5d", inputs: 288, pooled: 64),
            reader.inceptionB("Mixed_6a", inputs: 288),
            reader.inceptionC("Mixed_6b", inputs: 768, inner: 128),
            reader.inceptionC("Mixed_6c", inputs: 768, inner: 160),
            reader.inceptionC("Mixed_6d", inputs: 768, inner: 160),
            reader.inceptionC("Mixed_6e", inputs: 768, inner: 192),
            reader.inceptionD("Mixed_7a", inputs: 768),
            reader.inceptionE("Mixed_7b", inputs: 1280, poolsByMaximum: false),
            reader.inceptionE("Mixed_7c", inputs: 2048, poolsByMaximum: true),
        ]
        // Not used, but only FID's network has a classifier of this shape.
        _ = reader.values("fc.weight", [1008, Self.width])
        _ = reader.values("fc.bias", [1008])
        try reader.finish()
    }

    /// `[images.count, 2048]`, eight pictures at a time; grey pictures and those with alpha are made RGB.
    public func features(
        _ images: [PixelImage], preprocessing: Preprocessing = .pytorchFID, threads: ThreadPool = .allCores
    ) -> [Float] {
        batched(images, side: Self.side, threads: threads, buffers: buffers) {
            preprocessing.fill($0, $1)
        } network: { input, pass in
            features(input, pass)
        }
    }

    /// `[batch, 2048]` of pictures that are normalised already: `pixels[batch, height, width, 3]` in -1...1, of any size from 75 x 75 on.
    public func features(normalized pixels: [Float], batch: Int, height: Int, width: Int, threads: ThreadPool = .allCores) -> [Float] {
        let pass = ForwardPass(threads, buffers)
        return features(pass.maps(MapShape(batch: batch, height: height, width: width, channels: 3), pixels), pass).values
    }

    private func features(_ input: FeatureMaps, _ pass: ForwardPass) -> FeatureMaps {
        let maps = stem.reduce(input) { $1($0, pass) }
        return pass.globalAverage(blocks.reduce(maps) { $1($0, pass) })
    }
}

extension InceptionV3.Preprocessing {
    /// Overwrites `out[299, 299, 3]`.
    func fill(_ out: UnsafeMutablePointer<Float>, _ image: PixelImage) {
        let side = InceptionV3.side
        switch self {
        case .pytorchFID:
            resample(out, image, rows: .bilinear(from: image.height, to: side), columns: .bilinear(from: image.width, to: side))
            for i in 0..<side * side * 3 { out[i] = out[i] / 127.5 - 1 }
        case .tensorFlow:
            resample(out, image, rows: .legacyBilinear(from: image.height, to: side), columns: .legacyBilinear(from: image.width, to: side))
            for i in 0..<side * side * 3 { out[i] = (out[i] - 128) / 128 }
        }
    }
}

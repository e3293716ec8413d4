import Choices
import Datasets
import Evaluation
import Foundation
import FrozenNetworks
import Platform
import TensorFiles

/// A part of a features folder.
public enum FeaturePart: String, CaseIterable, Sendable {
    case train
    case val
}

/// Mean and covariance of a folder's pictures in Inception's features.
public struct PictureStatistics: Sendable {
    private let files: [CaptionedFile]
    private let imageSize: Int

    /// Pictures that are looked at together.
    private static let batch = 32

    /// - Parameter part: where a pair of caption files tells; nil takes all.
    /// - Throws: `DatasetError`.
    public init(_ path: String, part: FeaturePart?, imageSize: Int) throws {
        let listing = try CaptionedFiles(path: path, onError: .fail)
        let wanted: Split? = part.map { $0 == .train ? .train : .test }
        files = listing.files.filter { wanted == nil || $0.split == wanted }
        self.imageSize = imageSize
        guard files.count >= 2 else {
            throw DatasetError.badSetting(
                name: "the pictures of \(path)" + (part.map { " in \($0.rawValue)" } ?? ""), found: "\(files.count)", allowed: "2 or more")
        }
    }

    /// Writes `mu` [2048] and `sigma` [2048, 2048], float64.
    /// - Returns: how many pictures they are of.
    /// - Throws: `DatasetError`, `TensorFileError`, `FileError`, `Stopped`.
    public func write(
        inception: String, to url: URL, threads: Int, stop: StopSignal, report: (_ done: Int, _ of: Int) -> Void
    ) throws -> Int {
        let network = try InceptionV3(WeightArchive(contentsOf: URL(fileURLWithPath: inception)))
        var statistics = FeatureStatistics(dimensions: InceptionV3.width)
        for first in stride(from: 0, to: files.count, by: Self.batch) {
            try stop.check()
            let batch = files[first..<min(first + Self.batch, files.count)]
            let pictures = try inParallel(Array(batch)) { try PixelImage.square($0, side: imageSize) }
            statistics.add(network.features(pictures, threads: ThreadPool(threads: threads)).map(Double.init))
            report(batch.endIndex, files.count)
        }
        guard let covariance = statistics.covariance, covariance.allSatisfy(\.isFinite) else {
            throw EncodingError.badNumbers(file: inception)
        }
        let size = statistics.dimensions
        try NumPyArchive.write(to: url, arrays: [("mu", [size], statistics.mean), ("sigma", [size, size], covariance)])
        return files.count
    }
}

extension PixelImage {
    /// The middle square of a file, as latent diffusion models have it: antialiased bicubic, over white.
    public static func square(_ file: CaptionedFile, side: Int) throws -> PixelImage {
        try PixelImage.decode(file.file).overWhite().centreCropped().asRGB().bicubicResized(width: side, height: side)
    }
}

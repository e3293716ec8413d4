import Datasets
import Foundation
import Kernels
import Platform
import TextEncoding

/// The CLIP score: how well a caption fits a picture, 2.5 max(cos, 0) of CLIP's features.
///
/// Features are had once a picture and once a caption, as unit vectors; scores are products of them.
/// Source: Hessel et al., CLIPScore: A Reference-free Evaluation Metric for Image Captioning, arXiv 2104.08718.
public struct CLIPScore: Sendable {
    /// What the paper puts before every caption.
    public static let prefix = "A photo depicts "
    static let weight = 2.5

    /// Values of a feature.
    public let width: Int
    private let text: CLIPText
    private let vision: CLIPVision
    private let tokenizer: any SubwordTokenizer
    private let processor: CLIPImageProcessor
    private let pool: ThreadPool

    /// Loads a whole CLIP model from a folder as Hugging Face's hub has it.
    /// - Throws: `FrozenNetworksError`, `TensorFileError`, `TokenizerError`, naming the file and what is wrong with it.
    public init(folder: URL, pool: ThreadPool = .allCores) throws {
        let file = try ConfigurationFile(folder: folder), configuration = try CLIPConfiguration(file)
        guard let text = configuration.text, let vision = configuration.vision else {
            throw file.refusal("model_type", "one tower", "clip: a score needs both")
        }
        let tokenizer = try BytePairTokenizer(contentsOf: folder)
        let processor = try CLIPImageProcessor(folder: folder, imageSize: vision.imageSize), weights = try ModelFolder(folder).weights()
        try self.init(CLIPText(text, weights), CLIPVision(vision, weights), tokenizer, processor, pool: pool)
    }

    /// - Throws: `FrozenNetworksError.unfit` when the towers have no projection into one space, or the tokenizer is another's.
    public init(
        _ text: CLIPText, _ vision: CLIPVision, _ tokenizer: any SubwordTokenizer, _ processor: CLIPImageProcessor,
        pool: ThreadPool = .allCores
    ) throws {
        guard let width = text.featureWidth, width == vision.featureWidth else {
            throw FrozenNetworksError.unfit(
                network: "CLIP model", what: "the projections",
                found: "\(text.featureWidth ?? 0) and \(vision.featureWidth ?? 0) values (0: none)", allowed: "two of equal width")
        }
        let limits = text.configuration
        try checkEncoder(
            "CLIP text tower", tokens: nil, positions: limits.positions, layer: nil, depth: limits.layers.depth, tokenizer: tokenizer,
            vocabulary: limits.vocabulary)
        (self.text, self.vision, self.tokenizer, self.processor, self.pool) = (text, vision, tokenizer, processor, pool)
        self.width = width
    }

    /// Names the features completely: equal identities give equal ones.
    public var identity: String {
        "clip-score(text=\(text.fingerprint.prefix(16)), vision=\(vision.fingerprint.prefix(16)), "
            + "tokenizer=\(tokenizer.fingerprint.prefix(16)), \(text.configuration.layers.identity), "
            + "\(vision.configuration.layers.identity), picture=\(processor.identity), width=\(width))"
    }

    /// Unit vectors [captions, width].
    public func features(of captions: [String], withPrefix: Bool) -> FloatBuffer {
        let out = FloatBuffer(count: captions.count * width)
        forEachBatch(captions) { batch, first in
            let ids = batch.map { caption in
                let tokens = tokenizer.tokens((withPrefix ? Self.prefix : "") + caption, maximumTokens: text.configuration.positions)
                // Padding comes after the end of the text, whose state it cannot change.
                return Array(tokens.ids.prefix(tokens.count))
            }
            let features = text.features(ids, pool: pool)
            (out.pointer + first * width).update(from: features.readPointer, count: features.count)
        }
        return unitRows(out)
    }

    /// Unit vectors [images, width]; pictures of any size.
    public func features(of images: [PixelImage]) -> FloatBuffer {
        let out = FloatBuffer(count: images.count * width)
        for first in stride(from: 0, to: images.count, by: 16) {
            let pixels = processor.pixels(of: Array(images[first..<min(first + 16, images.count)]), pool: pool)
            let features = vision.features(pixels, pool: pool)
            (out.pointer + first * width).update(from: features.readPointer, count: features.count)
        }
        return unitRows(out)
    }

    /// 2.5 max(cos, 0) of two unit vectors of `count` values: from 0 to 2.5.
    public static func score(_ image: UnsafePointer<Float>, _ caption: UnsafePointer<Float>, count: Int) -> Double {
        var cosine = 0.0
        for i in 0..<count { cosine += Double(image[i]) * Double(caption[i]) }
        return weight * max(cosine, 0)
    }

    /// In place, each row over its length.
    private func unitRows(_ rows: FloatBuffer) -> FloatBuffer {
        for row in 0..<rows.count / width {
            let values = rows.pointer + row * width
            var squares = 0.0
            for i in 0..<width { squares += Double(values[i]) * Double(values[i]) }
            let length = squares.squareRoot()
            for i in 0..<width { values[i] = Float(Double(values[i]) / length) }
        }
        return rows
    }
}

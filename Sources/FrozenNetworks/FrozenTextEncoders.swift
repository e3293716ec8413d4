import Foundation
import Kernels
import TextEncoding

/// Frozen text encoders from folders as Hugging Face's hub has them.
public enum FrozenTextEncoders {
    /// Loads CLIP's text tower or BERT, whichever the folder's `config.json` describes: that file, the tokenizer's and the weights.
    ///
    /// - Parameters:
    ///   - tokens: rows of a caption, special tokens included; nil for as many as the network has positions.
    ///   - layer: the layer whose states are taken, 0 for the embeddings; nil for the network's own output.
    ///   - features: a row a token, or one mean row (BERT).
    /// - Throws: `FrozenNetworksError`, `TensorFileError`, `TokenizerError`, naming the file and what is wrong with it.
    public static func load(
        folder: URL, tokens: Int? = nil, layer: Int? = nil, features: BERTTextEncoder.Features = .tokens
    ) throws -> any FrozenTextEncoder {
        let file = try ConfigurationFile(folder: folder), type = try file.text("model_type")
        switch type {
        case "clip", "clip_text_model":
            guard features == .tokens else {
                throw FrozenNetworksError.unfit(network: "CLIP text tower", what: "features", found: "a mean", allowed: "a row a token")
            }
            guard let configuration = try CLIPConfiguration(file).text else {
                throw file.refusal("model_type", "a vision tower", "a text tower")
            }
            // Checked before the weights are read, which takes longer.
            let tokenizer = try BytePairTokenizer(contentsOf: folder)
            return try CLIPTextEncoder(CLIPText(configuration, ModelFolder(folder).weights()), tokenizer, tokens: tokens, layer: layer)
        case "bert":
            let configuration = try BERTConfiguration(file), tokenizer = try WordPieceTokenizer(contentsOf: folder)
            return try BERTTextEncoder(
                BERTText(configuration, ModelFolder(folder).weights()), tokenizer, features: features, tokens: tokens, layer: layer)
        default:
            throw file.refusal("model_type", type.map { "'\($0)'" } ?? "missing", "clip, clip_text_model, bert")
        }
    }
}

extension FrozenTextEncoders {
    /// What a folder's `config.json` says, without a look at its weights.
    public struct Description: Sendable, Equatable {
        public enum Kind: Sendable { case clip, bert }
        public let kind: Kind
        /// Values of a row.
        public let width: Int
        /// The most rows of a caption.
        public let positions: Int
    }

    /// - Throws: `FrozenNetworksError`, naming the file and what is wrong in it.
    public static func description(of folder: URL) throws -> Description {
        let file = try ConfigurationFile(folder: folder)
        if try file.text("model_type") == "bert" {
            let bert = try BERTConfiguration(file)
            return Description(kind: .bert, width: bert.layers.width, positions: bert.positions)
        }
        guard let clip = try CLIPConfiguration(file).text else { throw file.refusal("model_type", "a vision tower", "a text tower") }
        return Description(kind: .clip, width: clip.layers.width, positions: clip.positions)
    }
}

extension FrozenTextEncoder {
    /// The network's weights are not copied along: who has the same (`identity` names them) computes contexts, everyone has the empty one.
    var portableContexts: PortableTextEncoder {
        let empty = FloatBuffer(count: maximumTokens * width)
        encode("", into: empty.pointer)
        return PortableTextEncoder(.contexts, vocabulary: [], tensors: [.init("empty", [maximumTokens, width], empty)])
    }
}

/// Captions in batches that keep the memory of a pass bounded.
func forEachBatch(_ captions: [String], _ body: (_ batch: ArraySlice<String>, _ first: Int) -> Void) {
    for first in stride(from: 0, to: captions.count, by: 64) { body(captions[first..<min(first + 64, captions.count)], first) }
}

/// - Throws: `FrozenNetworksError.unfit`.
func checkEncoder(
    _ network: String, tokens: Int?, positions: Int, layer: Int?, depth: Int, tokenizer: any SubwordTokenizer, vocabulary: Int
) throws {
    func check(_ what: String, _ found: Int, _ allowed: ClosedRange<Int>) throws {
        guard allowed.contains(found) else {
            throw FrozenNetworksError.unfit(
                network: network, what: what, found: "\(found)", allowed: "\(allowed.lowerBound) to \(allowed.upperBound)")
        }
    }
    // Start and end are rows, too.
    if let tokens { try check("tokens", tokens, 2...max(2, positions)) }
    if let layer { try check("layer", layer, 0...depth) }
    try check("the tokenizer's vocabulary", tokenizer.vocabularySize, 1...vocabulary)
}

extension TransformerShape {
    /// What decides the features beside weights.
    var identity: String { "layers=\(depth), heads=\(heads), activation=\(activation.rawValue), epsilon=\(epsilon)" }
}

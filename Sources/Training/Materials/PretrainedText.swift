import Choices
import Datasets
import Experiments
import Foundation
import FrozenNetworks
import TextEncoding

/// Text encoders from folders of weights, checked against what a spec says of them.
enum PretrainedText {
    /// - Throws: `FrozenNetworksError`, `TensorFileError`, `TokenizerError`, `DatasetError`.
    static func load(_ text: JobConfiguration.Text) throws -> any FrozenTextEncoder {
        guard let path = text.path else { preconditionFailure("rules ask for text.path") }
        let encoder = try load(text.encoder, folder: path, tokens: text.maxTokens)
        guard encoder.width == text.width else {
            throw DatasetError.badSetting(
                name: "text.width", found: "\(text.width)", allowed: "\(encoder.width), the width of \(path)")
        }
        return encoder
    }

    /// - Precondition: `kind` is a pretrained one.
    static func load(_ kind: EncoderKind, folder path: String, tokens: Int) throws -> any FrozenTextEncoder {
        let folder = URL(fileURLWithPath: path, isDirectory: true)
        switch kind {
        case .wordVectors: return try WordVectorEncoder(folder: folder, tokens: tokens)
        case .clip, .bert:
            let encoder = try FrozenTextEncoders.load(folder: folder, tokens: tokens)
            let found: EncoderKind = encoder is BERTTextEncoder ? .bert : .clip
            guard found == kind else {
                throw DatasetError.badSetting(
                    name: "text.encoder", found: kind.rawValue, allowed: "\(found.rawValue): that is what \(path) describes")
            }
            return encoder
        case .random, .miniCLIP, .precomputed: preconditionFailure("\(kind.rawValue) is read from no folder")
        }
    }
}

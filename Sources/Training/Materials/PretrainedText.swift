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
        try check(text)
        let folder = folder(of: text)
        return text.encoder == .wordVectors
            ? try WordVectorEncoder(folder: folder, tokens: text.maxTokens)
            : try FrozenTextEncoders.load(folder: folder, tokens: text.maxTokens)
    }

    /// Compares the options with what the folder describes; weights are not read.
    /// - Precondition: `text.encoder` is a pretrained one.
    /// - Throws: `FrozenNetworksError`, `DatasetError`.
    static func check(_ text: JobConfiguration.Text) throws {
        let folder = folder(of: text), found = try FrozenTextEncoders.description(of: folder)
        let kinds: [EncoderKind] = found.kind == .clip ? [.clip] : [.bert, .wordVectors]
        func refuse(_ name: String, _ value: String, _ allowed: String) -> DatasetError {
            .badSetting(name: name, found: value, allowed: "\(allowed): that is what \(folder.path)/config.json describes")
        }
        guard kinds.contains(text.encoder) else {
            throw refuse("text.encoder", text.encoder.rawValue, kinds.map(\.rawValue).joined(separator: " or "))
        }
        guard text.width == found.width else { throw refuse("text.width", "\(text.width)", "\(found.width)") }
        // Start and end are rows of a network; a table of vectors has any number.
        guard text.encoder == .wordVectors || (2...found.positions).contains(text.maxTokens) else {
            throw refuse("text.max_tokens", "\(text.maxTokens)", "2 to \(found.positions)")
        }
    }

    private static func folder(of text: JobConfiguration.Text) -> URL {
        guard let path = text.path else { preconditionFailure("rules ask for text.path") }
        return URL(fileURLWithPath: path, isDirectory: true)
    }
}

import Foundation
import Platform

/// A trained network as a folder that PyTorch loads, in the layout of model hubs.
public struct HubModel {
    /// config.json.
    public let configuration: String
    /// All words in order of their numbers.
    public let vocabulary: [String]
    public let card: ModelCard

    public init(configuration: String, vocabulary: [String], card: ModelCard) {
        (self.configuration, self.vocabulary, self.card) = (configuration, vocabulary, card)
    }

    /// - Parameter weights: writes the safetensors file, whole or not at all.
    /// - Returns: each file with what it is.
    public func write(to folder: ExportFolder, weights: (URL) throws -> Void) throws -> [(name: String, content: String)] {
        try folder.place("model.safetensors", weights)
        try folder.write("config.json", configuration + "\n")
        try folder.write("vocab.txt", vocabulary.map { $0 + "\n" }.joined())
        try folder.write("modeling_fusiongrid.py", Data(PackageResources.modeling_fusiongrid_py))
        if let spec = card.spec { try folder.write("spec.yaml", spec.text) }
        try folder.write("README.md", card.text)
        try folder.finish()
        return [
            ("model.safetensors", "\(card.parameters) parameters, and the frozen text encoder"), ("config.json", "shape and sampling"),
            ("vocab.txt", "\(vocabulary.count) words"), ("modeling_fusiongrid.py", "the network, text encoder and sampler in PyTorch"),
        ] + (card.spec == nil ? [] : [("spec.yaml", "the spec it comes from")]) + [("README.md", "the model card")]
    }
}

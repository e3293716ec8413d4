import Datasets
import Kernels

/// Contexts that another program's text encoder left in a features data set, by the captions' names.
public struct PrecomputedTextEncoder: FrozenTextEncoder {
    private let dataset: FeaturesDataset

    public init(_ dataset: FeaturesDataset) { self.dataset = dataset }

    /// The files are part of the data set's fingerprint.
    public var identity: String { "precomputed(data=\(dataset.fingerprint.prefix(16)), tokens=\(maximumTokens), width=\(width))" }

    public var maximumTokens: Int { dataset.contextShape.tokens }
    public var width: Int { dataset.contextShape.width }

    public func encode(_ caption: String, into out: UnsafeMutablePointer<Float>) { dataset.fillContext(out, of: caption) }

    /// Nobody knows the words: every row is named by its number.
    public func tokens(_ caption: String) -> [String] { (0..<maximumTokens).map { "token \($0)" } }

    public func unknownWords(in caption: String) -> [String] { caption.isEmpty || dataset.hasContext(caption) ? [] : [caption] }
}

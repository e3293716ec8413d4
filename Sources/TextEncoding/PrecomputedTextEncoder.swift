import Datasets
import Kernels

/// Contexts that another program's text encoder left beside a data set, by the captions' names.
public struct PrecomputedTextEncoder: FrozenTextEncoder {
    private let contexts: any CaptionContexts

    public init(_ contexts: any CaptionContexts) { self.contexts = contexts }

    /// The files are part of the data set's fingerprint.
    public var identity: String { "precomputed(data=\(contexts.fingerprint.prefix(16)), tokens=\(maximumTokens), width=\(width))" }

    public var maximumTokens: Int { contexts.contextShape.tokens }
    public var width: Int { contexts.contextShape.width }
    public var knowsNamesOnly: Bool { true }

    public func encode(_ caption: String, into out: UnsafeMutablePointer<Float>) { contexts.fillContext(out, of: caption) }

    public var portable: PortableTextEncoder {
        let empty = FloatBuffer(count: maximumTokens * width)
        encode("", into: empty.pointer)
        return PortableTextEncoder(.contexts, vocabulary: [], tensors: [.init("empty", [maximumTokens, width], empty)])
    }

    /// Nobody knows the words: every row is named by its number.
    public func tokens(_ caption: String) -> [String] { (0..<maximumTokens).map { "token \($0)" } }

    public func truncates(_ caption: String) -> Bool { false }

    public func unknownWords(in caption: String) -> [String] { caption.isEmpty || contexts.hasContext(caption) ? [] : [caption] }
}

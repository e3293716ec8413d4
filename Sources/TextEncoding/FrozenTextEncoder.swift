/// Turns captions into fixed features that no training step changes.
///
/// Encoding is a pure function of the caption, safe from any thread.
public protocol FrozenTextEncoder: Sendable {
    /// Names the encoder completely: equal identities give equal features. It goes into job keys and feature caches.
    var identity: String { get }
    /// Rows of every encoded caption (T).
    var maximumTokens: Int { get }
    /// Values per row.
    var width: Int { get }

    /// Whether it knows captions as names only, not the words in them.
    var knowsNamesOnly: Bool { get }
    /// How well it finds the right captions of pictures; empty when it never saw one.
    var retrieval: [RetrievalAccuracy] { get }

    /// Overwrites `out` [maximumTokens, width]. The empty caption gives the empty context of unconditional training.
    func encode(_ caption: String, into out: UnsafeMutablePointer<Float>)

    /// The same for many captions, `out` [captions, maximumTokens, width], in the bits of one at a time.
    func encode(_ captions: [String], into out: UnsafeMutablePointer<Float>)

    /// The words that the first rows stand for; rows beyond them are padding. At most `maximumTokens`.
    func tokens(_ caption: String) -> [String]

    /// Whether it does not read all of a caption.
    func truncates(_ caption: String) -> Bool

    /// What another program needs to compute the same features.
    var portable: PortableTextEncoder { get }

    /// Words of the caption that the encoder cannot tell from one another.
    func unknownWords(in caption: String) -> [String]
}

extension FrozenTextEncoder {
    public var knowsNamesOnly: Bool { false }

    public var retrieval: [RetrievalAccuracy] { [] }

    public func encode(_ captions: [String], into out: UnsafeMutablePointer<Float>) {
        for (index, caption) in captions.enumerated() { encode(caption, into: out + index * maximumTokens * width) }
    }
}

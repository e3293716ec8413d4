/// Contexts that another program's text encoder left beside a data set, by the captions' names.
public protocol CaptionContexts: Sendable {
    /// Of the data set that they belong to.
    var fingerprint: String { get }
    var contextShape: ContextShape { get }

    /// Overwrites `out` [tokens, width] with the context of a caption's name; an empty name, or one that is not here, gives the
    /// empty context.
    func fillContext(_ out: UnsafeMutablePointer<Float>, of name: String)

    func hasContext(_ name: String) -> Bool
}

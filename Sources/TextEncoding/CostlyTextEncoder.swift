import Kernels

/// A frozen encoder that works so long on a caption that many are encoded together, and what it made of them is kept.
public protocol CostlyTextEncoder: FrozenTextEncoder {
    /// Overwrites `out` [captions, maximumTokens, width]; each caption as `encode(_:into:)` does, on several threads.
    func encode(_ captions: [String], into out: UnsafeMutablePointer<Float>, threads: Int)

    /// Whether it does not read all of a caption.
    func truncates(_ caption: String) -> Bool
}

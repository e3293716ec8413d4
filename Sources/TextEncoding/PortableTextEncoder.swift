import Kernels

/// A frozen encoder as numbers, for programs that compute its features themselves.
public struct PortableTextEncoder: Sendable {
    public enum Form: String, Sendable, Codable {
        /// A vector a word: `table` [vocabulary, width].
        case table
        /// `words` [vocabulary, width] and `positions` [tokens, width] through transformer blocks `blocks.N` and `norm`.
        case tower
        /// Features that another program made, or a published network that is not copied along and that the encoder's identity names;
        /// `empty` [tokens, width] is the empty context.
        case contexts
    }

    public struct NamedTensor: Sendable {
        public let name: String
        public let shape: [Int]
        /// Shared, never written.
        public let values: FloatBuffer

        public init(_ name: String, _ shape: [Int], _ values: FloatBuffer) { (self.name, self.shape, self.values) = (name, shape, values) }
    }

    public let form: Form
    /// All tokens in order of their numbers; empty where captions are names.
    public let vocabulary: [String]
    /// Of a tower's blocks; 0 otherwise.
    public let heads: Int
    public let depth: Int
    public let tensors: [NamedTensor]

    public init(_ form: Form, vocabulary: [String], heads: Int = 0, depth: Int = 0, tensors: [NamedTensor]) {
        (self.form, self.vocabulary, self.heads, self.depth, self.tensors) = (form, vocabulary, heads, depth, tensors)
    }
}

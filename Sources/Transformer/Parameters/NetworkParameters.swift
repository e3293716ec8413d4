import Kernels

/// What decides the tensors of a network.
public protocol NetworkShape: Sendable, Equatable {
    /// Every tensor; no two names are equal.
    var parameterShapes: [NamedShape] { get }
}

/// The parameters of one network (or anything of their shape: gradients, averages) in one flat buffer.
///
/// `@unchecked Sendable`: concurrent readers are safe; whoever writes must be the only user at that time.
public final class NetworkParameters<Configuration: NetworkShape>: @unchecked Sendable {
    /// All tensors, each at its entry's offset; the padding between them is zero.
    public let storage: FloatBuffer
    public let configuration: Configuration
    package let layout: ParameterLayout

    /// The tensors, sorted by name.
    public var entries: [ParameterEntry] { layout.entries }
    /// Number of parameters, without padding.
    public var count: Int { layout.parameterCount }

    /// All zeros.
    /// - Precondition: the configuration is valid.
    public init(_ configuration: Configuration) {
        self.configuration = configuration
        layout = ParameterLayout(configuration)
        storage = FloatBuffer(count: layout.storageCount)
    }

    /// A named view of a flat buffer of the same layout, such as an optimizer's moving average. Shares the memory.
    /// - Precondition: the buffer has the size that the configuration needs.
    public init(_ configuration: Configuration, sharing storage: FloatBuffer) {
        self.configuration = configuration
        layout = ParameterLayout(configuration)
        precondition(storage.count == layout.storageCount, "a buffer of another configuration")
        self.storage = storage
    }

    /// The tensor of that name.
    /// - Precondition: `entries` has the name.
    public subscript(name: String) -> UnsafeMutablePointer<Float> { storage.pointer + layout.offset(name) }
}

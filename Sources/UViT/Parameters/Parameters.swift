import Kernels

/// The parameters of one model (or anything of their shape: gradients, averages) in one flat buffer.
///
/// `@unchecked Sendable`: concurrent readers are safe; whoever writes must be the only user at that time.
public final class Parameters: @unchecked Sendable {
    public let configuration: ModelConfiguration
    /// All tensors, each at its entry's offset; the padding between them is zero.
    public let storage: FloatBuffer
    let layout: ParameterLayout

    /// The tensors, sorted by name.
    public var entries: [ParameterEntry] { layout.entries }
    /// Number of parameters, without padding.
    public var count: Int { entries.reduce(0) { $0 + $1.count } }

    /// All zeros.
    /// - Precondition: the configuration is valid.
    public init(_ configuration: ModelConfiguration) {
        self.configuration = configuration
        layout = ParameterLayout(configuration)
        storage = FloatBuffer(count: layout.storageCount)
    }

    /// A named view of a flat buffer of the same layout, such as an optimizer's moving average. Shares the memory.
    /// - Precondition: the buffer has the size that the configuration needs.
    public init(_ configuration: ModelConfiguration, sharing storage: FloatBuffer) {
        self.configuration = configuration
        layout = ParameterLayout(configuration)
        precondition(storage.count == layout.storageCount, "a buffer of another configuration")
        self.storage = storage
    }

    /// The tensor of that name.
    /// - Precondition: `entries` has the name.
    public subscript(name: String) -> UnsafeMutablePointer<Float> { storage.pointer + layout.offset(name) }

    /// Overwrites every tensor with those of `other`.
    /// - Precondition: equal configurations.
    public func copy(from other: Parameters) {
        precondition(other.configuration == configuration, "parameters of another configuration")
        storage.copy(from: other.storage)
    }
}

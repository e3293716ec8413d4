import Kernels

/// The name and the shape of a tensor.
public typealias NamedShape = (name: String, shape: [Int])

/// The tensors of a linear layer; its weight is [outputs, inputs].
package func linearShapes(_ name: String, _ inputs: Int, _ outputs: Int, bias: Bool = true) -> [NamedShape] {
    [("\(name).weight", [outputs, inputs])] + (bias ? [("\(name).bias", [outputs])] : [])
}

/// The tensors of a layer norm.
package func normShapes(_ name: String, _ width: Int) -> [NamedShape] { [("\(name).weight", [width]), ("\(name).bias", [width])] }

/// One named tensor inside the flat parameter storage.
public struct ParameterEntry: Sendable, Equatable {
    /// The reference name.
    public let name: String
    public let shape: [Int]
    /// Floats before it in the storage.
    public let offset: Int
    public let count: Int
}

/// Where each parameter of a network lies: entries sorted by name, each at a multiple of 16 floats.
///
/// The padding between entries stays zero in parameters, gradients and optimizer state.
package struct ParameterLayout: Sendable {
    package let entries: [ParameterEntry]
    /// Floats of the storage, padding included.
    package let storageCount: Int
    /// Floats of all matrices packed for forward and for backward passes.
    package let packedForwardCount: Int
    package let packedBackwardCount: Int
    private let packed: [PackedPlace]
    private let indices: [String: Int]

    /// - Precondition: no two names are equal.
    package init(_ network: some NetworkShape) {
        var offset = 0
        entries = network.parameterShapes.sorted { $0.name < $1.name }.map { name, shape in
            let count = shape.reduce(1, *)
            defer { offset += (count + 15) & ~15 }
            return ParameterEntry(name: name, shape: shape, offset: offset, count: count)
        }
        storageCount = offset
        var (forward, backward) = (0, 0)
        packed = entries.map { entry in
            defer {
                forward += PackedPlace.forwardCount(entry.shape)
                backward += PackedPlace.backwardCount(entry.shape)
            }
            return PackedPlace(forward: forward, backward: backward)
        }
        (packedForwardCount, packedBackwardCount) = (forward, backward)
        indices = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.name, $0) })
    }

    /// Number of parameters, without padding.
    package var parameterCount: Int { entries.reduce(0) { $0 + $1.count } }

    package func entry(_ name: String) -> ParameterEntry? { indices[name].map { entries[$0] } }

    /// - Precondition: there is such a tensor.
    package func offset(_ name: String) -> Int {
        guard let entry = entry(name) else { preconditionFailure("no parameter '\(name)' in this configuration") }
        return entry.offset
    }

    /// Where the packed forms of that matrix begin.
    func packedPlace(_ name: String) -> PackedPlace {
        guard let index = indices[name] else { preconditionFailure("no parameter '\(name)' in this configuration") }
        return packed[index]
    }
}

/// Offsets into the packed weights of a network.
struct PackedPlace: Sendable, Equatable {
    var forward: Int
    var backward: Int

    // Floats that are set aside for a matrix. It may be used in two parts that are padded each by itself: the queries' third of the
    // outputs apart from the other two, or the halves of the inputs of a skip connection.

    static func forwardCount(_ shape: [Int]) -> Int {
        guard shape.count > 1 else { return 0 }
        let (outputs, inputs) = (shape[0], shape.dropFirst().reduce(1, *))
        func count(_ outputs: Int) -> Int { LinearWeight.forwardCount(outputs: outputs, inputs: inputs) }
        return outputs.isMultiple(of: 3) ? max(count(outputs), count(outputs / 3) + count(outputs / 3 * 2)) : count(outputs)
    }

    static func backwardCount(_ shape: [Int]) -> Int {
        guard shape.count > 1 else { return 0 }
        let (outputs, inputs) = (shape[0], shape.dropFirst().reduce(1, *))
        func count(_ inputs: Int) -> Int { LinearWeight.backwardCount(outputs: outputs, inputs: inputs) }
        return inputs.isMultiple(of: 2) ? max(count(inputs), 2 * count(inputs / 2)) : count(inputs)
    }
}

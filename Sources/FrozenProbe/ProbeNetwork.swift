import FrozenNetworks
import TensorFiles

/// Output tensors by name.
typealias ProbeOutputs = [(name: String, shape: [Int], values: [Float])]

/// Loads a network from the weights at `weights` (a file, or a folder as its class expects it) and takes its inputs from `inputs`;
/// what it returns runs one forward pass.
typealias ProbeNetwork = @Sendable (_ weights: String, _ inputs: WeightArchive) throws -> () throws -> ProbeOutputs

/// What the caller of the probe did wrong.
struct ProbeError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

extension WeightArchive {
    /// The input of that name.
    func input(_ name: String) throws -> Tensor {
        guard let tensor = self[name] else { throw TensorFileError.missingTensor(file: path, tensor: name, available: names) }
        return tensor
    }
}

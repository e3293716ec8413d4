/// Takes a network's weights out of an archive by name and shape, and tells all disagreements at once.
///
/// Ask for every tensor, say which others may be there, then call `finish`: what was returned counts only if that does not throw.
public struct WeightReader {
    public let archive: WeightArchive
    private let network: String
    private var asked: Set<String> = []
    private var missing: [String] = []
    private var wronglyShaped: [String] = []
    private var isIgnored: [(String) -> Bool] = []

    /// - Parameter network: what the weights should be, for messages: "CLIP text tower 12 x 768".
    public init(_ archive: WeightArchive, network: String) { (self.archive, self.network) = (archive, network) }

    public func contains(_ name: String) -> Bool { archive[name] != nil }

    /// The tensor's elements, row-major; zeros, and a note for `finish`, where it is missing or has another shape.
    public mutating func values(_ name: String, _ shape: [Int]) -> [Float] {
        asked.insert(name)
        guard let tensor = archive[name] else {
            missing.append(name)
            return [Float](repeating: 0, count: shape.reduce(1, *))
        }
        guard tensor.shape == shape else {
            wronglyShaped.append("\(name) is \(tensor.shape), not \(shape)")
            return [Float](repeating: 0, count: shape.reduce(1, *))
        }
        return tensor.floats
    }

    /// Tensors for which `isAllowed` holds may be in the archive although the network has no use for them.
    public mutating func allow(_ isAllowed: @escaping (String) -> Bool) { isIgnored.append(isAllowed) }

    /// - Throws: `TensorFileError.disagreeingWeights` when anything asked for was missing or of another shape, or anything is left.
    public func finish() throws {
        let unexpected = archive.names.filter { name in !asked.contains(name) && !isIgnored.contains { $0(name) } }
        guard missing.isEmpty, wronglyShaped.isEmpty, unexpected.isEmpty else {
            throw TensorFileError.disagreeingWeights(
                file: archive.path, network: network, missing: missing, unexpected: unexpected, wronglyShaped: wronglyShaped)
        }
    }
}

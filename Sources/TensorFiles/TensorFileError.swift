/// What can be wrong with a tensor file. `file` is the path as the caller gave it.
public enum TensorFileError: Error, Equatable, CustomStringConvertible {
    case unreadable(file: String, reason: String)
    case headerLength(file: String, length: UInt64, fileBytes: Int)
    case header(file: String, reason: String)
    case unknownType(file: String, tensor: String, found: String)
    case badShape(file: String, tensor: String, shape: [Int])
    case sizeMismatch(file: String, tensor: String, found: Int, expected: Int)
    case offsets(file: String, tensor: String, begin: Int, end: Int, reason: String)
    case uncoveredBytes(file: String, begin: Int, end: Int)
    case missingTensor(file: String, tensor: String, available: [String])
    case invalidTensor(file: String, tensor: String, reason: String)
    case numPy(file: String, reason: String)
    case archive(file: String, reason: String)
    case pickle(file: String, offset: Int, reason: String)
    case pickledGlobal(file: String, global: String)
    case stateDict(file: String, reason: String)
    case shards(file: String, problems: [String])
    case noWeights(folder: String, expected: [String])
    case disagreeingWeights(file: String, network: String, missing: [String], unexpected: [String], wronglyShaped: [String])

    public var description: String {
        switch self {
        case .unreadable(let file, let reason):
            "\(file): cannot read: \(reason)"
        case .headerLength(let file, let length, let fileBytes):
            "\(file): header length is \(length) bytes, but the file has \(fileBytes) bytes and a header may have "
                + "\(SafetensorsFile.maximumHeaderBytes); is it a safetensors file, and is it complete?"
        case .header(let file, let reason):
            "\(file): the header is not valid safetensors JSON: \(reason)"
        case .unknownType(let file, let tensor, let found):
            "\(file): tensor '\(tensor)' has the type '\(found)'; allowed: "
                + TensorType.allCases.map(\.rawValue).joined(separator: ", ")
        case .badShape(let file, let tensor, let shape):
            "\(file): tensor '\(tensor)' has the shape \(shape); extents must be 0 or more and their product must fit in 63 bits"
        case .sizeMismatch(let file, let tensor, let found, let expected):
            "\(file): tensor '\(tensor)' has \(found) bytes of data, but its type and shape need \(expected)"
        case .offsets(let file, let tensor, let begin, let end, let reason):
            "\(file): tensor '\(tensor)' has the data offsets [\(begin), \(end)]: \(reason)"
        case .uncoveredBytes(let file, let begin, let end):
            "\(file): data bytes \(begin) to \(end) belong to no tensor; the format allows no holes"
        case .missingTensor(let file, let tensor, let available):
            "\(file): no tensor '\(tensor)'; it has \(available.count) tensors"
                + (available.isEmpty ? "" : ": " + available.prefix(8).joined(separator: ", "))
                + (available.count > 8 ? ", ..." : "")
        case .invalidTensor(let file, let tensor, let reason):
            "\(file): cannot write tensor '\(tensor)': \(reason)"
        case .numPy(let file, let reason):
            "\(file): not a NumPy array that can be read: \(reason)"
        case .archive(let file, let reason):
            "\(file): not a ZIP archive that can be read: \(reason)"
        case .pickle(let file, let offset, let reason):
            "\(file): not a PyTorch file that can be read: byte \(offset) of its pickle: \(reason)"
        case .pickledGlobal(let file, let global):
            "\(file): it asks for the Python object '\(global)', which is not run here; only plain tensors are read. "
                + "Save `model.state_dict()` alone, or as safetensors"
        case .stateDict(let file, let reason):
            "\(file): \(reason)"
        case .shards(let file, let problems):
            "\(file): the index and its shards disagree" + Self.list("", problems)
        case .noWeights(let folder, let expected):
            "\(folder): no weights; expected one of " + expected.joined(separator: ", ")
        case .disagreeingWeights(let file, let network, let missing, let unexpected, let wronglyShaped):
            "\(file): not the weights of \(network)" + Self.list("; missing", missing) + Self.list("; wrongly shaped", wronglyShaped)
                + Self.list("; unexpected", unexpected)
        }
    }

    /// ": a, b, ... (12 in all)", or nothing.
    private static func list(_ title: String, _ names: [String]) -> String {
        guard !names.isEmpty else { return "" }
        return "\(title): " + names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", ... (\(names.count) in all)" : "")
    }
}

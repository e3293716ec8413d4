/// What can be wrong with a directory of parity cases.
public enum ParityError: Error, Equatable, CustomStringConvertible {
    case index(file: String, reason: String)
    case unknownReference(caseName: String, found: String)
    case blocks(caseName: String, found: [String], expected: [String])
    case shape(file: String, tensor: String, found: [Int], expected: [Int])
    case features(file: String, tensor: String, found: [Int])
    case recording(file: String, tensor: String)
    case noRecordings(file: String)

    public var description: String {
        switch self {
        case .index(let file, let reason):
            "\(file): cannot read the index of parity cases: \(reason)"
        case .unknownReference(let caseName, let found):
            "parity case '\(caseName)': unknown reference model '\(found)'; allowed: "
                + ReferenceModel.allCases.map(\.rawValue).joined(separator: ", ")
        case .blocks(let caseName, let found, let expected):
            "parity case '\(caseName)': its blocks are [\(found.joined(separator: ", "))], but its configuration gives "
                + "[\(expected.joined(separator: ", "))]"
        case .shape(let file, let tensor, let found, let expected):
            "\(file): tensor '\(tensor)' has the shape \(found); the case needs \(expected)"
        case .features(let file, let tensor, let found):
            "\(file): tensor '\(tensor)' has the shape \(found); a feature set is [rows, dimensions], none of them 0"
        case .recording(let file, let tensor):
            "\(file): cannot tell how tensor '\(tensor)' was sampled; its name should be 'dpmpp_fast.stepsN.scaleS'"
        case .noRecordings(let file):
            "\(file): holds no samples; their tensors are named 'dpmpp_fast.stepsN.scaleS'"
        }
    }
}

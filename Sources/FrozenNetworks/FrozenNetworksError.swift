/// What can be wrong with a frozen network beside its tensors. `file` is the path as the caller gave it.
public enum FrozenNetworksError: Error, Equatable, CustomStringConvertible {
    case configuration(file: String, key: String, found: String, allowed: String)
    case unreadable(file: String, reason: String)
    case unfit(network: String, what: String, found: String, allowed: String)
    case notConfigured(folder: String, looked: [String])

    public var description: String {
        switch self {
        case .configuration(let file, let key, let found, let allowed):
            "\(file): \(key) is \(found); allowed: \(allowed)"
        case .unreadable(let file, let reason):
            "\(file): cannot read: \(reason)"
        case .unfit(let network, let what, let found, let allowed):
            "\(what) of the \(network): \(found); allowed: \(allowed)"
        case .notConfigured(let folder, let looked):
            "\(folder): no description of a network; looked for \(looked.joined(separator: ", "))"
        }
    }
}

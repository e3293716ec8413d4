/// What can be wrong with a model's configuration or a file of its parameters.
public enum ModelError: Error, Equatable, CustomStringConvertible {
    case configuration(field: String, found: String, allowed: String)
    case missingParameters(file: String, names: [String])
    case unexpectedParameters(file: String, names: [String])
    case shape(file: String, name: String, found: [Int], expected: [Int])
    case originalLayout(reason: String)

    public var description: String {
        switch self {
        case .configuration(let field, let found, let allowed):
            "model configuration: \(field) is \(found); allowed: \(allowed)"
        case .missingParameters(let file, let names):
            "\(file): missing parameters: \(list(names)); does the file belong to this model configuration?"
        case .unexpectedParameters(let file, let names):
            "\(file): parameters that this model does not have: \(list(names)); does the file belong to this model configuration?"
        case .shape(let file, let name, let found, let expected):
            "\(file): parameter '\(name)' has the shape \(found); the model configuration needs \(expected)"
        case .originalLayout(let reason):
            "the original U-ViT layout holds early fusion by concatenation without text blocks only: \(reason)"
        }
    }

    private func list(_ names: [String]) -> String {
        names.prefix(6).joined(separator: ", ") + (names.count > 6 ? " and \(names.count - 6) more" : "")
    }
}

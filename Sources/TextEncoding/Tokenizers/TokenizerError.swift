/// What can be wrong with a tokenizer's files. `file` is the path as the caller gave it.
public enum TokenizerError: Error, Equatable, CustomStringConvertible {
    case unreadable(file: String, reason: String)
    case noVocabulary(folder: String, expected: [String])
    case notJSON(file: String, offset: Int, reason: String)
    case damaged(file: String, reason: String)
    case otherTokenizer(file: String, part: String, found: String, expected: String)
    case missingToken(file: String, token: String)

    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file): cannot read: \(reason)"
        case .noVocabulary(let folder, let expected):
            "\(folder): no vocabulary; expected \(expected.joined(separator: ", or "))"
        case .notJSON(let file, let offset, let reason): "\(file): not valid JSON at byte \(offset): \(reason)"
        case .damaged(let file, let reason): "\(file): \(reason)"
        case .otherTokenizer(let file, let part, let found, let expected):
            "\(file): another kind of tokenizer: its \(part) is \(found), not \(expected)"
        case .missingToken(let file, let token): "\(file): the vocabulary lacks '\(token)'; is it this encoder's, and complete?"
        }
    }
}

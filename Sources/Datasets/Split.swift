/// The two halves of every data set.
public enum Split: String, Sendable, Codable, CaseIterable {
    case train, test

    /// This half's of two values.
    func choose<Value>(train: Value, test: Value) -> Value {
        switch self {
        case .train: train
        case .test: test
        }
    }
}

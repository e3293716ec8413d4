/// The two halves of every data set.
public enum Split: String, Sendable, Codable, CaseIterable {
    case train, test
}

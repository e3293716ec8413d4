/// What people are asked in a study of pictures. Raw values are those of a store and of the command line.
public enum StudyTask: String, Sendable, Codable, CaseIterable {
    /// Which of two pictures of one caption is better.
    case preference
    /// How many objects a picture shows.
    case count

    /// How reports name what it says about a job.
    public var metricName: String {
        switch self {
        case .preference: "human_preference"
        case .count: "human_count"
        }
    }
}

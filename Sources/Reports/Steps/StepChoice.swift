/// Which of a job's values of a metric a report speaks of.
public enum StepChoice: Sendable, Equatable, Hashable, CustomStringConvertible {
    /// The one after the most steps; jobs that are done.
    case last
    /// The one after so many steps; jobs that got so far, also those that are not done.
    case step(Int)
    /// The one after the greatest number of steps at which every job with the metric has it.
    case common
    /// The best of each job that is done: optimistic.
    case best

    /// `step=N`, `common`, `best` or `last`.
    public init?(_ text: String) {
        switch text {
        case "last": self = .last
        case "common": self = .common
        case "best": self = .best
        default:
            guard text.hasPrefix("step="), let step = Int(text.dropFirst(5)), step >= 0 else { return nil }
            self = .step(step)
        }
    }

    public var description: String {
        switch self {
        case .last: "last"
        case .step(let step): "step=\(step)"
        case .common: "common"
        case .best: "best"
        }
    }
}

/// What stands in the way of a report at a step.
public enum StepChoiceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Nobody has the metric after so many steps.
    case noSuchStep(Int, metric: String, recorded: [Int])
    case noCommonStep(metric: String)
    case noDirection(metric: String)

    public var description: String {
        switch self {
        case .noSuchStep(let step, let metric, let recorded):
            "--at step=\(step): no job has `\(metric)` after so many steps; "
                + (recorded.isEmpty ? "nothing of it is recorded" : "recorded: \(Self.listed(recorded))")
        case .noCommonStep(let metric):
            "--at common: there is no step at which all these jobs have `\(metric)`; --at step=N shows those that have it"
        case .noDirection(let metric):
            "--at best: neither way is better for `\(metric)`, so none of its values is the best; leave it out"
        }
    }

    static func listed(_ steps: [Int]) -> String {
        let most = 12
        guard steps.count > most else { return steps.map(String.init).joined(separator: ", ") }
        return steps.prefix(most / 2).map(String.init).joined(separator: ", ") + ", ..., "
            + steps.suffix(most / 2).map(String.init).joined(separator: ", ")
    }
}

import Experiments
import Platform
import ResultsStore

/// Which jobs are meant, as people write it: conditions that must all hold.
///
/// Beside options (``OptionCondition``) they may speak of `seed`, `state` (`new`, `done`, `error`, ...; `failed` for all failures,
/// `waiting` for what a run would take up), `tag` and `spec`.
public struct JobSelection: Sendable {
    struct Condition: Sendable {
        enum Subject: Sendable {
            /// The path, and the value of jobs that were stored before the option existed.
            case option(String, default: String)
            case seed, state, tag, spec
        }
        var text: String
        var subject: Subject
        /// As tables show them.
        var values: [String]
        var isNegated: Bool
    }

    let conditions: [Condition]

    /// - Parameters:
    ///   - texts: `path=value`, `path=value,value`, `!path=value`.
    ///   - shortNames: what labels call the swept options of the spec in question.
    /// - Throws: `SpecFailure` or ``JobSelectionError``, naming every condition that cannot be read.
    public init(_ texts: [String], shortNames: [String: String] = [:]) throws {
        var problems: [String] = []
        conditions = try texts.map { text in
            guard let condition = Self.condition(onJobs: text, &problems) else {
                let option = try OptionCondition.read([text], shortNames: shortNames)[0]
                return Condition(
                    text: text, subject: .option(option.path, default: option.defaultText), values: option.values.map(\.plainText),
                    isNegated: option.isNegated)
            }
            return condition
        }
        guard problems.isEmpty else { throw JobSelectionError(problems: problems) }
    }

    public var isEmpty: Bool { conditions.isEmpty }

    /// Whether it chooses jobs by what became of them.
    public var asksForState: Bool {
        conditions.contains { if case .state = $0.subject { true } else { false } }
    }

    /// As it was written.
    public var description: String { conditions.map(\.text).joined(separator: " ") }

    /// A condition on what is no option; nil for those on options.
    private static func condition(onJobs text: String, _ problems: inout [String]) -> Condition? {
        guard let equals = text.firstIndex(of: "=") else { return nil }
        let left = text[..<equals].filter { $0 != " " }, isNegated = left.hasPrefix("!")
        let subject: Condition.Subject
        switch isNegated ? String(left.dropFirst()) : left {
        case "seed": subject = .seed
        case "state": subject = .state
        case "tag": subject = .tag
        case "spec": subject = .spec
        default: return nil
        }
        let values = text[text.index(after: equals)...].split { "[], ".contains($0) }.map(String.init)
        if values.isEmpty { problems.append("condition '\(text)': found no value after `=`") }
        for value in values {
            switch subject {
            case .seed where Int(value) == nil: problems.append("condition '\(text)': found `\(value)`, allowed: an integer")
            case .state where !StateWords.all.contains(value):
                let near = nearestWord(to: value, among: StateWords.all)
                problems.append(
                    "condition '\(text)': found `\(value)`, allowed: \(StateWords.all.joined(separator: ", "))"
                        + (near.map { "; did you mean `\($0)`?" } ?? ""))
            default: break
            }
        }
        return Condition(text: text, subject: subject, values: values, isNegated: isNegated)
    }
}

/// What is wrong with a selection.
public struct JobSelectionError: Error, Equatable, CustomStringConvertible {
    public var problems: [String]
    public var description: String { problems.joined(separator: "\n") }
}

/// How people speak of the state of a job.
enum StateWords {
    static let all = ["new", "failed", "waiting"] + JobState.allCases.map(\.rawValue)

    /// All words for a state; nil for a job that no store knows.
    static func words(for state: JobState?) -> [String] {
        guard let state, state != .pending else { return ["new", "pending", "waiting"] }
        return [state.rawValue] + (state.isFailure ? ["failed"] : []) + (state.isClaimable ? ["waiting"] : [])
    }
}

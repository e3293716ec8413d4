import Results

/// What somebody says before any job runs, and what would show it: a list for a paper, or a researcher's own.
///
/// `docs/claims.md` has the written form, which `Experiments` reads.
public struct ClaimList: Sendable, Hashable {
    public var name: String
    /// Where the claims come from.
    public var source: String
    /// An evaluator that finds fewer real pictures' captions than this judges nothing, 0...1.
    public var evaluatorAccuracy: Double
    public var claims: [Claim]
    /// Differences that count as none, by metric id: for `compare`, and for claims that name no margin of their own.
    public var margins: [String: Margin]

    public static let evaluatorAccuracy = 0.98

    public init(
        name: String, source: String = "", evaluatorAccuracy: Double = ClaimList.evaluatorAccuracy, claims: [Claim] = [],
        margins: [String: Margin] = [:]
    ) {
        (self.name, self.source, self.evaluatorAccuracy, self.claims, self.margins) = (name, source, evaluatorAccuracy, claims, margins)
    }

    /// Every option that a question speaks of.
    public var options: Set<String> { Set(claims.flatMap(\.options)) }
}

/// A declared question with its measures.
public struct Claim: Sendable, Hashable {
    /// How reports name it.
    public var id: String
    /// In words.
    public var statement: String
    public var question: Question
    /// Options for each of whose values it is asked by itself; over all others it is asked on average.
    public var each: [String]
    /// Only cells like these.
    public var conditions: [Condition]
    /// What it is judged by: the first that the spec's jobs record.
    public var primary: [Measure]
    /// Shown beside it, without a verdict.
    public var others: [Measure]

    public init(
        id: String, statement: String, question: Question, each: [String] = [], conditions: [Condition] = [], primary: [Measure],
        others: [Measure] = []
    ) {
        (self.id, self.statement, self.question, self.each) = (id, statement, question, each)
        (self.conditions, self.primary, self.others) = (conditions, primary, others)
    }

    public var options: [String] { question.options + each + conditions.map(\.option) }
}

/// What is compared, always within a seed and between cells that are equal in every other swept option.
public enum Question: Sendable, Hashable {
    /// The value `to` of an option against its value `from`.
    case change(String, from: Level, to: Level)
    /// The change for one more of a numeric option, by least squares.
    case slope(String)
    /// What two options do together beyond what each does: their last values against their first ones.
    case interaction(String, String)
    /// Cells of one kind against cells of another.
    case cells([Condition], against: [Condition])
    /// The metric itself against a number.
    case level(Double)

    public var options: [String] {
        switch self {
        case .change(let option, _, _), .slope(let option): [option]
        case .interaction(let first, let second): [first, second]
        case .cells(let these, let those): (these + those).map(\.option)
        case .level: []
        }
    }
}

/// A value of an option.
public enum Level: Sendable, Hashable {
    /// The least and the greatest number that the grid has, or the first and last word in its order.
    case first, last
    /// As written in YAML.
    case value(String)

    public var text: String {
        switch self {
        case .first: "first"
        case .last: "last"
        case .value(let text): text
        }
    }
}

public struct Condition: Sendable, Hashable {
    public var option: String
    /// Any of them.
    public var levels: [Level]

    public init(_ option: String, _ levels: [Level]) { (self.option, self.levels) = (option, levels) }
}

/// A metric and what the claim expects of it.
public struct Measure: Sendable, Hashable {
    /// As reports name it: `name/split`, or `name` for measurements.
    public var metric: String
    /// Where the claim puts the first side; nil for neither.
    public var expected: Metric.Direction?
    /// The claim is that the difference is at least so large; nil: that there is one.
    public var size: Margin?
    /// A difference no larger than this counts as none.
    public var margin: Margin?

    public init(_ metric: String, expected: Metric.Direction?, size: Margin? = nil, margin: Margin? = nil) {
        (self.metric, self.expected, self.size, self.margin) = (metric, expected, size, margin)
    }
}

/// The size of a difference, with its unit.
public enum Margin: Sendable, Hashable {
    /// Of a share: 3 points are 0.03.
    case points(Double)
    /// Of the mean of the side that is compared with.
    case percent(Double)
    /// In the metric's stored unit.
    case absolute(Double)

    public var text: String {
        switch self {
        case .points(let value): "\(short(value)) points"
        case .percent(let value): "\(short(value)) %"
        case .absolute(let value): "\(short(value)) absolute"
        }
    }

    private func short(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

extension Claim {
    /// All that is declared, in one line whose meaning is fixed: what a store remembers.
    public var canonicalText: String {
        func words(_ conditions: [Condition]) -> String {
            conditions.map { "\($0.option)=\($0.levels.map(\.text).joined(separator: "|"))" }.joined(separator: ",")
        }
        func words(_ measures: [Measure]) -> String {
            measures.map { measure in
                "\(measure.metric) \(measure.expected?.rawValue ?? "either")" + (measure.size.map { " by \($0.text)" } ?? "")
                    + (measure.margin.map { " margin \($0.text)" } ?? "")
            }.joined(separator: "; ")
        }
        let asked =
            switch question {
            case .change(let option, let from, let to): "change \(option) from \(from.text) to \(to.text)"
            case .slope(let option): "slope \(option)"
            case .interaction(let first, let second): "interaction \(first) \(second)"
            case .cells(let these, let those): "cells \(words(these)) with \(words(those))"
            case .level(let value): "level \(value)"
            }
        return [
            asked, "each \(each.joined(separator: ","))", "where \(words(conditions))", "primary \(words(primary))",
        ].joined(separator: " / ")
    }
}

import Choices

/// The values an option accepts.
public enum OptionKind: Sendable, Equatable {
    case integer(ClosedRange<Int>, multipleOf: Int = 1)
    case number(NumberLimits)
    case boolean
    case choice([String])
    /// A file-system path or null.
    case path
    /// Distinct integers, kept in ascending order.
    case integerList(ClosedRange<Int>, maximumCount: Int)
    /// A subset, kept in the order of the words here; not empty.
    case choiceList([String])
    case textList(maximumCount: Int)

    /// Whether one value of the option is itself a list.
    public var isList: Bool {
        switch self {
        case .integerList, .choiceList, .textList: true
        case .integer, .number, .boolean, .choice, .path: false
        }
    }

    /// "an integer from 1 to 5", as error messages and the reference say it.
    public var allowed: String {
        switch self {
        case .integer(let range, let multiple):
            (multiple == 1 ? "an integer" : multiple == 2 ? "an even integer" : "a multiple of \(multiple)")
                + Self.phrase(range)
        case .number(let limits): "a number" + limits.phrase
        case .boolean: "`true` or `false`"
        case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .path: "a path or `null`"
        case .integerList(let range, let count): "a list of up to \(count) different integers" + Self.phrase(range)
        case .choiceList(let words): "a list of " + words.map { "`\($0)`" }.joined(separator: ", ")
        case .textList(let count): "a list of up to \(count) texts"
        }
    }

    private static func phrase(_ range: ClosedRange<Int>) -> String { " from \(range.lowerBound) to \(range.upperBound)" }
}

/// The bounds of a floating-point option.
public struct NumberLimits: Sendable, Equatable {
    public var minimum: Double
    /// No upper limit unless given.
    public var maximum = Double.greatestFiniteMagnitude
    public var excludesMinimum = false
    public var excludesMaximum = false

    public func contains(_ value: Double) -> Bool {
        (excludesMinimum ? value > minimum : value >= minimum) && (excludesMaximum ? value < maximum : value <= maximum)
    }

    var phrase: String {
        if maximum == .greatestFiniteMagnitude { return (excludesMinimum ? " above " : " of at least ") + Self.short(minimum) }
        return (excludesMinimum ? " above " : " from ") + Self.short(minimum)
            + (excludesMinimum ? " and " : excludesMaximum ? " to " : " to ")
            + (excludesMaximum ? "below " : excludesMinimum ? "up to " : "") + Self.short(maximum)
    }

    /// `1` rather than `1.0`.
    private static func short(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : value.description
    }
}

/// One option of a job: its path in a spec, its limits, its default, its meaning, its member.
public struct OptionDefinition: Sendable {
    /// `fusion.point`
    public let path: String
    public let kind: OptionKind
    public let summary: String
    /// False for options that cannot change a result; they are not part of job keys.
    public let affectsKey: Bool
    public let defaultValue: OptionValue

    let read: @Sendable (JobConfiguration) -> OptionValue
    /// Precondition: the value was made by `OptionSchema` for this very option.
    let write: @Sendable (inout JobConfiguration, OptionValue) -> Void

    /// `fusion`
    public var section: String { String(path.prefix { $0 != "." }) }
    /// `point`
    public var name: String { lastComponent(of: path) }

    private init(
        _ path: String, _ kind: OptionKind, _ summary: String, affectsKey: Bool = true,
        read: @escaping @Sendable (JobConfiguration) -> OptionValue,
        write: @escaping @Sendable (inout JobConfiguration, OptionValue) -> Void
    ) {
        self.path = path
        self.kind = kind
        self.summary = summary
        self.affectsKey = affectsKey
        self.read = read
        self.write = write
        defaultValue = read(JobConfiguration())
    }
}

typealias Member<Value> = WritableKeyPath<JobConfiguration, Value> & Sendable

extension OptionDefinition {
    static func integer(
        _ path: String, _ member: Member<Int>, _ range: ClosedRange<Int>, multipleOf: Int = 1,
        affectsKey: Bool = true, _ summary: String
    ) -> OptionDefinition {
        OptionDefinition(path, .integer(range, multipleOf: multipleOf), summary, affectsKey: affectsKey) {
            .int($0[keyPath: member])
        } write: {
            if case .int(let value) = $1 { $0[keyPath: member] = value } else { mismatch(path, $1) }
        }
    }

    static func number(
        _ path: String, _ member: Member<Double>, _ limits: NumberLimits, _ summary: String
    ) -> OptionDefinition {
        OptionDefinition(path, .number(limits), summary) {
            .double($0[keyPath: member] + 0)  // -0.0 is spelt 0.0
        } write: {
            if case .double(let value) = $1 { $0[keyPath: member] = value } else { mismatch(path, $1) }
        }
    }

    static func boolean(_ path: String, _ member: Member<Bool>, _ summary: String) -> OptionDefinition {
        OptionDefinition(path, .boolean, summary) {
            .bool($0[keyPath: member])
        } write: {
            if case .bool(let value) = $1 { $0[keyPath: member] = value } else { mismatch(path, $1) }
        }
    }

    static func choice<Words: Choice>(
        _ path: String, _ member: Member<Words>, _ summary: String
    ) -> OptionDefinition {
        OptionDefinition(path, .choice(Words.allCases.map(\.rawValue)), summary) {
            .string($0[keyPath: member].rawValue)
        } write: {
            guard case .string(let word) = $1, let value = Words(rawValue: word) else { mismatch(path, $1) }
            $0[keyPath: member] = value
        }
    }

    static func path(
        _ path: String, _ member: Member<String?>, affectsKey: Bool, _ summary: String
    ) -> OptionDefinition {
        OptionDefinition(path, .path, summary, affectsKey: affectsKey) {
            $0[keyPath: member].map(OptionValue.string) ?? .null
        } write: {
            switch $1 {
            case .null: $0[keyPath: member] = nil
            case .string(let text): $0[keyPath: member] = text
            default: mismatch(path, $1)
            }
        }
    }

    static func integerList(
        _ path: String, _ member: Member<[Int]>, _ range: ClosedRange<Int>, maximumCount: Int, _ summary: String
    ) -> OptionDefinition {
        OptionDefinition(path, .integerList(range, maximumCount: maximumCount), summary) {
            .list($0[keyPath: member].map(OptionValue.int))
        } write: {
            guard case .list(let values) = $1 else { mismatch(path, $1) }
            $0[keyPath: member] = values.map { if case .int(let value) = $0 { value } else { mismatch(path, $0) } }
        }
    }

    static func choiceList<Words: Choice>(
        _ path: String, _ member: Member<[Words]>, _ summary: String
    ) -> OptionDefinition {
        OptionDefinition(path, .choiceList(Words.allCases.map(\.rawValue)), summary) {
            .list($0[keyPath: member].map { .string($0.rawValue) })
        } write: {
            guard case .list(let values) = $1 else { mismatch(path, $1) }
            $0[keyPath: member] = values.map {
                guard case .string(let word) = $0, let value = Words(rawValue: word) else { mismatch(path, $0) }
                return value
            }
        }
    }

    static func textList(
        _ path: String, _ member: Member<[String]>, maximumCount: Int, _ summary: String
    ) -> OptionDefinition {
        OptionDefinition(path, .textList(maximumCount: maximumCount), summary) {
            .list($0[keyPath: member].map(OptionValue.string))
        } write: {
            guard case .list(let values) = $1 else { mismatch(path, $1) }
            $0[keyPath: member] = values.map { if case .string(let text) = $0 { text } else { mismatch(path, $0) } }
        }
    }

    private static func mismatch(_ path: String, _ value: OptionValue) -> Never {
        preconditionFailure("unchecked value \(value) for \(path)")
    }
}

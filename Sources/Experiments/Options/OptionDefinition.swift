import Choices
import Platform

/// One option of a job: its path in a spec, its limits, its default, its meaning, its member.
///
/// There is one object for each option, made by `OptionSchema`: whatever speaks of an option holds that object.
final class OptionDefinition: Sendable {
    /// `fusion.point`
    let path: String
    /// `fusion`
    let section: String
    /// `point`
    let name: String
    let kind: OptionKind
    let summary: String
    /// False for options that cannot change a result; they are not part of job keys.
    let affectsKey: Bool
    /// Whether its value names files whose content stands for it in job keys.
    var isContent: Bool { kind == .path && affectsKey }
    let defaultValue: OptionValue

    /// Whether it only says which of many like worlds is drawn: `data.seed`, `evaluate.evaluator_seed`.
    var isSeed: Bool {
        guard case .integer = kind else { return false }
        return name == "seed" || name.hasSuffix("_seed")
    }

    let read: @Sendable (JobConfiguration) -> OptionValue
    /// Precondition: the value is one that ``accept(_:)`` gave for this very option.
    let write: @Sendable (inout JobConfiguration, OptionValue) -> Void

    /// - Parameters:
    ///   - wrap: the member's value as one of a spec.
    ///   - unwrap: the way back; nil for a value of another type.
    private init<Value>(
        _ path: String, _ kind: OptionKind, _ member: Member<Value>, _ summary: String, affectsKey: Bool = true,
        wrap: @escaping @Sendable (Value) -> OptionValue, unwrap: @escaping @Sendable (OptionValue) -> Value?
    ) {
        self.path = path
        section = String(path.prefix { $0 != "." })
        name = lastComponent(of: path)
        self.kind = kind
        self.summary = summary
        self.affectsKey = affectsKey
        read = { wrap($0[keyPath: member]) }
        write = { configuration, value in
            guard let unwrapped = unwrap(value) else { preconditionFailure("unchecked value \(value) for \(path)") }
            configuration[keyPath: member] = unwrapped
        }
        defaultValue = read(JobConfiguration())
    }
}

extension OptionDefinition: Hashable {
    static func == (left: OptionDefinition, right: OptionDefinition) -> Bool { left === right }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

typealias Member<Value> = WritableKeyPath<JobConfiguration, Value> & Sendable

extension OptionDefinition {
    static func integer(
        _ path: String, _ member: Member<Int>, _ range: ClosedRange<Int>, multipleOf: Int = 1,
        affectsKey: Bool = true, _ summary: String
    ) -> OptionDefinition {
        OptionDefinition(
            path, .integer(range, multipleOf: multipleOf), member, summary, affectsKey: affectsKey, wrap: { .int($0) }, unwrap: { $0.int })
    }

    /// -0.0 is spelt 0.0.
    static func number(
        _ path: String, _ member: Member<Double>, _ limits: NumberLimits, _ summary: String
    ) -> OptionDefinition {
        OptionDefinition(path, .number(limits), member, summary, wrap: { .double($0 + 0) }, unwrap: { $0.double })
    }

    static func boolean(_ path: String, _ member: Member<Bool>, _ summary: String) -> OptionDefinition {
        OptionDefinition(path, .boolean, member, summary, wrap: { .bool($0) }, unwrap: { $0.bool })
    }

    static func choice<Words: Choice>(_ path: String, _ member: Member<Words>, _ summary: String) -> OptionDefinition {
        OptionDefinition(
            path, .choice(Words.allCases.map(\.rawValue)), member, summary, wrap: { .string($0.rawValue) },
            unwrap: { $0.string.flatMap(Words.init) })
    }

    /// A file or folder that something else stands for in job keys.
    static func path(_ path: String, _ member: Member<String?>, _ summary: String) -> OptionDefinition {
        self.path(path, member, affectsKey: false, summary)
    }

    /// A file or folder whose content is part of job keys.
    static func content(_ path: String, _ member: Member<String?>, _ summary: String) -> OptionDefinition {
        self.path(path, member, affectsKey: true, summary)
    }

    private static func path(
        _ path: String, _ member: Member<String?>, affectsKey: Bool, _ summary: String
    ) -> OptionDefinition {
        OptionDefinition(path, .path, member, summary, affectsKey: affectsKey, wrap: { $0.map(OptionValue.string) ?? .null }) {
            $0 == .null ? .some(nil) : $0.string.map(Optional.some)
        }
    }

    static func integerList(
        _ path: String, _ member: Member<[Int]>, _ range: ClosedRange<Int>, maximumCount: Int, _ summary: String
    ) -> OptionDefinition {
        OptionDefinition(
            path, .integerList(range, maximumCount: maximumCount), member, summary, wrap: { .list($0.map(OptionValue.int)) },
            unwrap: { $0.items { $0.int } })
    }

    static func choiceList<Words: Choice>(_ path: String, _ member: Member<[Words]>, _ summary: String) -> OptionDefinition {
        OptionDefinition(
            path, .choiceList(Words.allCases.map(\.rawValue)), member, summary, wrap: { .list($0.map { .string($0.rawValue) }) },
            unwrap: { $0.items { $0.string.flatMap(Words.init) } })
    }

    static func textList(
        _ path: String, _ member: Member<[String]>, maximumCount: Int, _ summary: String
    ) -> OptionDefinition {
        OptionDefinition(
            path, .textList(maximumCount: maximumCount), member, summary, wrap: { .list($0.map(OptionValue.string)) },
            unwrap: { $0.items { $0.string } })
    }
}

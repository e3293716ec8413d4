/// The values an option accepts.
enum OptionKind: Sendable, Equatable {
    case integer(ClosedRange<Int>, multipleOf: Int)
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
    var isList: Bool {
        switch self {
        case .integerList, .choiceList, .textList: true
        case .integer, .number, .boolean, .choice, .path: false
        }
    }

    /// "an integer from 1 to 5", as error messages and the reference say it.
    var allowed: String {
        switch self {
        case .integer(let range, 1): "an integer" + Self.phrase(range)
        case .integer(let range, 2): "an even integer" + Self.phrase(range)
        case .integer(let range, let multiple): "a multiple of \(multiple)" + Self.phrase(range)
        case .number(let limits): "a number" + limits.phrase
        case .boolean: "`true` or `false`"
        case .choice(let words): listed(words)
        case .path: "a path or `null`"
        case .integerList(let range, let count): "a list of up to \(count) different integers" + Self.phrase(range)
        case .choiceList(let words): "a list of " + listed(words)
        case .textList(let count): "a list of up to \(count) texts"
        }
    }

    private static func phrase(_ range: ClosedRange<Int>) -> String { " from \(range.lowerBound) to \(range.upperBound)" }
}

/// The bounds of a floating-point option.
struct NumberLimits: Sendable, Equatable {
    var minimum: Double
    /// Nil: none.
    var maximum: Double?
    var excludesMinimum = false
    var excludesMaximum = false

    func contains(_ value: Double) -> Bool {
        guard excludesMinimum ? value > minimum : value >= minimum else { return false }
        return maximum.map { excludesMaximum ? value < $0 : value <= $0 } ?? true
    }

    var phrase: String {
        let low = Self.short(minimum)
        guard let maximum else { return excludesMinimum ? " above \(low)" : " of at least \(low)" }
        let high = Self.short(maximum)
        return switch (excludesMinimum, excludesMaximum) {
        case (false, false): " from \(low) to \(high)"
        case (false, true): " from \(low) to below \(high)"
        case (true, false): " above \(low) and up to \(high)"
        case (true, true): " above \(low) and below \(high)"
        }
    }

    /// `1` rather than `1.0`.
    private static func short(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : value.description
    }
}

/// The words in backquotes, comma-separated, as messages name what there is.
func listed(_ words: [String]) -> String { words.map { "`\($0)`" }.joined(separator: ", ") }

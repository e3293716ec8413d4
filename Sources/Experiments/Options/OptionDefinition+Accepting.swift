/// Why a value does not fit an option.
enum ValueProblem: Equatable {
    case notAllowed
    case duplicate(OptionValue)
    case notFinite
    case empty
}

extension OptionDefinition {
    /// The value in the option's own type and normal form, or nil if it does not fit:
    /// `1` becomes `1.0` for a number, `1e4` becomes `10000` for an integer, lists take their kept order.
    public func accept(_ value: OptionValue) -> OptionValue? {
        var problem: ValueProblem?
        return accept(value, problem: &problem)
    }

    func accept(_ value: OptionValue, problem: inout ValueProblem?) -> OptionValue? {
        problem = .notAllowed
        switch (kind, value) {
        case (.integer(let range, let multiple), _):
            guard let integer = Self.integer(value), range.contains(integer), integer % multiple == 0 else { return nil }
            return .int(integer)
        case (.number(let limits), _):
            guard let number = Self.number(value) else { return nil }
            guard number.isFinite else {
                problem = .notFinite
                return nil
            }
            return limits.contains(number) ? .double(number == 0 ? 0 : number) : nil
        case (.boolean, .bool), (.path, .null): return value
        case (.path, .string(let text)): return text.isEmpty ? nil : value
        case (.choice(let words), .string(let word)): return words.contains(word) ? value : nil
        case (.integerList(let range, let maximum), .list(let items)):
            let integers = items.compactMap(Self.integer)
            guard integers.count == items.count, items.count <= maximum, integers.allSatisfy(range.contains) else { return nil }
            if let twice = Self.firstRepeated(integers) {
                problem = .duplicate(.int(twice))
                return nil
            }
            return .list(integers.sorted().map(OptionValue.int))
        case (.choiceList(let words), .list(let items)):
            if items.isEmpty { problem = .empty }
            guard !items.isEmpty, items.allSatisfy({ words.map(OptionValue.string).contains($0) }) else { return nil }
            if let twice = Self.firstRepeated(items) {
                problem = .duplicate(twice)
                return nil
            }
            return .list(words.map(OptionValue.string).filter(items.contains))
        case (.textList(let maximum), .list(let items)):
            let texts: [String] = items.compactMap { if case .string(let text) = $0, !text.isEmpty { text } else { nil } }
            guard texts.count == items.count, items.count <= maximum else { return nil }
            if let twice = Self.firstRepeated(texts) {
                problem = .duplicate(.string(twice))
                return nil
            }
            return value
        default: return nil
        }
    }

    private static func integer(_ value: OptionValue) -> Int? {
        switch value {
        case .int(let integer): integer
        case .double(let number): Int(exactly: number)
        default: nil
        }
    }

    private static func number(_ value: OptionValue) -> Double? {
        switch value {
        case .int(let integer): Double(integer)
        case .double(let number): number
        default: nil
        }
    }

    private static func firstRepeated<Element: Hashable>(_ items: [Element]) -> Element? {
        var seen: Set<Element> = []
        return items.first { !seen.insert($0).inserted }
    }
}

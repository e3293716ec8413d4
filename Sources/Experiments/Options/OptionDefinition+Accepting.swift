/// Why a value does not fit an option.
enum ValueProblem: Error, Equatable {
    case notAllowed
    case duplicate(OptionValue)
    case notFinite
    case empty
}

extension OptionDefinition {
    /// The value in the option's own type and normal form, or nil if it does not fit:
    /// `1` becomes `1.0` for a number, `1e4` becomes `10000` for an integer, lists take their kept order.
    func accept(_ value: OptionValue) -> OptionValue? { try? checked(value) }

    /// The same, saying why not.
    func checked(_ value: OptionValue) throws(ValueProblem) -> OptionValue {
        switch (kind, value) {
        case (.integer(let range, let multiple), _):
            guard let integer = value.wholeNumber, range.contains(integer), integer % multiple == 0 else { throw .notAllowed }
            return .int(integer)
        case (.number(let limits), _):
            guard let number = value.number else { throw .notAllowed }
            guard number.isFinite else { throw .notFinite }
            guard limits.contains(number) else { throw .notAllowed }
            return .double(number == 0 ? 0 : number)
        case (.boolean, .bool), (.path, .null): return value
        case (.path, .string(let text)) where !text.isEmpty: return value
        case (.choice(let words), .string(let word)) where words.contains(word): return value
        case (.integerList(let range, let maximum), .list(let items)):
            guard let integers = value.items({ $0.wholeNumber }), items.count <= maximum, integers.allSatisfy(range.contains) else {
                throw .notAllowed
            }
            try Self.checkDistinct(integers.map(OptionValue.int))
            return .list(integers.sorted().map(OptionValue.int))
        case (.choiceList(let words), .list(let items)):
            guard !items.isEmpty else { throw .empty }
            guard items.allSatisfy({ words.map(OptionValue.string).contains($0) }) else { throw .notAllowed }
            try Self.checkDistinct(items)
            return .list(words.map(OptionValue.string).filter(items.contains))
        case (.textList(let maximum), .list(let items)):
            guard items.count <= maximum, items.allSatisfy({ $0.string?.isEmpty == false }) else { throw .notAllowed }
            try Self.checkDistinct(items)
            return value
        case (.boolean, _), (.path, _), (.choice, _), (.integerList, _), (.choiceList, _), (.textList, _): throw .notAllowed
        }
    }

    private static func checkDistinct(_ items: [OptionValue]) throws(ValueProblem) {
        var seen: Set<OptionValue> = []
        if let twice = items.first(where: { !seen.insert($0).inserted }) { throw .duplicate(twice) }
    }
}

extension OptionValue {
    var int: Int? { if case .int(let value) = self { value } else { nil } }
    var double: Double? { if case .double(let value) = self { value } else { nil } }
    var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    var string: String? { if case .string(let value) = self { value } else { nil } }

    /// Every item of a list by `read`; nil for anything else, and if one item is not what it should be.
    func items<Item>(_ read: (OptionValue) -> Item?) -> [Item]? {
        guard case .list(let values) = self else { return nil }
        let items = values.compactMap(read)
        return items.count == values.count ? items : nil
    }

    /// An integer however it is written: `1e4`.
    var wholeNumber: Int? { int ?? double.flatMap(Int.init(exactly:)) }

}

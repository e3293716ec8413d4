/// What a text that an option does not take may have been meant as. Only readings of the very number that stands there are
/// offered: joining or dropping digits so that any number comes out would be a trap.
struct ValueReadings {
    private let option: OptionDefinition
    /// With ASCII digits, minus signs and blanks.
    private let text: String
    private let isQuoted: Bool
    private let isChanged: Bool

    /// - Parameter tree: Nil unless it is one non-empty value.
    init?(_ tree: YAMLTree, of option: OptionDefinition) {
        guard case .scalar(let written, let isPlain) = tree.content, !written.isEmpty else { return nil }
        self.option = option
        text = String(written.map(Self.ascii))
        isQuoted = !isPlain
        isChanged = text != written
    }

    /// Whether the value would be fine but for its quotes.
    var isQuotedValue: Bool { isQuoted && !isChanged && isNumeric && accepts(text) }

    /// One number each, as YAML writes it; several where a comma may separate thousands or decimals.
    var numbers: [String] {
        guard isNumeric else { return [] }
        var found: [String] = isChanged ? [text] : []
        for reading in Self.readings(of: text) where !found.contains(reading) { found.append(reading) }
        let isWhole = if case .integer = option.kind { true } else { false }
        return found.filter { !Self.hasLeadingZero($0) && !(isWhole && $0.contains(".")) && accepts($0) }
    }

    /// The text as a list of values in YAML; nil unless each of two or more is one that the option takes.
    var several: String? {
        let parts = text.split { ",; \t".contains($0) }.map(String.init)
        guard parts.count > 1, Set(parts).count == parts.count, parts.allSatisfy({ isValue($0) && !Self.hasLeadingZero($0) }) else {
            return nil
        }
        return "[" + parts.joined(separator: ", ") + "]"
    }

    /// The text as a list of one value; nil unless the option, or the list that it is, takes that.
    var single: String? { isValue(text) ? "[\(text)]" : nil }

    // MARK: Values

    private var isNumeric: Bool {
        switch option.kind {
        case .integer, .number: true
        case .boolean, .choice, .path, .integerList, .choiceList, .textList: false
        }
    }

    private func accepts(_ text: String) -> Bool { option.accept(YAMLTree.plain(text)) != nil }

    private func isValue(_ text: String) -> Bool {
        switch option.kind {
        case .path, .textList: false
        case .integerList, .choiceList: option.accept(.list([YAMLTree.plain(text)])) != nil
        case .integer, .number, .boolean, .choice: accepts(text)
        }
    }

    // MARK: Numbers

    /// Full-width digits, typographic signs and blanks as a keyboard has them.
    private static func ascii(_ character: Character) -> Character {
        switch character {
        case "\u{2212}", "\u{2013}": "-"
        case "\u{2019}": "'"
        case "\u{A0}", "\u{2009}", "\u{202F}": " "
        default:
            character.isASCII
                ? character : character.wholeNumberValue.flatMap { (0...9).contains($0) ? Character("\($0)") : nil } ?? character
        }
    }

    /// `0012` in `[1, 0012]` is rather the end of a long number than a value of its own.
    private static func hasLeadingZero(_ text: String) -> Bool {
        text.count > 1 && text.first == "0" && text.dropFirst().first?.isNumber == true
    }

    /// Thousands `1,000`, `1.000.000`, `1'000`, `1 000`, `1_000`; decimals `0,001`; both `1.000,5`.
    private static func readings(of text: String) -> [String] {
        let sign = text.prefix { $0 == "-" || $0 == "+" }, rest = text.dropFirst(sign.count)
        let mantissa = rest.prefix { $0 != "e" && $0 != "E" }, exponent = rest.dropFirst(mantissa.count)
        let groups = mantissa.split(omittingEmptySubsequences: false) { !isDigit($0) }
        let marks = mantissa.filter { !isDigit($0) }
        guard sign.count <= 1, let mark = marks.first, let last = marks.last, !groups.dropFirst().contains(where: \.isEmpty) else {
            return []
        }
        func joined(_ groups: some Collection<Substring>, fraction: Substring? = nil) -> String {
            sign + groups.joined() + (fraction.map { "." + $0 } ?? "") + exponent
        }
        func areThousands(_ groups: some Collection<Substring>) -> Bool {
            guard let first = groups.first, !first.isEmpty, first.first != "0", ",.'_ ".contains(mark) else { return false }
            return mark == "_" || first.count <= 3 && groups.dropFirst().allSatisfy { $0.count == 3 }
        }
        var readings: [String] = []
        if marks.allSatisfy({ $0 == mark }), areThousands(groups), mark != "." || marks.count > 1 { readings.append(joined(groups)) }
        let whole = groups.dropLast()
        if last == "," || last == ".", marks.dropLast().allSatisfy({ $0 == mark && $0 != last }),
            whole.count == 1 ? last == "," : areThousands(whole)
        {
            readings.append(joined(whole.first?.isEmpty == true ? ["0"] : Array(whole), fraction: groups.last))
        }
        return readings
    }

    private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }
}

/// How the place where a value stands takes several of them.
enum SeveralValues {
    /// Not at all.
    case none
    /// In another section, as an axis.
    case underAxes
    /// By another override, `axes.PATH=[...]`.
    case axesOverride
    /// As a list in the same place.
    case list

    /// How to write `values`, a list in YAML; empty where it cannot be done.
    func advice(_ values: String, of option: OptionDefinition) -> String? {
        switch self {
        case .none: nil
        case .underAxes: "`\(option.path): \(values)` under `axes`"
        case .axesOverride: "`axes.\(option.path)=\(values)`"
        case .list: "`\(values)`"
        }
    }
}

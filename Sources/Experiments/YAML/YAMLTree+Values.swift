/// Scalars by the YAML 1.2 core schema: `yes` and `1_000` are texts, `010` is ten, `1e-3` is a number.
extension YAMLTree {
    /// The value as written, lists included; nil for a mapping or anything that holds one.
    var value: OptionValue? {
        switch content {
        case .mapping: return nil
        case .scalar(let text, let isPlain): return isPlain ? Self.plain(text) : .string(text)
        case .sequence(let items):
            let values = items.compactMap(\.value)
            return values.count == items.count ? .list(values) : nil
        }
    }

    var isNull: Bool { value == .null }

    /// The text of any scalar, quoted or not.
    var text: String? { if case .scalar(let text, _) = content { text } else { nil } }

    var items: [YAMLTree]? { if case .sequence(let items) = content { items } else { nil } }

    var pairs: [YAMLPair]? { if case .mapping(let pairs) = content { pairs } else { nil } }

    /// "list", "mapping" or "value", for messages.
    var kind: String {
        switch content {
        case .mapping: "mapping"
        case .sequence: "list"
        case .scalar: "value"
        }
    }

    /// What was found, for messages: the value itself where it is short.
    var found: String {
        if isNull { return "nothing" }
        guard let value else { return "a \(kind)" }
        let text =
            switch content {
            case .scalar(let text, true): text
            default: value.description
            }
        return text.unicodeScalars.count <= 60 ? "`\(text)`" : "`\(String(text.prefix(57)))...`"
    }

    /// What an unquoted scalar means.
    static func plain(_ text: String) -> OptionValue {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: return number(text) ?? .string(text)
        }
    }

    /// Integers that do not fit become doubles: out of every integer option's range, but still numbers.
    private static func number(_ text: String) -> OptionValue? {
        let unsigned = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
        switch unsigned {
        case ".inf", ".Inf", ".INF": return .double(text.hasPrefix("-") ? -.infinity : .infinity)
        case ".nan", ".NaN", ".NAN": return text == unsigned ? .double(.nan) : nil
        default: break
        }
        if text.hasPrefix("0x"), let value = Int(text.dropFirst(2), radix: 16), !text.hasPrefix("0x-"), !text.hasPrefix("0x+") {
            return .int(value)
        }
        if text.hasPrefix("0o"), let value = Int(text.dropFirst(2), radix: 8), !text.hasPrefix("0o-"), !text.hasPrefix("0o+") {
            return .int(value)
        }
        guard isDecimal(unsigned) else { return nil }
        if unsigned.utf8.allSatisfy(isDigit), let value = Int(text) { return .int(value) }
        return Double(text).map(OptionValue.double)
    }

    /// `(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
    private static func isDecimal(_ text: Substring) -> Bool {
        var rest = text.utf8[...]
        func takeDigits() -> Int {
            let digits = rest.prefix(while: isDigit)
            rest = rest[digits.endIndex...]
            return digits.count
        }
        let whole = takeDigits()
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            fraction = takeDigits()
        }
        guard whole + fraction > 0 else { return false }
        if let mark = rest.first, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
            guard takeDigits() > 0 else { return false }
        }
        return rest.isEmpty
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}

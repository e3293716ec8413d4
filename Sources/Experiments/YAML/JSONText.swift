/// A JSON document under construction, with its keys in the order given.
enum JSONText: Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONText])
    case object([(String, JSONText)])

    init(_ value: OptionValue) {
        switch value {
        case .null: self = .null
        case .int(let value): self = .integer(value)
        case .double(let value): self = .number(value)
        case .bool(let value): self = .bool(value)
        case .string(let value): self = .string(value)
        case .list(let values): self = .array(values.map(JSONText.init))
        }
    }

    static func strings(_ values: [String]) -> JSONText { .array(values.map(JSONText.string)) }

    /// Doubles must be finite. Objects are spread over lines when `indented`; arrays stay on one line
    /// unless they hold objects.
    func render(indented: Bool, level: Int = 0) -> String {
        switch self {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .integer(let value): return String(value)
        case .number(let value): return value.description
        case .string(let text): return quotedJSON(text)
        case .array(let values):
            let items = values.map { $0.render(indented: indented, level: level + 1) }
            let holdsObjects = values.contains { if case .object = $0 { true } else { false } }
            return Self.wrap(items, "[", "]", spread: indented && holdsObjects, compact: !indented, level: level)
        case .object(let pairs):
            let items = pairs.map {
                quotedJSON($0.0) + (indented ? ": " : ":") + $0.1.render(indented: indented, level: level + 1)
            }
            return Self.wrap(items, "{", "}", spread: indented, compact: !indented, level: level)
        }
    }

    private static func wrap(
        _ items: [String], _ open: String, _ close: String, spread: Bool, compact: Bool, level: Int
    ) -> String {
        if items.isEmpty { return open + close }
        guard spread else { return open + items.joined(separator: compact ? "," : ", ") + close }
        let inner = String(repeating: "  ", count: level + 1)
        let outer = String(repeating: "  ", count: level)
        return "\(open)\n\(inner)" + items.joined(separator: ",\n\(inner)") + "\n\(outer)\(close)"
    }
}

extension JSONText: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    init(stringLiteral text: String) { self = .string(text) }
    init(integerLiteral value: Int) { self = .integer(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(arrayLiteral values: JSONText...) { self = .array(values) }
    init(dictionaryLiteral pairs: (String, JSONText)...) { self = .object(pairs) }

    /// One object with the left one's pairs, then the right one's.
    static func + (left: JSONText, right: JSONText) -> JSONText {
        guard case .object(let first) = left, case .object(let more) = right else { preconditionFailure("only objects are joined") }
        return .object(first + more)
    }
}

/// The text as a JSON (and YAML) double-quoted string.
func quotedJSON(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        case let other where other.value < 0x20 || other.value == 0x7F:
            let digits = String(other.value, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}

/// The value of one option: what stands in a spec, in a cell's coordinates and in the results store.
public enum OptionValue: Sendable, Hashable {
    /// No value; only `data.path` can be null.
    case null
    case int(Int)
    case double(Double)
    case bool(Bool)
    case string(String)
    case list([OptionValue])
}

extension OptionValue: CustomStringConvertible {
    /// The value as YAML would spell it on one line. Two values share a spelling only if they are equal:
    /// canonical texts, and so job keys, are made of it.
    public var description: String {
        switch self {
        case .null: "null"
        case .int(let value): String(value)
        case .double(let value): value.description
        case .bool(let value): value ? "true" : "false"
        case .string(let text): Self.isPlain(text) ? text : quotedJSON(text)
        case .list(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
        }
    }

    /// The value without quotes around a string: for tables and labels.
    public var plainText: String {
        if case .string(let text) = self { text } else { description }
    }

    /// Whether a YAML 1.1 or 1.2 reader takes the unquoted text as this very string.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, isASCIILetter(first), text.utf8.last != UInt8(ascii: " ") else { return false }
        let isSafe = text.utf8.allSatisfy {
            isASCIILetter($0) || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) || plainPunctuation.contains($0)
        }
        return isSafe && !reservedWords.contains(text.lowercased())
    }

    private static func isASCIILetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
    }

    private static let plainPunctuation = Set("_-+./ ".utf8)
    private static let reservedWords: Set<String> = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"]
}

extension OptionValue: Comparable {
    /// A total order for stable sorting: null, booleans, numbers by size, strings by code units, lists.
    public static func < (left: OptionValue, right: OptionValue) -> Bool {
        switch (left, right) {
        case (.bool(let a), .bool(let b)): return !a && b
        case (.int(let a), .int(let b)): return a < b
        case (.double(let a), .double(let b)): return isLess(a, b)
        case (.int(let a), .double(let b)): return Double(a) == b ? true : isLess(Double(a), b)
        case (.double(let a), .int(let b)): return Double(b) == a ? false : isLess(a, Double(b))
        case (.string(let a), .string(let b)): return a.utf8.lexicographicallyPrecedes(b.utf8)
        case (.list(let a), .list(let b)): return a.lexicographicallyPrecedes(b)
        default: return left.rank < right.rank
        }
    }

    /// NaN, which no spec can hold, comes last.
    private static func isLess(_ a: Double, _ b: Double) -> Bool { a < b || (!a.isNaN && b.isNaN) }

    private var rank: Int {
        switch self {
        case .null: 0
        case .bool: 1
        case .int, .double: 2
        case .string: 3
        case .list: 4
        }
    }
}

extension OptionValue: Codable {
    public init(from decoder: any Decoder) throws {
        if var list = try? decoder.unkeyedContainer() {
            var values: [OptionValue] = []
            while !list.isAtEnd { values.append(try list.decode(OptionValue.self)) }
            self = .list(values)
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .int(value)
        } else if let value = try? container.decode(Double.self) {
            self = .double(value)
        } else {
            self = .string(try container.decode(String.self))
        }
    }

    /// A whole-number double is written as an integer by JSON coders and reads back as `.int`;
    /// `JobConfiguration` turns it into the option's type again.
    public func encode(to encoder: any Encoder) throws {
        if case .list(let values) = self {
            var container = encoder.unkeyedContainer()
            for value in values { try container.encode(value) }
            return
        }
        var container = encoder.singleValueContainer()
        switch self {
        case .null, .list: try container.encodeNil()
        case .int(let value): try container.encode(value)
        case .double(let value): try container.encode(value)
        case .bool(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        }
    }
}

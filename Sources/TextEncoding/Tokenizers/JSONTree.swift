/// A JSON document. Its texts are compared by bytes: Swift's `String` takes canonically equivalent ones for equal, and
/// vocabularies have such pairs.
enum JSONTree {
    case object([(key: String, value: JSONTree)])
    case array([JSONTree])
    case text(String)
    case number(Double)
    case boolean(Bool)
    case null

    /// The value of the first such key of an object.
    subscript(key: String) -> JSONTree? {
        guard case .object(let entries) = self else { return nil }
        return entries.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
    var elements: [JSONTree]? { if case .array(let elements) = self { elements } else { nil } }
    var entries: [(key: String, value: JSONTree)]? { if case .object(let entries) = self { entries } else { nil } }
    /// A whole number from 0 on that fits.
    var id: Int32? { if case .number(let value) = self, value >= 0 { Int32(exactly: value) } else { nil } }

    /// For messages, in few words.
    var summary: String {
        switch self {
        case .object(let entries): entries.first { $0.key == "type" }?.value.text ?? "an object"
        case .array(let elements): "[" + elements.prefix(8).map(\.summary).joined(separator: ", ") + (elements.count > 8 ? ", ...]" : "]")
        case .text(let text): text.prefix(80).debugDescription
        case .number(let value): "\(value)"
        case .boolean(let value): "\(value)"
        case .null: "null"
        }
    }
}

/// Why, and at which byte.
struct JSONFault: Error {
    let offset: Int
    let reason: String
}

/// Source: RFC 8259.
struct JSONParser {
    /// Deeper than any tokenizer's file.
    private static let maximumDepth = 64

    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0

    static func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONFault) -> JSONTree {
        var parser = JSONParser(bytes: bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.place = 3 }
        let tree = try parser.value(depth: 0)
        guard parser.next == nil else { throw parser.fault("something follows the document") }
        return tree
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private func fault(_ reason: String) -> JSONFault { JSONFault(offset: place, reason: reason) }

    /// The next byte that is no blank.
    private var next: UInt8? {
        mutating get {
            while place < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
            return place < bytes.count ? bytes[place] : nil
        }
    }

    private mutating func take(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard next != nil, place + count <= bytes.count,
            bytes[place..<place + count].elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: count))
        else { return false }
        place += count
        return true
    }

    private mutating func value(depth: Int) throws(JSONFault) -> JSONTree {
        guard depth < Self.maximumDepth else { throw fault("nested more than \(Self.maximumDepth) deep") }
        switch next {
        case UInt8(ascii: "{"):
            place += 1
            var entries: [(key: String, value: JSONTree)] = []
            if take("}") { return .object(entries) }
            repeat {
                guard next == UInt8(ascii: "\"") else { throw fault("a key was expected") }
                let key = try text()
                guard take(":") else { throw fault("a colon was expected") }
                entries.append((key, try value(depth: depth + 1)))
            } while take(",")
            guard take("}") else { throw fault("a comma or } was expected") }
            return .object(entries)
        case UInt8(ascii: "["):
            place += 1
            var elements: [JSONTree] = []
            if take("]") { return .array(elements) }
            repeat { elements.append(try value(depth: depth + 1)) } while take(",")
            guard take("]") else { throw fault("a comma or ] was expected") }
            return .array(elements)
        case UInt8(ascii: "\""): return .text(try text())
        case nil: throw fault("it ends too early")
        default:
            if take("true") { return .boolean(true) }
            if take("false") { return .boolean(false) }
            if take("null") { return .null }
            return .number(try number())
        }
    }

    private mutating func number() throws(JSONFault) -> Double {
        let start = place
        while place < bytes.count, "+-.0123456789eE".utf8.contains(bytes[place]) { place += 1 }
        let spelling = String(decoding: bytes[start..<place], as: UTF8.self)
        guard let value = Double(spelling), !spelling.hasPrefix("+"), !spelling.hasPrefix(".") else {
            place = start
            throw fault("a value was expected")
        }
        return value
    }

    /// From the opening quote on.
    private mutating func text() throws(JSONFault) -> String {
        place += 1
        var units: [UInt8] = []
        while true {
            let start = place
            while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\") { place += 1 }
            units.append(contentsOf: bytes[start..<place])
            guard place < bytes.count else { throw fault("a text has no end") }
            place += 1
            if bytes[place - 1] == UInt8(ascii: "\"") { break }
            units.append(contentsOf: try escape())
        }
        guard let text = String(validating: units, as: UTF8.self) else { throw fault("a text is not UTF-8") }
        return text
    }

    /// After the backslash.
    private mutating func escape() throws(JSONFault) -> String.UTF8View {
        guard place < bytes.count else { throw fault("a text has no end") }
        place += 1
        switch bytes[place - 1] {
        case UInt8(ascii: "\""): return "\"".utf8
        case UInt8(ascii: "\\"): return "\\".utf8
        case UInt8(ascii: "/"): return "/".utf8
        case UInt8(ascii: "b"): return "\u{8}".utf8
        case UInt8(ascii: "f"): return "\u{C}".utf8
        case UInt8(ascii: "n"): return "\n".utf8
        case UInt8(ascii: "r"): return "\r".utf8
        case UInt8(ascii: "t"): return "\t".utf8
        case UInt8(ascii: "u"):
            var code = try codeUnit()
            if 0xD800..<0xDC00 ~= code {
                guard place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u") else {
                    throw fault("half a surrogate pair")
                }
                place += 2
                let low = try codeUnit()
                guard 0xDC00..<0xE000 ~= low else { throw fault("half a surrogate pair") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw fault("half a surrogate pair") }
            return String(scalar).utf8
        default: throw fault("an unknown escape")
        }
    }

    private mutating func codeUnit() throws(JSONFault) -> UInt32 {
        guard place + 4 <= bytes.count, let code = UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16),
            bytes[place] != UInt8(ascii: "+")
        else { throw fault("four hexadecimal digits were expected") }
        place += 4
        return code
    }
}

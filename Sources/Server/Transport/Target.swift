import Foundation

/// What a request asks for: a path and named values, decoded once and strictly.
public struct Target: Sendable, Equatable {
    /// "/grid".
    public var path: String
    /// In the order of the request; a name may come more than once.
    public var values: [Value]

    public struct Value: Sendable, Equatable {
        public var name: String
        public var text: String

        public init(_ name: String, _ text: String) { (self.name, self.text) = (name, text) }
    }

    static let mostBytes = 16_384
    static let mostValues = 200

    public init(path: String, values: [Value] = []) { (self.path, self.values) = (path, values) }

    /// Reads the target of a request line, "/grid?spec=a&rows=point".
    /// - Returns: nil for what is no path of this server's kind: too long, not UTF-8, a bad escape, a control character, dots for folders,
    ///   an empty part.
    public init?(parsing text: String) {
        guard text.utf8.count <= Self.mostBytes, text.hasPrefix("/") else { return nil }
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = Self.decoded(parts[0].utf8, plusIsSpace: false), !path.contains(where: Self.isControl) else { return nil }
        // "//name" would lead to another server where it is sent back as an address.
        guard !path.contains("//"), !path.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else { return nil }
        self.path = path
        guard parts.count > 1 else {
            values = []
            return
        }
        guard let values = Self.form(parts[1]) else { return nil }
        self.values = values
    }

    /// The values of a form: "a=1&b=two+words". Empty pieces are skipped.
    static func form(_ text: some StringProtocol) -> [Value]? {
        var values: [Value] = []
        for piece in text.utf8.split(separator: UInt8(ascii: "&")) {
            let halves = piece.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(halves[0], plusIsSpace: true),
                let text = halves.count > 1 ? decoded(halves[1], plusIsSpace: true) : "", values.count < mostValues
            else { return nil }
            values.append(Value(name, text))
        }
        return values
    }

    private static func decoded(_ bytes: some Sequence<UInt8>, plusIsSpace: Bool) -> String? {
        var result: [UInt8] = [], bytes = bytes.makeIterator()
        while let byte = bytes.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = bytes.next().flatMap(digit), let low = bytes.next().flatMap(digit) else { return nil }
                result.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: result.append(UInt8(ascii: " "))
            default: result.append(byte)
            }
        }
        guard !result.contains(0) else { return nil }
        return String(validating: result, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? { Character(UnicodeScalar(byte)).hexDigitValue.map { UInt8($0) } }
    private static func isControl(_ character: Character) -> Bool {
        character.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    // MARK: Reading values

    /// The first value of a name; nil where it is not there or empty, as forms send what nobody filled in.
    public func value(_ name: String) -> String? { values.first { $0.name == name && !$0.text.isEmpty }?.text }

    /// All values of a name, each a list with commas between; nil where there is none.
    public func list(_ name: String) -> [String]? {
        let items = values.filter { $0.name == name }.flatMap { $0.text.split(separator: ",") }
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        return items.isEmpty ? nil : items
    }

    /// A whole number.
    /// - Throws: ``PageProblem`` for anything else.
    public func number(_ name: String) throws -> Int? {
        guard let text = value(name) else { return nil }
        guard let number = Int(text) else { throw PageProblem(.badRequest, "\(name)=\(text): found a text, allowed: a whole number") }
        return number
    }

    // MARK: Writing

    /// The target as a link: whatever the values hold, it stays on this server.
    public var link: String {
        let query = values.filter { !$0.text.isEmpty }.map { "\(Self.escaped($0.name))=\(Self.escaped($0.text))" }.joined(separator: "&")
        let path = path.split(separator: "/", omittingEmptySubsequences: false).map { Self.escaped(String($0)) }.joined(separator: "/")
        return path + (query.isEmpty ? "" : "?" + query)
    }

    /// The same with other values: nil takes a name away, the others stay where they are.
    public func with(_ name: String, _ text: String?) -> Target {
        var target = self
        if let place = values.firstIndex(where: { $0.name == name }) {
            target.values.removeAll { $0.name == name }
            if let text { target.values.insert(Value(name, text), at: min(place, target.values.count)) }
        } else if let text {
            target.values.append(Value(name, text))
        }
        return target
    }

    public func at(_ path: String) -> Target { Target(path: path, values: values) }

    private static let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)

    private static func escaped(_ text: String) -> String {
        text.utf8.map {
            unreserved.contains($0) ? String(UnicodeScalar($0)) : "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true)
        }
        .joined()
    }
}

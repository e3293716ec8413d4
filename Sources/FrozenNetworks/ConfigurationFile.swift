import Foundation

/// A network's `config.json`, or an object within it, read key by key.
struct ConfigurationFile {
    /// The path, for messages.
    let file: String
    private let values: [String: JSONValue]
    private let place: String

    /// - Throws: `FrozenNetworksError.unreadable`.
    init(contentsOf url: URL) throws {
        let values: [String: JSONValue]
        do {
            values = try JSONDecoder().decode([String: JSONValue].self, from: Data(contentsOf: url))
        } catch is DecodingError {
            throw FrozenNetworksError.unreadable(file: url.path, reason: "it is no JSON object")
        } catch {
            throw FrozenNetworksError.unreadable(file: url.path, reason: error.localizedDescription)
        }
        self.init(file: url.path, values: values, place: "")
    }

    /// `config.json` of a folder.
    init(folder: URL) throws {
        let url = folder.appendingPathComponent("config.json")
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw FrozenNetworksError.notConfigured(folder: folder.path, looked: ["config.json"])
        }
        try self.init(contentsOf: url)
    }

    private init(file: String, values: [String: JSONValue], place: String) { (self.file, self.values, self.place) = (file, values, place) }

    /// The object under `key`; nil where there is none.
    func object(_ key: String) throws -> ConfigurationFile? {
        try value(key, "an object") { if case .object(let object) = $0 { object } else { nil } }.map {
            .init(file: file, values: $0, place: "\(place)\(key).")
        }
    }

    /// An object under `key` in which everything is missing.
    func empty(_ key: String) -> ConfigurationFile { .init(file: file, values: [:], place: "\(place)\(key).") }

    func contains(_ key: String) -> Bool { values[key] != nil }

    /// Whether the key is there and not null.
    func isSet(_ key: String) -> Bool { values[key].map { $0 != .null } ?? false }

    /// - Parameter missing: what a missing key means; nil refuses it.
    func integer(_ key: String, in range: ClosedRange<Int>, missing: Int? = nil) throws -> Int {
        let allowed = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        let found = try value(key, allowed) {
            $0.number.flatMap { Int(exactly: $0) }.flatMap { range.contains($0) ? $0 : nil }
        }
        return try found ?? missing ?? refuse(key, "missing", allowed)
    }

    func number(_ key: String, in range: ClosedRange<Double>, missing: Double? = nil) throws -> Double {
        let allowed = "a number from \(range.lowerBound) to \(range.upperBound)"
        let found = try value(key, allowed) { $0.number.flatMap { range.contains($0) ? $0 : nil } }
        return try found ?? missing ?? refuse(key, "missing", allowed)
    }

    func numbers(_ key: String, count: Int, missing: [Double]) throws -> [Double] {
        try value(key, "\(count) numbers") {
            guard case .list(let list) = $0, list.count == count else { return nil }
            let numbers = list.compactMap(\.number)
            return numbers.count == count ? numbers : nil
        } ?? missing
    }

    /// - Parameter limit: as many as there may be.
    func integers(_ key: String, in range: ClosedRange<Int>, limit: Int, missing: [Int]) throws -> [Int] {
        let allowed = "1 to \(limit) whole numbers from \(range.lowerBound) to \(range.upperBound)"
        return try value(key, allowed) {
            guard case .list(let list) = $0, (1...limit).contains(list.count) else { return nil }
            let integers = list.compactMap { $0.number.flatMap { Int(exactly: $0) } }
            return integers.count == list.count && integers.allSatisfy(range.contains) ? integers : nil
        } ?? missing
    }

    /// Refuses a list that is not `count` times `word`; a missing one is what is meant.
    func requireWords(_ key: String, _ word: String, count: Int) throws {
        _ = try value(key, "'\(word)', once for each of \(count) levels") {
            guard case .list(let list) = $0, list.count == count else { return nil as Bool? }
            return list.allSatisfy { $0.text == word } ? true : nil
        }
    }

    func boolean(_ key: String, missing: Bool) throws -> Bool {
        try value(key, "true or false") { if case .boolean(let value) = $0 { value } else { nil } } ?? missing
    }

    func text(_ key: String) throws -> String? { try value(key, "a text", \.text) }

    func word<Word: RawRepresentable & CaseIterable>(_ key: String, missing: Word) throws -> Word where Word.RawValue == String {
        try value(key, Word.allCases.map(\.rawValue).joined(separator: ", ")) { $0.text.flatMap(Word.init) } ?? missing
    }

    func refusal(_ key: String, _ found: String, _ allowed: String) -> FrozenNetworksError {
        .configuration(file: file, key: place + key, found: found, allowed: allowed)
    }

    private func refuse<Value>(_ key: String, _ found: String, _ allowed: String) throws -> Value { throw refusal(key, found, allowed) }

    /// Nil where the key is missing or null; refused where `take` does not want it.
    private func value<Value>(_ key: String, _ allowed: String, _ take: (JSONValue) -> Value?) throws -> Value? {
        guard let value = values[key], value != .null else { return nil }
        return try take(value) ?? refuse(key, value.description, allowed)
    }
}

/// Any JSON.
private enum JSONValue: Decodable, Equatable, CustomStringConvertible {
    case null
    case boolean(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    var number: Double? { if case .number(let value) = self { value } else { nil } }
    var text: String? { if case .text(let value) = self { value } else { nil } }

    var description: String {
        switch self {
        case .null: "null"
        case .boolean(let value): "\(value)"
        case .number(let value): Int(exactly: value).map(String.init) ?? "\(value)"
        case .text(let value): "'\(value)'"
        case .list(let values): "a list of \(values.count)"
        case .object: "an object"
        }
    }
}

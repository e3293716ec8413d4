import Foundation
import GRDB

extension Row {
    /// A column's value; GRDB's own subscript traps on one that does not fit, which a damaged database may hold.
    subscript<Value: DatabaseValueConvertible & StatementColumnConvertible>(checked column: String) -> Value {
        get throws { try decode(Value.self, forColumn: column) }
    }

    /// The same by place, for queries of very many rows.
    subscript<Value: DatabaseValueConvertible & StatementColumnConvertible>(checked index: Int) -> Value {
        get throws { try decode(Value.self, atIndex: index) }
    }

    /// An enum by its raw value.
    /// - Parameter table: where an unknown one is reported to be.
    func stored<Value: RawRepresentable<String>>(_ column: String, in table: String) throws -> Value {
        let raw: String = try self[checked: column]
        guard let value = Value(rawValue: raw) else { throw ResultsStoreError.corrupt(table: table, column: column, found: raw) }
        return value
    }

    /// A list as JSON.
    func list<Value: Decodable>(_ column: String, in table: String) throws -> [Value] {
        let text: String = try self[checked: column]
        guard let values = try? JSONDecoder().decode([Value].self, from: Data(text.utf8)) else {
            throw ResultsStoreError.corrupt(table: table, column: column, found: text)
        }
        return values
    }
}

/// Any number of strings as one argument for `json_each(?)`.
func jsonArray(_ strings: [String]) -> String {
    // Keys by the ten thousand are of letters and digits.
    if strings.allSatisfy({ $0.utf8.allSatisfy { $0 < 127 && $0 >= 32 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") } }) {
        var text = "["
        text.reserveCapacity(strings.reduce(2) { $0 + $1.utf8.count + 3 })
        for (place, string) in strings.enumerated() { text += place == 0 ? "\"" : ",\""; text += string; text += "\"" }
        return text + "]"
    }
    // Encoding strings cannot fail.
    return String(decoding: (try? JSONEncoder().encode(strings)) ?? Data("[]".utf8), as: UTF8.self)
}

func jsonArray(_ numbers: some Sequence<some BinaryInteger>) -> String { "[" + numbers.map { "\($0)" }.joined(separator: ",") + "]" }

/// Each string once, in order of first appearance: a join over a list must not multiply rows.
func unique(_ keys: [String]) -> [String] {
    var seen = Set<String>()
    return keys.filter { seen.insert($0).inserted }
}

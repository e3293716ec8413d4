import Foundation
import Reports

/// What a column's values are, where that is known before them.
enum ColumnKind { case flags, integers, numbers, texts }

extension ColumnValues {
    /// The plainest type that holds all of `values`: integers among numbers become numbers, lists the text of their JSON, and whatever
    /// else is mixed the text that CSV has.
    /// - Parameter kind: of a column without any value, and of one whose numbers happen to be whole.
    init(_ values: [TableValue], expecting kind: ColumnKind = .texts) {
        let kinds = Set(values.compactMap(\.kind))
        switch kinds.isEmpty ? [kind] : kinds {
        case [.flags]: self = .flags(values.map { if case .flag(let flag) = $0 { flag } else { nil } })
        case [.integers] where kind != .numbers:
            self = .integers(values.map { if case .integer(let integer) = $0 { integer } else { nil } })
        case [.numbers], [.integers], [.integers, .numbers]: self = .numbers(values.map(\.number))
        default: self = .texts(values.map(\.text))
        }
    }
}

extension TableValue {
    /// nil for no value.
    fileprivate var kind: ColumnKind? {
        switch self {
        case .absent, .null: nil
        case .flag: .flags
        case .integer: .integers
        case .number: .numbers
        case .text, .marked, .blob, .list, .object: .texts
        }
    }

    fileprivate var number: Double? {
        switch self {
        case .integer(let integer): Double(integer)
        case .number(let number): number
        default: nil
        }
    }

    fileprivate var text: String? {
        switch self {
        case .absent, .null: nil
        // Encoding values cannot fail.
        case .list, .object: (try? Self.encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) }
        default: exactText
        }
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}

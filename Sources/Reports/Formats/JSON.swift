import Foundation

/// A document with sorted keys, or a list of the rows, one a line, with keys in the order of the columns.
struct JSONFormat: ReportWriter {
    func text(_ report: some Report) throws -> String {
        if let document = report.document { return try jsonText(document) + "\n" }
        let table = report.data, encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        func text(_ value: TableValue) throws -> String {
            if case .number(let number) = value, number.isFinite { return shortest(number) }
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        let shown = table.heads.indices.filter { table.heads[$0].scope != .csv }
        let names = try shown.map { try text(.text(table.columns[$0])) }
        let objects = try table.rows.map { row in
            "  {" + (try zip(names, shown).map { "\($0): \(try text(row[$1]))" }).joined(separator: ", ") + "}"
        }
        return objects.isEmpty ? "[]\n" : "[\n" + objects.joined(separator: ",\n") + "\n]\n"
    }
}

/// Pretty-printed JSON with snake_case keys in alphabetic order.
public func jsonText(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

extension TableValue: Encodable {
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .absent, .null: try container.encodeNil()
        case .flag(let flag): try container.encode(flag)
        case .integer(let integer): try container.encode(integer)
        // JSON has no other numbers: these go by name.
        case .number(let number): try number.isFinite ? container.encode(number) : container.encode(shortest(number))
        case .text, .marked, .blob: try container.encode(exact)
        case .list(let values): try container.encode(values)
        case .object(let members): try container.encode(members.filter { $0.value != .absent })
        }
    }
}

extension DataTable {
    /// The rows as JSON objects.
    var objects: TableValue {
        .list(
            rows.map { row in
                var own: [String: TableValue] = [:], groups: [String: [String: TableValue]] = [:]
                for (head, value) in zip(heads, row) where head.scope != .csv {
                    if let group = head.group {
                        groups[group, default: [:]][head.name] = value
                    } else {
                        own[head.name] = value
                    }
                }
                return .object(own.merging(groups.mapValues(TableValue.object)) { own, _ in own })
            })
    }
}

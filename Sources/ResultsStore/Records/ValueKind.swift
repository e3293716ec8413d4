import GRDB

/// SQLite turns NaN into NULL, so each value says what it is. Raw values are those of the `kind` columns.
enum ValueKind: Int {
    case finite = 0
    case nan = 1
    case infinity = 2
    case negativeInfinity = 3

    init(_ value: Double) {
        self = value.isFinite ? .finite : value.isNaN ? .nan : value > 0 ? .infinity : .negativeInfinity
    }

    /// What the two columns hold together.
    static func value(_ stored: Double?, kind: Int, in table: String) throws -> Double {
        switch (ValueKind(rawValue: kind), stored) {
        case (.finite, let value?): return value
        case (.nan, nil): return .nan
        case (.infinity, nil): return .infinity
        case (.negativeInfinity, nil): return -.infinity
        default: throw ResultsStoreError.corrupt(table: table, column: "kind", found: "\(kind)")
        }
    }

    /// The columns `value` and `kind` of a row.
    static func value(_ row: Row, in table: String) throws -> Double {
        try value(row[checked: "value"], kind: row[checked: "kind"], in: table)
    }
}

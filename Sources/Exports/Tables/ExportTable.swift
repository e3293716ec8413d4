/// Rows under named columns of one type each, kept column by column.
public struct ExportTable: Sendable {
    /// The name of its file, without an ending.
    public let name: String
    /// What a row is, in words.
    public let about: String
    public let columns: [ExportColumn]
    public let rowCount: Int

    /// - Precondition: all columns have equally many values, and their names differ.
    public init(_ name: String, _ about: String, _ columns: [ExportColumn]) {
        precondition(Set(columns.map(\.values.count)).count <= 1, "\(name): columns of different lengths")
        precondition(Set(columns.map(\.name)).count == columns.count, "\(name): two columns of one name")
        (self.name, self.about, self.columns) = (name, about, columns)
        rowCount = columns.first?.values.count ?? 0
    }
}

/// A column of an exported table.
public struct ExportColumn: Sendable {
    public let name: String
    /// What it holds, in words.
    public let meaning: String
    /// Whether files say that values may be missing; fixed by the column, not by its values, so that files of two exports fit.
    public let isNullable: Bool
    public let values: ColumnValues

    /// - Precondition: a column that cannot be null has every value.
    public init(_ name: String, _ meaning: String, nullable: Bool = true, _ values: ColumnValues) {
        precondition(nullable || values.nullCount == 0, "\(name): a value is missing")
        (self.name, self.meaning, isNullable, self.values) = (name, meaning, nullable, values)
    }

    static func texts<Row>(
        _ name: String, _ meaning: String, nullable: Bool = false, _ rows: [Row], _ value: (Row) -> String?
    ) -> ExportColumn { ExportColumn(name, meaning, nullable: nullable, .texts(rows.map(value))) }

    static func integers<Row>(
        _ name: String, _ meaning: String, nullable: Bool = false, _ rows: [Row], _ value: (Row) -> Int?
    ) -> ExportColumn { ExportColumn(name, meaning, nullable: nullable, .integers(rows.map { value($0).map(Int64.init) })) }

    static func numbers<Row>(
        _ name: String, _ meaning: String, nullable: Bool = false, _ rows: [Row], _ value: (Row) -> Double?
    ) -> ExportColumn { ExportColumn(name, meaning, nullable: nullable, .numbers(rows.map(value))) }
}

/// The values of a column; nil is no value.
public enum ColumnValues: Sendable, Equatable {
    case flags([Bool?])
    case integers([Int64?])
    case numbers([Double?])
    case texts([String?])

    public var count: Int {
        switch self {
        case .flags(let values): values.count
        case .integers(let values): values.count
        case .numbers(let values): values.count
        case .texts(let values): values.count
        }
    }

    var nullCount: Int {
        switch self {
        case .flags(let values): values.count { $0 == nil }
        case .integers(let values): values.count { $0 == nil }
        case .numbers(let values): values.count { $0 == nil }
        case .texts(let values): values.count { $0 == nil }
        }
    }

    /// How documents call the type.
    var typeName: String {
        switch self {
        case .flags: "bool"
        case .integers: "int64"
        case .numbers: "double"
        case .texts: "text"
        }
    }
}

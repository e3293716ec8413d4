import Foundation

/// A value of a table.
public enum TableValue: Sendable, Equatable {
    /// No value, and in JSON no key either.
    case absent
    case null
    case flag(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    /// A text that stands out.
    case marked(String)
    case blob(Data)
    case list([TableValue])
    case object([String: TableValue])

    /// Of a text that may be missing altogether.
    static func unlessNil(_ text: String?) -> TableValue { text.map(TableValue.text) ?? .absent }
}

/// What a column can hold without further words.
public protocol TableData { var tableValue: TableValue { get } }

extension TableValue: TableData { public var tableValue: TableValue { self } }
extension Bool: TableData { public var tableValue: TableValue { .flag(self) } }
extension Int: TableData { public var tableValue: TableValue { .integer(Int64(self)) } }
extension Double: TableData { public var tableValue: TableValue { .number(self) } }
extension String: TableData { public var tableValue: TableValue { .text(self) } }
extension Array: TableData where Element: TableData { public var tableValue: TableValue { .list(map(\.tableValue)) } }
extension Optional: TableData where Wrapped: TableData { public var tableValue: TableValue { self?.tableValue ?? .null } }

public enum Alignment: Sendable {
    case left, right

    /// How a format spells it.
    func word(left: String, right: String) -> String {
        switch self {
        case .left: left
        case .right: right
        }
    }
}

/// What becomes of a column where a terminal is too narrow for all.
public enum ColumnRoom: Sendable, Equatable {
    /// It stays; words may wrap within its cells.
    case kept
    /// It names its row, and moves to a line above it where it leaves no room for what the row says.
    case label
    /// It stands above its rows, once for those that share it.
    case heading
    /// A line of its own below the row.
    case below
    /// It is left out and named below the table: the greatest rank first, columns of one rank together.
    case yielding(Int)
}

/// What each format makes of a column.
public struct ColumnHead: Sendable {
    public enum Scope: Sendable { case everywhere, csv, json }
    /// Digits for people; CSV and JSON hold all.
    public enum Digits: Sendable { case all, decimals(Int), significant(Int) }

    var name: String
    /// Its name where room is scarce.
    var short: String?
    var scope = Scope.everywhere
    /// The object that holds it in JSON; nil for the row's own.
    var group: String?
    var digits = Digits.all
    /// nil: numbers to the right.
    var alignment: Alignment?
    var room = ColumnRoom.kept
    /// Whether a terminal may say it once for all rows that agree.
    var liftsConstant = false
    /// Whether the words of its cells may wrap although they stand to the right.
    var wraps = false
    /// What it has in common with its neighbours, above their names.
    var span: String?
    /// What to ask for when it is not shown; nil for its name.
    var id: String?
}

/// A column of a table, and what it holds of a row.
public struct Column<Row> {
    private(set) var head: ColumnHead
    let value: (Row) -> TableValue

    init(head: ColumnHead, _ value: @escaping (Row) -> some TableData) {
        self.head = head
        self.value = { value($0).tableValue }
    }

    /// A column of data: CSV and JSON name it so.
    public init(
        _ name: String, in scope: ColumnHead.Scope = .everywhere, digits: ColumnHead.Digits = .all,
        _ value: @escaping (Row) -> some TableData
    ) {
        self.init(head: ColumnHead(name: name, scope: scope, digits: digits), value)
    }

    /// What a narrow terminal may do with it; see ``ColumnHead/liftsConstant`` and ``ColumnHead/wraps``.
    public func room(_ room: ColumnRoom, liftsConstant: Bool = false, wraps: Bool = false) -> Column {
        var column = self
        (column.head.room, column.head.liftsConstant, column.head.wraps) = (room, liftsConstant, wraps)
        return column
    }

    /// A column of words for people.
    public static func left(_ name: String, _ text: @escaping (Row) -> String) -> Column {
        Column(head: ColumnHead(name: name, alignment: .left), text)
    }

    public static func right(_ name: String, _ text: @escaping (Row) -> String) -> Column {
        Column(head: ColumnHead(name: name, alignment: .right), text)
    }

    /// A column for each path; in JSON one object.
    static func coordinates(_ paths: [String], _ coordinates: @escaping (Row) -> [Grid.Coordinate]) -> [Column] {
        paths.map { path in
            Column(head: ColumnHead(name: path, group: "coordinates")) { TableValue.unlessNil(coordinates($0).value(of: path)) }
        }
    }

    /// The same for people: short names, numbers to the right.
    public static func coordinates(_ paths: [String], of grid: Grid, _ coordinates: @escaping (Row) -> [Grid.Coordinate]) -> [Column] {
        paths.map { path in
            (grid.isNumeric(path) ? right : left)(grid.shortName(of: path)) { coordinates($0).value(of: path) ?? "" }.room(.label)
        }
    }
}

/// Columns and lists of columns, one after the other.
@resultBuilder public enum Columns<Row> {
    public static func buildExpression(_ column: Column<Row>) -> [Column<Row>] { [column] }
    public static func buildExpression(_ columns: [Column<Row>]) -> [Column<Row>] { columns }
    public static func buildOptional(_ columns: [Column<Row>]?) -> [Column<Row>] { columns ?? [] }
    public static func buildBlock(_ parts: [Column<Row>]...) -> [Column<Row>] { parts.flatMap(\.self) }
}

/// Rows under named columns.
public struct DataTable: Sendable {
    private(set) var heads: [ColumnHead]
    public let rows: [[TableValue]]
    var caption: String?
    /// Whether hyphens before numbers are signs, for LaTeX.
    var hasSigns = false
    /// Ranks of yielding columns that a terminal keeps beside the labels of the rows, before these move to lines of their own.
    var fewestRanks = 2

    public init<Row>(_ rows: some Sequence<Row>, @Columns<Row> _ columns: () -> [Column<Row>]) {
        let columns = columns()
        heads = columns.map(\.head)
        self.rows = rows.map { row in columns.map { $0.value(row) } }
    }

    public var columns: [String] { heads.map(\.name) }

    /// The same under other names, in all formats.
    func named(_ names: [String]) -> DataTable {
        var table = self
        for column in table.heads.indices { (table.heads[column].name, table.heads[column].short) = (names[column], nil) }
        return table
    }
}

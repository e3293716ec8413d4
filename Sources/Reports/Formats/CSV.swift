/// RFC 4180: quotes where needed, lines end with LF; one row a fact, full precision.
public struct CSV: ReportWriter {
    func text(_ report: some Report) -> String { Self.text(report.data) }

    static func text(_ table: DataTable) -> String {
        let shown = table.heads.indices.filter { table.heads[$0].scope != .json }
        return line(shown.map { table.heads[$0].name }) + table.rows.map { row in line(shown.map { row[$0].exact }) }.joined()
    }

    /// Row by row: memory holds the text alone.
    public static func text<Row>(_ rows: some Sequence<Row>, @Columns<Row> _ columns: () -> [Column<Row>]) -> String {
        let columns = columns()
        return rows.reduce(into: line(columns.map(\.head.name))) { text, row in text += line(columns.map { $0.value(row).exact }) }
    }

    static func line(_ fields: [String]) -> String { fields.map(field).joined(separator: ",") + "\n" }

    private static func field(_ text: String) -> String {
        let special = text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
        let padded = text.first == " " || text.last == " "
        return special || padded ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}

extension TableValue {
    /// For machines: nothing lost. Numbers are the shortest decimals that read back alike; nan, inf and -inf by name.
    var exact: String {
        switch self {
        case .absent, .null: ""
        case .flag(let flag): "\(flag)"
        case .integer(let integer): "\(integer)"
        case .number(let number): shortest(number)
        case .text(let text), .marked(let text): text
        case .blob(let data): data.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        case .list(let values): values.map(\.exact).joined(separator: "; ")
        case .object(let members): members.sorted { $0.key < $1.key }.map { "\($0)=\($1.exact)" }.joined(separator: "; ")
        }
    }
}

/// A table without its rows: what is said of it when it has been written.
struct TableSummary: Sendable {
    let name: String
    let about: String
    let rowCount: Int
    let columns: [Column]

    struct Column: Sendable {
        let name: String
        let type: String
        let meaning: String
    }

    init(_ table: ExportTable) {
        (name, about, rowCount) = (table.name, table.about, table.rowCount)
        columns = table.columns.map {
            Column(name: $0.name, type: $0.values.typeName + ($0.isNullable ? ", may be missing" : ""), meaning: $0.meaning)
        }
    }
}

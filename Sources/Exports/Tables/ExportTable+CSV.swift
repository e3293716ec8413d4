import Reports

extension ExportTable {
    /// The table as CSV: an empty field is no value, numbers are the shortest decimals that read back alike.
    public var csv: String {
        CSV.text(0..<rowCount) { columns.map { column in Column(column.name) { column.values.value($0) } } }
    }
}

extension ColumnValues {
    fileprivate func value(_ row: Int) -> TableValue {
        switch self {
        case .flags(let values): values[row].tableValue
        case .integers(let values): values[row].map(TableValue.integer) ?? .null
        case .numbers(let values): values[row].tableValue
        case .texts(let values): values[row].tableValue
        }
    }
}

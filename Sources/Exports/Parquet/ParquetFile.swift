import Foundation

/// A table as an Apache Parquet file: a flat schema of booleans, 64-bit integers, doubles and UTF-8 texts; first version of data pages,
/// not compressed; texts that repeat by a dictionary.
///
/// Source: https://github.com/apache/parquet-format
public enum ParquetFile {
    /// Rows that lie together, column by column.
    static let rowsPerGroup = 1 << 16

    private static let magic = Data("PAR1".utf8)

    /// Hands over the file's bytes, a group of rows at a time.
    ///
    /// - Parameters:
    ///   - metadata: words for the footer.
    ///   - createdBy: "program version 1.2.3".
    /// - Throws: ``ExportsError/tooLarge(column:bytes:)``, and what `put` throws.
    public static func write(
        _ table: ExportTable, metadata: [(key: String, value: String)], createdBy: String, to put: (Data) throws -> Void
    ) throws {
        var position = magic.count
        try put(magic)
        var groups: [Group] = []
        for first in stride(from: 0, to: table.rowCount, by: rowsPerGroup) {
            let rows = first..<min(first + rowsPerGroup, table.rowCount)
            var group = Group(rowCount: rows.count)
            for column in table.columns {
                let chunk = try ParquetChunk(column, rows: rows)
                try put(chunk.pages)
                group.chunks.append((position, chunk.summary))
                position += chunk.pages.count
            }
            groups.append(group)
        }
        let footer = footer(table, groups, metadata, createdBy)
        try put(footer)
        var end = Data()
        end.append(littleEndian: UInt32(footer.count))
        try put(end + magic)
    }

    private static func footer(
        _ table: ExportTable, _ groups: [Group], _ metadata: [(key: String, value: String)], _ createdBy: String
    ) -> Data {
        CompactWriter.structure { footer in
            footer.integer(1, 1)
            let columns: [ExportColumn?] = [nil] + table.columns
            footer.structures(2, columns) { element, column in
                guard let column else {
                    element.text(4, table.name)
                    element.integer(5, Int32(table.columns.count))
                    return
                }
                element.integer(1, column.values.physicalType)
                element.integer(3, column.isNullable ? 1 : 0)
                element.text(4, column.name)
                if case .texts = column.values {
                    element.integer(6, 0)
                    // The logical type, a union: its first member is a text.
                    element.structure(10) { $0.structure(1) { _ in } }
                }
            }
            footer.long(3, table.rowCount)
            footer.structures(4, groups) { $1.write(to: &$0, table) }
            footer.structures(5, metadata) { pair, entry in
                pair.text(1, entry.key)
                pair.text(2, entry.value)
            }
            footer.text(6, createdBy)
        }
    }

    /// Rows that lie together, as the footer has them.
    private struct Group {
        let rowCount: Int
        var chunks: [(position: Int, summary: ParquetChunk.Summary)] = []

        init(rowCount: Int) { self.rowCount = rowCount }

        func write(to group: inout CompactWriter, _ table: ExportTable) {
            group.structures(1, Array(zip(table.columns, chunks))) { chunk, entry in
                let (column, (position, summary)) = entry
                chunk.long(2, position)
                chunk.structure(3) { meta in
                    meta.integer(1, column.values.physicalType)
                    meta.integers(2, summary.encodings.map(\.rawValue))
                    meta.texts(3, [column.name])
                    meta.integer(4, 0)
                    meta.long(5, rowCount)
                    meta.long(6, summary.bytes)
                    meta.long(7, summary.bytes)
                    meta.long(9, position + summary.dataOffset)
                    if summary.dataOffset > 0 { meta.long(11, position) }
                    meta.structure(12) { $0.long(3, summary.nullCount) }
                }
            }
            group.long(2, chunks.reduce(0) { $0 + $1.summary.bytes })
            group.long(3, rowCount)
        }
    }
}

extension ColumnValues {
    /// As the format counts types.
    fileprivate var physicalType: Int32 {
        switch self {
        case .flags: 0
        case .integers: 2
        case .numbers: 5
        case .texts: 6
        }
    }
}

import Foundation

/// The pages of one column in one group of rows.
struct ParquetChunk {
    /// Numbers as the format counts them.
    enum Encoding: Int32 { case plain = 0, runs = 3, dictionary = 8 }

    /// What the footer says of it.
    struct Summary {
        var bytes = 0
        /// Where the values begin within the pages; 0 without a dictionary.
        var dataOffset = 0
        var encodings: [Encoding] = [.plain, .runs]
        var nullCount = 0
    }

    /// The dictionary, where there is one, then the values.
    private(set) var pages = Data()
    private(set) var summary = Summary()

    /// - Throws: ``ExportsError/tooLarge(column:bytes:)`` when a page cannot say its length.
    init(_ column: ExportColumn, rows: Range<Int>) throws {
        let part = column.values.part(rows)
        summary.nullCount = part.nullCount
        var body = Data(), encoding = Encoding.plain
        if column.isNullable {
            let levels = hybridRuns(part.presence, bitWidth: 1)
            body.append(littleEndian: UInt32(levels.count))
            body.append(levels)
        }
        if case .texts(let texts) = part, let dictionary = TextDictionary(texts.compactMap(\.self)) {
            encoding = .dictionary
            summary.encodings.append(encoding)
            try add(page: dictionary.plain, ofType: 2, column: column.name) { header in
                header.structure(7) {
                    $0.integer(1, Int32(dictionary.words.count))
                    $0.integer(2, Encoding.plain.rawValue)
                }
            }
            summary.dataOffset = pages.count
            body.append(dictionary.encoded)
        } else {
            body.append(part.plain)
        }
        try add(page: body, ofType: 0, column: column.name) { header in
            header.structure(5) {
                $0.integer(1, Int32(rows.count))
                $0.integer(2, encoding.rawValue)
                $0.integer(3, Encoding.runs.rawValue)
                $0.integer(4, Encoding.runs.rawValue)
            }
        }
        summary.bytes = pages.count
    }

    /// - Parameter header: what pages of this type have of their own.
    private mutating func add(
        page: Data, ofType type: Int32, column: String, _ header: (inout CompactWriter) -> Void
    ) throws {
        guard let size = Int32(exactly: page.count) else { throw ExportsError.tooLarge(column: column, bytes: page.count) }
        pages.append(
            CompactWriter.structure {
                $0.integer(1, type)
                $0.integer(2, size)
                $0.integer(3, size)
                header(&$0)
            })
        pages.append(page)
    }
}

/// Each text once, and a number for every row: long keys repeat in tables of curves.
private struct TextDictionary {
    private(set) var words: [String] = []
    private let numbers: [UInt32]

    /// nil where texts hardly repeat.
    init?(_ texts: [String]) {
        var known: [String: UInt32] = [:], numbers: [UInt32] = []
        for text in texts {
            // Swift calls canonically equivalent texts equal; a file must give back the one that was written.
            if let number = known[text], words[Int(number)].utf8.elementsEqual(text.utf8) {
                numbers.append(number)
            } else {
                numbers.append(UInt32(words.count))
                known[text] = UInt32(words.count)
                words.append(text)
            }
            if 2 * words.count > texts.count { return nil }
        }
        guard !texts.isEmpty else { return nil }
        self.numbers = numbers
    }

    var plain: Data { ColumnValues.texts(words).plain }

    var encoded: Data {
        let bitWidth = max(1, UInt32.bitWidth - UInt32(words.count - 1).leadingZeroBitCount)
        return Data([UInt8(bitWidth)]) + hybridRuns(numbers, bitWidth: bitWidth)
    }
}

extension ColumnValues {
    fileprivate func part(_ rows: Range<Int>) -> ColumnValues {
        switch self {
        case .flags(let values): .flags(Array(values[rows]))
        case .integers(let values): .integers(Array(values[rows]))
        case .numbers(let values): .numbers(Array(values[rows]))
        case .texts(let values): .texts(Array(values[rows]))
        }
    }

    /// 1 for every value that is there.
    fileprivate var presence: [UInt32] {
        switch self {
        case .flags(let values): values.map { $0 == nil ? 0 : 1 }
        case .integers(let values): values.map { $0 == nil ? 0 : 1 }
        case .numbers(let values): values.map { $0 == nil ? 0 : 1 }
        case .texts(let values): values.map { $0 == nil ? 0 : 1 }
        }
    }

    /// The values that are there, in Parquet's plain encoding.
    fileprivate var plain: Data {
        var data = Data()
        switch self {
        case .flags(let values):
            let bits = values.compactMap(\.self)
            for first in stride(from: 0, to: bits.count, by: 8) {
                let byte = bits[first..<min(first + 8, bits.count)].enumerated().reduce(0) { $0 | ($1.element ? 1 << $1.offset : 0) }
                data.append(UInt8(byte))
            }
        case .integers(let values): for case let value? in values { data.append(littleEndian: value) }
        case .numbers(let values): for case let value? in values { data.append(littleEndian: value.bitPattern) }
        case .texts(let values):
            for case let value? in values {
                data.append(littleEndian: UInt32(value.utf8.count))
                data.append(contentsOf: value.utf8)
            }
        }
        return data
    }
}

/// The records of comma-separated text as RFC 4180 has it: fields between quotation marks may hold commas, line ends and doubled
/// quotation marks. Blank lines are passed over.
struct CSVRecords: IteratorProtocol {
    struct Record {
        /// The number of the line on which it begins, from 1.
        var line: Int
        var fields: [String]
        /// Whether the text ended inside quotation marks.
        var isOpen = false
    }

    private let bytes: [UInt8]
    private var place = 0
    private var line = 1

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> Record? {
        while place < bytes.count {
            let record = record()
            if record.isOpen || record.fields != [""] { return record }
        }
        return nil
    }

    private mutating func record() -> Record {
        var record = Record(line: line, fields: []), field: [UInt8] = [], isQuoted = false
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\"") where isQuoted && place < bytes.count && bytes[place] == byte:
                field.append(byte)
                place += 1
            case UInt8(ascii: "\"") where isQuoted || field.isEmpty:
                isQuoted.toggle()
            case UInt8(ascii: ",") where !isQuoted:
                record.fields.append(String(decoding: field, as: UTF8.self))
                field = []
            case UInt8(ascii: "\r") where !isQuoted && place < bytes.count && bytes[place] == UInt8(ascii: "\n"):
                continue
            case UInt8(ascii: "\n") where !isQuoted:
                line += 1
                record.fields.append(String(decoding: field, as: UTF8.self))
                return record
            default:
                if byte == UInt8(ascii: "\n") { line += 1 }
                field.append(byte)
            }
        }
        record.fields.append(String(decoding: field, as: UTF8.self))
        record.isOpen = isQuoted
        return record
    }
}

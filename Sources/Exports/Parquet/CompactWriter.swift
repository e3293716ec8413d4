import Foundation

/// Thrift's compact protocol, as far as the headers of Parquet need it.
///
/// Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
struct CompactWriter {
    private(set) var data = Data()
    /// The field before, of which the next one's header holds the distance.
    private var lastField: Int16 = 0

    private enum WireType: UInt8 {
        case yes = 1
        case no = 2
        case integer = 5
        case long = 6
        case binary = 8
        case list = 9
        case structure = 12
    }

    /// The bytes of one structure.
    static func structure(_ fields: (inout CompactWriter) -> Void) -> Data {
        var writer = CompactWriter()
        fields(&writer)
        writer.data.append(0)
        return writer.data
    }

    mutating func flag(_ field: Int16, _ value: Bool) { header(field, value ? .yes : .no) }

    mutating func integer(_ field: Int16, _ value: Int32) {
        header(field, .integer)
        zigzag(Int64(value))
    }

    mutating func long(_ field: Int16, _ value: Int) {
        header(field, .long)
        zigzag(Int64(value))
    }

    mutating func text(_ field: Int16, _ value: String) {
        header(field, .binary)
        binary(value)
    }

    mutating func structure(_ field: Int16, _ fields: (inout CompactWriter) -> Void) {
        header(field, .structure)
        data.append(Self.structure(fields))
    }

    mutating func integers(_ field: Int16, _ values: [Int32]) {
        list(field, of: .integer, count: values.count)
        for value in values { zigzag(Int64(value)) }
    }

    mutating func texts(_ field: Int16, _ values: [String]) {
        list(field, of: .binary, count: values.count)
        for value in values { binary(value) }
    }

    mutating func structures<Element>(
        _ field: Int16, _ elements: [Element], _ fields: (inout CompactWriter, Element) -> Void
    ) {
        list(field, of: .structure, count: elements.count)
        for element in elements { data.append(Self.structure { fields(&$0, element) }) }
    }

    private mutating func header(_ field: Int16, _ type: WireType) {
        precondition(1...15 ~= field - lastField, "fields in ascending order")
        data.append(UInt8(field - lastField) << 4 | type.rawValue)
        lastField = field
    }

    private mutating func list(_ field: Int16, of type: WireType, count: Int) {
        header(field, .list)
        if count < 15 {
            data.append(UInt8(count) << 4 | type.rawValue)
        } else {
            data.append(0xF0 | type.rawValue)
            data.appendVarint(UInt64(count))
        }
    }

    private mutating func binary(_ text: String) {
        data.appendVarint(UInt64(text.utf8.count))
        data.append(contentsOf: text.utf8)
    }

    private mutating func zigzag(_ value: Int64) { data.appendVarint(UInt64(bitPattern: value << 1 ^ value >> 63)) }
}

extension Data {
    /// Seven bits a byte, the least first; all but the last byte have their highest bit set.
    mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    mutating func append(littleEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }
}

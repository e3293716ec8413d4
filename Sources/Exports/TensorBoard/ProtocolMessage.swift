import Foundation

/// A protocol buffer's message as bytes, field by field. Source: https://protobuf.dev/programming-guides/encoding
struct ProtocolMessage {
    private(set) var data = Data()

    init(_ fields: (inout ProtocolMessage) -> Void = { _ in }) { fields(&self) }

    private enum WireType: UInt64 {
        case varint = 0
        case eightBytes = 1
        case bytes = 2
        case fourBytes = 5
    }

    mutating func integer(_ field: UInt64, _ value: Int64) {
        tag(field, .varint)
        data.appendVarint(UInt64(bitPattern: value))
    }

    mutating func number(_ field: UInt64, _ value: Double) {
        tag(field, .eightBytes)
        data.append(littleEndian: value.bitPattern)
    }

    mutating func number(_ field: UInt64, _ value: Float) {
        tag(field, .fourBytes)
        data.append(littleEndian: value.bitPattern)
    }

    mutating func bytes(_ field: UInt64, _ value: Data) {
        tag(field, .bytes)
        data.appendVarint(UInt64(value.count))
        data.append(value)
    }

    mutating func text(_ field: UInt64, _ value: String) { bytes(field, Data(value.utf8)) }

    mutating func message(_ field: UInt64, _ fields: (inout ProtocolMessage) -> Void) { bytes(field, ProtocolMessage(fields).data) }

    private mutating func tag(_ field: UInt64, _ type: WireType) { data.appendVarint(field << 3 | type.rawValue) }
}

/// The bits of one scan between two markers.
struct JPEGBits {
    private let bytes: UnsafeRawBufferPointer
    private(set) var place: Int
    private var buffer: UInt8 = 0
    private var left = 0

    init(_ bytes: UnsafeRawBufferPointer, from place: Int) { (self.bytes, self.place) = (bytes, place) }

    /// - Throws: `.missing` at a marker, or where the file ends.
    mutating func bit() throws(JPEGDamage) -> Int {
        if left == 0 {
            guard place < bytes.count else { throw .missing }
            buffer = bytes[place]
            if buffer == 0xFF {
                while place + 1 < bytes.count, bytes[place + 1] == 0xFF { place += 1 }
                guard place + 1 < bytes.count, bytes[place + 1] == 0 else { throw .missing }
                place += 1
            }
            place += 1
            left = 8
        }
        left -= 1
        return Int(buffer >> left & 1)
    }

    mutating func bits(_ count: Int) throws(JPEGDamage) -> Int {
        var value = 0
        for _ in 0..<count { value = value << 1 | (try bit()) }
        return value
    }
}

/// Why a JPEG's pixels are not all in its file.
enum JPEGDamage: Error, Equatable {
    case missing, badCode, lostRestart, noEnd, inconsistentScans
    /// Of a kind that is not looked through.
    case unknown

    var reason: String {
        switch self {
        case .missing: "the data of a scan end too early"
        case .badCode: "a code that is none"
        case .lostRestart: "a restart marker is missing"
        case .noEnd: "the file ends before its end marker"
        case .inconsistentScans: "scans that do not follow from each other"
        case .unknown: "its structure is not known"
        }
    }
}

/// One table of codes.
/// Source: ITU-T T.81, annex C.
struct JPEGHuffmanTable {
    /// Number of codes by length, from 1 bit.
    private let counts: [Int]
    private let symbols: [UInt8]

    /// - Returns: nil when `payload` is too short; else the table, and how many bytes it took.
    init?(_ payload: UnsafeRawBufferPointer.SubSequence, taken: inout Int) {
        guard payload.count >= 16 else { return nil }
        counts = payload.prefix(16).map { Int($0) }
        let total = counts.reduce(0, +)
        guard total <= 256, payload.count >= 16 + total else { return nil }
        symbols = Array(payload.dropFirst(16).prefix(total))
        taken = 16 + total
    }

    func symbol(_ bits: inout JPEGBits) throws(JPEGDamage) -> Int {
        var code = 0, first = 0, index = 0
        for count in counts {
            code |= try bits.bit()
            if code - first < count { return Int(symbols[index + code - first]) }
            index += count
            first = (first + count) << 1
            code <<= 1
        }
        throw .badCode
    }
}

import Foundation
import Platform

/// The entries of a ZIP file in memory, stored or deflated, with 64-bit sizes where it has them.
///
/// Every offset and size is checked before it is used. What an entry unpacks to is checked against its size and CRC-32.
/// Source: PKWARE's APPNOTE 6.3.
struct ZipArchive: Sendable {
    private struct Entry {
        let method: Int
        let isEncrypted: Bool
        let checksum: UInt32
        let packedSize: Int
        let size: Int
        let header: Int
    }

    let path: String
    /// Sorted.
    let names: [String]
    private let data: Data
    private let entries: [String: Entry]

    /// - Throws: `TensorFileError.archive`.
    init(_ data: Data, path: String) throws {
        func fail(_ reason: String) -> TensorFileError { .archive(file: path, reason: reason) }
        self.path = path
        self.data = data
        let bytes = LittleEndianBytes(data)
        guard let end = Self.end(of: bytes) else { throw fail("its directory is missing at the end; is the file complete?") }
        var entries: [String: Entry] = [:]
        var place = end.start
        for _ in 0..<end.count {
            guard bytes.number(place, 4) == 0x0201_4B50, let flags = bytes.number(place + 8, 2), let method = bytes.number(place + 10, 2),
                let checksum = bytes.number(place + 16, 4), var packed = bytes.number(place + 20, 4),
                var size = bytes.number(place + 24, 4),
                let nameCount = bytes.number(place + 28, 2), let extraCount = bytes.number(place + 30, 2),
                let commentCount = bytes.number(place + 32, 2), var header = bytes.number(place + 42, 4),
                let name = bytes.text(place + 46, nameCount), bytes.has(place + 46 + nameCount, extraCount)
            else { throw fail("its directory is damaged") }
            guard Self.widen(bytes, place + 46 + nameCount, extraCount, &size, &packed, &header) else {
                throw fail("entry '\(name)' has no 64-bit sizes")
            }
            let entry = Entry(
                method: method, isEncrypted: flags & 1 == 1, checksum: UInt32(checksum), packedSize: packed, size: size, header: header)
            guard entries.updateValue(entry, forKey: name) == nil else { throw fail("it has two entries '\(name)'") }
            place += 46 + nameCount + extraCount + commentCount
        }
        // Overlapping entries would unpack to more than any file of this size.
        guard entries.values.reduce(0, { $0.addingReportingOverflow($1.packedSize).partialValue }) <= data.count,
            entries.values.allSatisfy({ $0.packedSize <= data.count })
        else { throw fail("its entries are larger than the file; is it complete?") }
        self.entries = entries
        names = entries.keys.sorted()
    }

    /// The entry's bytes: a part of the file if it was stored, nil if there is no such entry.
    /// - Throws: `TensorFileError.archive`.
    func contents(_ name: String) throws -> Data? {
        guard let entry = entries[name] else { return nil }
        func fail(_ reason: String) -> TensorFileError { .archive(file: path, reason: "entry '\(name)': \(reason)") }
        guard !entry.isEncrypted else { throw fail("it is encrypted") }
        let bytes = LittleEndianBytes(data)
        guard bytes.number(entry.header, 4) == 0x0403_4B50, let nameCount = bytes.number(entry.header + 26, 2),
            let extraCount = bytes.number(entry.header + 28, 2),
            let packed = bytes.part(entry.header + 30 + nameCount + extraCount, entry.packedSize)
        else { throw fail("it reaches beyond the file; is the file complete?") }
        let contents: Data
        switch entry.method {
        case 0: contents = packed
        case 8:
            do {
                contents = try packed.withUnsafeBytes { bytes throws(DeflateError) in try Deflate.unpack(bytes, .raw, limit: entry.size) }
            } catch { throw fail("\(error)") }
        default: throw fail("it is packed with method \(entry.method); 0 (stored) and 8 (deflate) are known")
        }
        guard contents.count == entry.size else { throw fail("it has \(contents.count) bytes, not the \(entry.size) of the directory") }
        guard contents.withUnsafeBytes(Deflate.checksum) == entry.checksum else { throw fail("its CRC-32 is wrong; the file is damaged") }
        return contents
    }

    /// The number of entries, and where the directory begins.
    private static func end(of bytes: LittleEndianBytes) -> (count: Int, start: Int)? {
        // A comment of up to 65,535 bytes may follow.
        let last = bytes.count - 22
        guard last >= 0 else { return nil }
        for place in stride(from: last, through: max(0, last - 65_535), by: -1) where bytes.number(place, 4) == 0x0605_4B50 {
            guard let comment = bytes.number(place + 20, 2), place + 22 + comment == bytes.count, var count = bytes.number(place + 10, 2),
                var start = bytes.number(place + 16, 4)
            else { continue }
            if bytes.number(place - 20, 4) == 0x0706_4B50, let wide = bytes.number(place - 12, 8), bytes.number(wide, 4) == 0x0606_4B50,
                let wideCount = bytes.number(wide + 32, 8), let wideStart = bytes.number(wide + 48, 8)
            {
                (count, start) = (wideCount, wideStart)
            }
            // An entry has at least 46 bytes.
            return count <= bytes.count / 46 && start <= place ? (count, start) : nil
        }
        return nil
    }

    /// Replaces sizes that did not fit by those of the 64-bit field; false if it lacks one.
    private static func widen(
        _ bytes: LittleEndianBytes, _ start: Int, _ count: Int, _ size: inout Int, _ packed: inout Int, _ header: inout Int
    ) -> Bool {
        guard [size, packed, header].contains(0xFFFF_FFFF) else { return true }
        var place = start
        while place + 4 <= start + count, let id = bytes.number(place, 2), let length = bytes.number(place + 2, 2) {
            place += 4
            guard id == 1 else {
                place += length
                continue
            }
            let end = min(place + length, start + count)
            func next(_ value: inout Int) -> Bool {
                guard value == 0xFFFF_FFFF else { return true }
                guard place + 8 <= end, let wide = bytes.number(place, 8) else { return false }
                value = wide
                place += 8
                return true
            }
            return next(&size) && next(&packed) && next(&header)
        }
        return false
    }
}

/// Numbers and parts of some bytes, nil beyond their ends.
struct LittleEndianBytes {
    private let data: Data

    init(_ data: Data) { self.data = data }

    var count: Int { data.count }

    func has(_ place: Int, _ length: Int) -> Bool { place >= 0 && length >= 0 && place <= count && length <= count - place }

    /// An unsigned number of `length` bytes that fits in `Int`.
    func number(_ place: Int, _ length: Int) -> Int? {
        guard has(place, length) else { return nil }
        var value: UInt64 = 0
        for index in (0..<length).reversed() { value = value << 8 | UInt64(data[data.startIndex + place + index]) }
        return Int(exactly: value)
    }

    func part(_ place: Int, _ length: Int) -> Data? {
        guard has(place, length) else { return nil }
        return data[data.startIndex + place..<data.startIndex + place + length]
    }

    func text(_ place: Int, _ length: Int) -> String? { part(place, length).flatMap { String(validating: $0, as: UTF8.self) } }
}

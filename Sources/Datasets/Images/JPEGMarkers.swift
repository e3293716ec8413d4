import Foundation

/// Goes from marker to marker through a JPEG file.
/// Source: ITU-T T.81, annex B.
struct JPEGMarkers {
    static let startOfScan: UInt8 = 0xDA
    static let endOfImage: UInt8 = 0xD9
    static let restarts: ClosedRange<UInt8> = 0xD0...0xD7

    let bytes: UnsafeRawBufferPointer
    private(set) var place = 0

    /// The next marker, and how many bytes stand before it that belong to nothing; nil at the end of the file.
    mutating func next() -> (marker: UInt8, strayBytes: Int)? {
        let start = place
        while let mark = firstMark() {
            place = mark + 1
            while place < bytes.count, bytes[place] == 0xFF { place += 1 }  // fill
            guard place < bytes.count else { break }
            place += 1
            if bytes[place - 1] != 0 { return (bytes[place - 1], mark - start) }
        }
        place = bytes.count
        return nil
    }

    /// The marker that ends the entropy-coded data of a scan; restarts are part of it.
    mutating func nextAfterScan() -> UInt8? {
        while let found = next() {
            if !Self.restarts.contains(found.marker) { return found.marker }
        }
        return nil
    }

    /// What a marker's segment holds, its length left out; nil when the file ends in it.
    mutating func payload() -> UnsafeRawBufferPointer? {
        guard place + 2 <= bytes.count else { return nil }
        let length = Int(bytes[place]) << 8 | Int(bytes[place + 1])
        guard length >= 2, place + length <= bytes.count else { return nil }
        defer { place += length }
        return UnsafeRawBufferPointer(rebasing: bytes[(place + 2)..<(place + length)])
    }

    /// Whether a segment with a length follows a marker.
    static func hasPayload(_ marker: UInt8) -> Bool { !(marker == 0x01 || (0xD0...0xD9).contains(marker)) }

    mutating func move(to place: Int) { self.place = place }

    private func firstMark() -> Int? {
        guard place < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + place, 0xFF, bytes.count - place)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }
}

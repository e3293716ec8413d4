import Foundation

/// What a picture's file tells without being decoded.
struct ImageOutline: Equatable {
    /// How EXIF says that the stored picture is to be turned, 1 (not at all) to 8.
    var orientation = 1
    /// Whether a JPEG breaks a rule of its format that readers may overlook: stray bytes between its segments, odd numbers in its
    /// headers, no end marker. Whether pixels are lost only decoding tells.
    var isIrregular = false

    /// Of any bytes; what is no picture is upright and regular.
    init(_ bytes: UnsafeRawBufferPointer) {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { readPNG(bytes) }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { readJPEG(bytes) }
    }

    init(_ data: Data) { self = data.withUnsafeBytes { ImageOutline($0) } }

    private mutating func readJPEG(_ bytes: UnsafeRawBufferPointer) {
        var markers = JPEGMarkers(bytes: bytes), isProgressive = false, hasEXIF = false
        markers.move(to: 2)
        var found = markers.next()
        while let (marker, strayBytes) = found, marker != JPEGMarkers.endOfImage {
            if strayBytes > 0 { isIrregular = true }
            guard JPEGMarkers.hasPayload(marker) else {
                found = markers.next()
                continue
            }
            guard let payload = markers.payload() else { break }
            switch marker {
            case 0xC2, 0xC6, 0xCA, 0xCE: isProgressive = true
            case 0xE0 where payload.starts(with: Array("JFIF\0".utf8)) && payload.count > 5 && payload[5] != 1: isIrregular = true
            case 0xE1 where !hasEXIF && payload.starts(with: Array("Exif\0\0".utf8)):
                (hasEXIF, orientation) = (true, exifOrientation(UnsafeRawBufferPointer(rebasing: payload[6...])))
            case 0xEE where payload.starts(with: Array("Adobe".utf8)) && payload.count > 11 && payload[11] > 2: isIrregular = true
            default: break
            }
            guard marker == JPEGMarkers.startOfScan else {
                found = markers.next()
                continue
            }
            if !isProgressive, !payload.suffix(3).elementsEqual([0, 63, 0]) { isIrregular = true }
            found = markers.nextAfterScan().map { ($0, 0) }
        }
        if found?.marker != JPEGMarkers.endOfImage { isIrregular = true }
    }

    private mutating func readPNG(_ bytes: UnsafeRawBufferPointer) {
        var place = 8
        while place + 12 <= bytes.count {
            let length = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - place - 12 else { return }
            let content = (place + 8)..<(place + 8 + length)
            if bytes[(place + 4)..<(place + 8)].elementsEqual("eXIf".utf8) {
                orientation = exifOrientation(UnsafeRawBufferPointer(rebasing: bytes[content]))
                return
            }
            place = content.upperBound + 4
        }
    }
}

/// The orientation in the first directory of EXIF's TIFF structure, 1 when there is none that makes sense.
/// Source: EXIF 2.32 (CIPA DC-008), tag 274.
private func exifOrientation(_ tiff: UnsafeRawBufferPointer) -> Int {
    guard tiff.count >= 8, tiff[0] == tiff[1], tiff[0] == UInt8(ascii: "I") || tiff[0] == UInt8(ascii: "M") else { return 1 }
    let isLittle = tiff[0] == UInt8(ascii: "I")
    func number(_ place: Int, _ size: Int) -> Int? {
        guard place >= 0, place + size <= tiff.count else { return nil }
        let bytes = tiff[place..<(place + size)]
        return isLittle ? bytes.reversed().reduce(0) { $0 << 8 | Int($1) } : bytes.reduce(0) { $0 << 8 | Int($1) }
    }
    guard number(2, 2) == 42, let directory = number(4, 4), let entries = number(directory, 2) else { return 1 }
    for entry in 0..<entries {
        let place = directory + 2 + 12 * entry
        guard let tag = number(place, 2), let type = number(place + 2, 2) else { return 1 }
        guard tag == 274 else { continue }
        // A short as the standard says, or a long as some programs write it.
        guard type == 3 || type == 4, let value = number(place + 8, type == 3 ? 2 : 4), (1...8).contains(value) else { return 1 }
        return value
    }
    return 1
}

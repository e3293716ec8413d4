import Foundation
import Platform

/// Writes a ZIP file whole or not at all; the same entries give the same bytes.
///
/// - Throws: `FileError`, `TensorFileError.archive` for more than 4 GB.
func writeZip(to url: URL, _ entries: [(name: String, contents: Data)], isPacked: Bool) throws {
    func number(_ value: Int, _ length: Int) -> [UInt8] { (0..<length).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    var file = Data(), directory = Data()
    for (name, contents) in entries {
        let stored = isPacked ? contents.withUnsafeBytes(Deflate.pack) : contents
        let fields =
            number(20, 2) + number(0x0800, 2) + number(isPacked ? 8 : 0, 2)
            + number(0x0021_0000, 4)  // 1 January 1980
            + number(Int(contents.withUnsafeBytes(Deflate.checksum)), 4) + number(stored.count, 4) + number(contents.count, 4)
            + number(name.utf8.count, 2) + number(0, 2)
        directory.append(
            contentsOf: number(0x0201_4B50, 4) + number(20, 2) + fields + number(0, 10) + number(file.count, 4) + Array(name.utf8))
        file.append(contentsOf: number(0x0403_4B50, 4) + fields + Array(name.utf8))
        file.append(stored)
        guard file.count < 0xFFFF_FFFF, contents.count < 0xFFFF_FFFF, entries.count < 0xFFFF else {
            throw TensorFileError.archive(file: url.path, reason: "its entries are too large for a ZIP file without 64-bit sizes")
        }
    }
    let start = file.count
    file.append(directory)
    file.append(
        contentsOf: number(0x0605_4B50, 4) + number(0, 4) + number(entries.count, 2) + number(entries.count, 2) + number(directory.count, 4)
            + number(start, 4) + number(0, 2))
    try writeFile(file, to: url)
}

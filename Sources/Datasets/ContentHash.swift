import Foundation
import Platform

/// SHA-256 over a list of parts. Each part is preceded by its length, so ["ab", "c"] and ["a", "bc"] differ.
public struct ContentHash {
    private var state = SHA256()

    public init() {}

    public mutating func add(_ text: String) { add(bytes: Data(text.utf8)) }

    public mutating func add(bytes: Data) { bytes.withUnsafeBytes { add(bytes: $0) } }

    public mutating func add(bytes: UnsafeRawBufferPointer) {
        withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { state.update($0) }
        state.update(bytes)
    }

    public var hex: String { state.hex }

    public static func hex(_ parts: [String]) -> String {
        var hash = ContentHash()
        for part in parts { hash.add(part) }
        return hash.hex
    }

    /// The plain SHA-256 of some bytes, in lower-case hexadecimal digits.
    public static func hex(of bytes: Data) -> String {
        var state = SHA256()
        bytes.withUnsafeBytes { state.update($0) }
        return state.hex
    }

    /// The plain SHA-256 of some bytes, without a length in front.
    public static func digest(of bytes: Data) -> Data { bytes.withUnsafeBytes { Data(digest(of: $0)) } }

    static func digest(of bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var state = SHA256()
        state.update(bytes)
        return state.digest
    }
}

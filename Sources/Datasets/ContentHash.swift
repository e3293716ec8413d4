import Crypto
import Foundation

/// SHA-256 over a list of parts. Each part is preceded by its length, so ["ab", "c"] and ["a", "bc"] differ.
public struct ContentHash {
    private var state = SHA256()

    public init() {}

    public mutating func add(_ text: String) {
        add(bytes: Data(text.utf8))
    }

    public mutating func add(bytes: Data) {
        withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { state.update(bufferPointer: $0) }
        state.update(data: bytes)
    }

    public mutating func add(bytes: UnsafeRawBufferPointer) {
        withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { state.update(bufferPointer: $0) }
        state.update(bufferPointer: bytes)
    }

    public var hex: String {
        state.finalize().map { hexByte($0) }.joined()
    }

    public static func hex(_ parts: [String]) -> String {
        var hash = ContentHash()
        for part in parts { hash.add(part) }
        return hash.hex
    }

    /// The plain SHA-256 of some bytes, without a length in front.
    public static func digest(of bytes: Data) -> Data {
        Data(SHA256.hash(data: bytes))
    }
}

private func hexByte(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return byte < 16 ? "0" + digits : digits
}

/// Bytes as the visible characters that byte-level vocabularies spell them with.
///
/// Source: GPT-2's `bytes_to_unicode`; printable Latin-1 stands for itself, the other 68 bytes for U+0100 and on.
enum ByteAlphabet {
    /// The scalar of every byte.
    static let scalars: [Unicode.Scalar] = {
        var next: UInt32 = 0x100
        return (UInt32(0)..<256).map { byte in
            if isPrintable(byte) { return Unicode.Scalar(UInt8(byte)) }
            defer { next += 1 }
            return Unicode.Scalar(next)!  // below U+0144
        }
    }()

    /// The order in which OpenAI's list numbers the bytes: the printable ones first.
    static let order: [UInt8] = (0...255).filter { isPrintable(UInt32($0)) } + (0...255).filter { !isPrintable(UInt32($0)) }

    private static let bytes: [Unicode.Scalar: UInt8] = Dictionary(uniqueKeysWithValues: zip(scalars, 0...255))

    private static func isPrintable(_ byte: UInt32) -> Bool { (33...126).contains(byte) || (161...172).contains(byte) || byte >= 174 }

    /// A token as text; scalars that stand for no byte stay, halves of characters become U+FFFD.
    static func decode(_ token: String) -> String {
        var decoded: [UInt8] = []
        for scalar in token.unicodeScalars {
            if let byte = bytes[scalar] { decoded.append(byte) } else { decoded.append(contentsOf: String(scalar).utf8) }
        }
        return String(decoding: decoded, as: UTF8.self)
    }
}

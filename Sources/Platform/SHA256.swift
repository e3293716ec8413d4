import CCrypto

/// A SHA-256 in the making, by the system's libcrypto.
///
/// A value: a copy goes on for itself.
public struct SHA256 {
    private var context = Context()

    public init() {}

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        if !isKnownUniquelyReferenced(&context) { context = Context(copying: context) }
        context.update(bytes)
    }

    /// The 32 bytes of what was given so far.
    public var digest: [UInt8] { Context(copying: context).finish() }

    /// `digest` as 64 lower-case hexadecimal digits.
    public var hex: String {
        String(unsafeUninitializedCapacity: 64) { text in
            func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
            for (index, byte) in digest.enumerated() {
                text[2 * index] = digit(byte >> 4)
                text[2 * index + 1] = digit(byte & 15)
            }
            return 64
        }
    }
}

/// Owns libcrypto's context. It fails only without memory, or where the library refuses SHA-256 altogether.
private final class Context {
    private let state = EVP_MD_CTX_new()

    init() { check(EVP_DigestInit_ex(state, EVP_sha256(), nil)) }

    init(copying other: Context) { check(EVP_MD_CTX_copy_ex(state, other.state)) }

    deinit { EVP_MD_CTX_free(state) }

    func update(_ bytes: UnsafeRawBufferPointer) { check(EVP_DigestUpdate(state, bytes.baseAddress, bytes.count)) }

    func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
            check(EVP_DigestFinal_ex(state, digest.baseAddress, nil))
            count = 32
        }
    }

    private func check(_ result: Int32) { precondition(result == 1, "libcrypto cannot compute SHA-256") }
}

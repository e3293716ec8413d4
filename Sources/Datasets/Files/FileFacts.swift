import Foundation

/// What is known of one file's content once it has been read.
struct FileFacts: Equatable, Sendable {
    /// SHA-256 of the bytes, as they lie in memory.
    let digest: (UInt64, UInt64, UInt64, UInt64)
    /// What else the kind of data needs to know without reading again.
    let detail: UInt64

    init(of bytes: UnsafeRawBufferPointer, detail: UInt64) {
        digest = ContentHash.digest(of: bytes).withUnsafeBytes { $0.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self) }
        self.detail = detail
    }

    static func == (a: FileFacts, b: FileFacts) -> Bool { a.digest == b.digest && a.detail == b.detail }

    /// 32 bytes.
    var digestBytes: Data { withUnsafeBytes(of: digest) { Data($0) } }
}

import CZlib
import Foundation

/// What compressed bytes can be wrong in.
public enum DeflateError: Error, Equatable, CustomStringConvertible {
    case damaged
    case truncated
    case tooLong(limit: Int)

    public var description: String {
        switch self {
        case .damaged: "its compressed data is damaged"
        case .truncated: "its compressed data ends too early; is it complete?"
        case .tooLong(let limit): "its compressed data unpacks to more than \(limit) bytes"
        }
    }
}

/// Compression as in ZIP and gzip files, by the system's zlib.
///
/// Source: RFC 1951 (deflate), RFC 1952 (gzip and CRC-32).
public enum Deflate {
    public enum Wrapping: Sendable {
        case raw, gzip

        fileprivate var windowBits: Int32 { self == .raw ? -15 : 31 }
    }

    /// The unpacked bytes; memory grows with what really comes out, never beyond `limit`.
    /// - Throws: `DeflateError`; a gzip file's own checksum is checked, too. Of several gzip members all are read.
    public static func unpack(_ bytes: UnsafeRawBufferPointer, _ wrapping: Wrapping, limit: Int) throws(DeflateError) -> Data {
        var stream = z_stream(), out = Data()
        guard inflateInit2_(&stream, wrapping.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .damaged
        }
        defer { inflateEnd(&stream) }
        var part = [UInt8](repeating: 0, count: 1 << 16), place = 0, status = Z_OK
        repeat {
            let given = min(bytes.count - place, 1 << 30)
            // zlib never writes to its input.
            stream.next_in = bytes.baseAddress.map { UnsafeMutableRawPointer(mutating: $0 + place).assumingMemoryBound(to: UInt8.self) }
            stream.avail_in = UInt32(given)
            let made = part.withUnsafeMutableBufferPointer { buffer in
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(buffer.count)
                status = inflate(&stream, Z_NO_FLUSH)
                return buffer.count - Int(stream.avail_out)
            }
            place += given - Int(stream.avail_in)
            guard out.count + made <= limit else { throw .tooLong(limit: limit) }
            out.append(contentsOf: part[..<made])
            switch status {
            case Z_OK: break
            case Z_STREAM_END where wrapping == .gzip && place < bytes.count: status = inflateReset(&stream)
            case Z_STREAM_END: break
            case Z_BUF_ERROR: throw .truncated
            default: throw .damaged
            }
        } while status == Z_OK
        guard status == Z_STREAM_END else { throw .damaged }
        return out
    }

    /// `bytes` packed without a wrapping, at zlib's usual level.
    public static func pack(_ bytes: UnsafeRawBufferPointer) -> Data {
        var stream = z_stream()
        let window = Wrapping.raw.windowBits
        let status = deflateInit2_(
            &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib cannot begin")
        defer { deflateEnd(&stream) }
        var out = Data(), part = [UInt8](repeating: 0, count: 1 << 16), place = 0, isDone = false
        while !isDone {
            let given = min(bytes.count - place, 1 << 30)
            stream.next_in = bytes.baseAddress.map { UnsafeMutableRawPointer(mutating: $0 + place).assumingMemoryBound(to: UInt8.self) }
            stream.avail_in = UInt32(given)
            let made = part.withUnsafeMutableBufferPointer { buffer in
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(buffer.count)
                isDone = deflate(&stream, place + given == bytes.count ? Z_FINISH : Z_NO_FLUSH) == Z_STREAM_END
                return buffer.count - Int(stream.avail_out)
            }
            place += given - Int(stream.avail_in)
            out.append(contentsOf: part[..<made])
        }
        return out
    }

    /// The CRC-32 of ZIP and gzip.
    public static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return 0 }
        return UInt32(truncatingIfNeeded: crc32_z(0, start, bytes.count))
    }
}

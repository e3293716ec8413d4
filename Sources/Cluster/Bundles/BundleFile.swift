import Foundation
import Platform

/// A sealed file of one job: a line that names the format, the header's length and its JSON, the parts one after the other, and the
/// SHA-256 of all that.
enum BundleFile {
    static let magic = Array("fusiongrid-bundle-1\n".utf8)
    static let digestBytes = 32
    /// A header names at most five parts.
    static let longestHeader = 1 << 16

    enum Content {
        case bytes(Data)
        case file(URL)
    }

    /// Writes a bundle whole or not at all.
    /// - Throws: `FileError`; whatever was at `url` stays then.
    static func write(_ header: BundleHeader, _ parts: [Content], to url: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = try encoder.encode(header)
        try NewFile.make(url) { file in
            var hash = SHA256()
            func put(_ bytes: UnsafeRawBufferPointer) throws {
                hash.update(bytes)
                try file.write(bytes)
            }
            try magic.withUnsafeBytes(put)
            try withUnsafeBytes(of: UInt64(text.count).littleEndian, put)
            try text.withUnsafeBytes(put)
            for (part, entry) in zip(parts, header.entries) {
                switch part {
                case .bytes(let data): try data.withUnsafeBytes(put)
                case .file(let source):
                    var left = entry.bytes
                    try read(source) { bytes in
                        let taken = UnsafeRawBufferPointer(rebasing: bytes.prefix(left))
                        left -= taken.count
                        try put(taken)
                        return left > 0
                    }
                    guard left == 0 else { throw FileError.unreadable(file: source.path, reason: "it became shorter") }
                }
            }
            try hash.digest.withUnsafeBytes(file.write)
        }
    }

    /// Checks a bundle and gives its header.
    /// - Parameter open: called for each part with its header's entry before anything is known to be sound; returns where its bytes go,
    ///   nil for nowhere.
    /// - Throws: `BundleProblem`; `FileError` for what cannot be written.
    static func read(_ url: URL, parts open: (BundleHeader.Entry) throws -> ((UnsafeRawBufferPointer) throws -> Void)?) throws
        -> BundleHeader
    {
        var reader = try BundleReader(url)
        defer { reader.close() }
        guard try reader.take(magic.count) == magic else { throw BundleProblem.foreign }
        let count = try reader.take(8).withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        guard count <= longestHeader else { throw BundleProblem.damaged("its header is too long") }
        let text = try reader.take(Int(count))
        guard let header = try? JSONDecoder().decode(BundleHeader.self, from: Data(text)) else {
            throw BundleProblem.damaged("its header cannot be read")
        }
        var expected = magic.count + 8 + Int(count) + digestBytes
        for entry in header.entries {
            guard entry.bytes >= 0, entry.unpacked >= 0, !expected.addingReportingOverflow(entry.bytes).overflow else {
                throw BundleProblem.damaged("its header is impossible")
            }
            expected += entry.bytes
        }
        guard Set(header.entries.map(\.part)).count == header.entries.count else { throw BundleProblem.damaged("it has a part twice") }
        guard reader.size >= expected else { throw BundleProblem.truncated }
        guard reader.size == expected else { throw BundleProblem.damaged("it is longer than its header says") }
        for entry in header.entries {
            let sink = try open(entry)
            try reader.pass(entry.bytes) { try sink?($0) }
        }
        let digest = reader.digest
        guard try reader.take(digestBytes) == digest else { throw BundleProblem.damaged("its SHA-256 does not match") }
        return header
    }

    /// - Parameter body: returns whether it wants more.
    private static func read(_ url: URL, _ body: (UnsafeRawBufferPointer) throws -> Bool) throws {
        let input = open(url.path, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw FileError.unreadable(url.path) }
        defer { close(input) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = Foundation.read(input, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileError.unreadable(url.path) }
            let goesOn = try count > 0 && buffer.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            if !goesOn { return }
        }
    }
}

/// Reads a file in order and hashes what it read.
private struct BundleReader {
    private let descriptor: Int32
    let size: Int
    private var hash = SHA256()

    init(_ url: URL) throws {
        descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BundleProblem.unreadable(String(cString: strerror(errno))) }
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            Foundation.close(descriptor)
            throw BundleProblem.foreign
        }
        size = Int(information.st_size)
    }

    func close() { Foundation.close(descriptor) }

    var digest: [UInt8] { hash.digest }

    mutating func take(_ count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try pass(count) { bytes += $0 }
        return bytes
    }

    mutating func pass(_ count: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        var left = count
        var buffer = [UInt8](repeating: 0, count: min(count, 1 << 20))
        while left > 0 {
            let got = read(descriptor, &buffer, min(left, buffer.count))
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw BundleProblem.unreadable(String(cString: strerror(errno))) }
            guard got > 0 else { throw BundleProblem.truncated }
            try buffer.withUnsafeBytes { bytes in
                let part = UnsafeRawBufferPointer(rebasing: bytes[..<got])
                hash.update(part)
                try body(part)
            }
            left -= got
        }
    }
}

import Foundation
import Platform

/// Facts of files on disk, sorted by stamp: a name, a SHA-256 of the records, and the records as they lie in memory.
struct FactsTable: Sendable {
    struct Record {
        var stamp: FileStamp
        var facts: FileFacts
    }

    private static let recordBytes = MemoryLayout<Record>.stride
    private static let headerBytes = 64
    private static let name = Array("fusiongrid file facts 1".utf8)

    private let data: Data
    /// Records.
    let count: Int

    /// One that is missing, damaged or of another layout is empty: what it would have told is found out again.
    init(_ url: URL?) {
        guard let url, let data = try? Data(contentsOf: url, options: .mappedIfSafe), data.starts(with: Self.name),
            data.count >= Self.headerBytes, (data.count - Self.headerBytes) % Self.recordBytes == 0,
            data.withUnsafeBytes({ bytes in
                let digest = ContentHash.digest(of: UnsafeRawBufferPointer(rebasing: bytes[Self.headerBytes...]))
                return bytes[32..<64].elementsEqual(digest)
            })
        else {
            (data, count) = (Data(), 0)
            return
        }
        (self.data, count) = (data, (data.count - Self.headerBytes) / Self.recordBytes)
    }

    subscript(stamp: FileStamp) -> FileFacts? {
        data.withUnsafeBytes { bytes in
            var (low, high) = (0, count)
            while low < high {
                let middle = (low + high) / 2
                if Self.record(bytes, middle).stamp < stamp { low = middle + 1 } else { high = middle }
            }
            guard low < count else { return nil }
            let record = Self.record(bytes, low)
            return record.stamp == stamp ? record.facts : nil
        }
    }

    /// All records but those with these stamps, at most so many.
    func records(without stamps: Set<FileStamp>, limit: Int) -> [Record] {
        data.withUnsafeBytes { bytes in
            var kept: [Record] = []
            for place in 0..<count where kept.count < limit {
                let record = Self.record(bytes, place)
                if !stamps.contains(record.stamp) { kept.append(record) }
            }
            return kept
        }
    }

    /// - Throws: `FileError`.
    static func write(_ records: [Record], to url: URL) throws {
        try createFolder(url.deletingLastPathComponent())
        try records.sorted { $0.stamp < $1.stamp }.withUnsafeBytes { body in
            var header = name + [UInt8](repeating: 0, count: 32 - name.count)
            header += ContentHash.digest(of: body)
            try NewFile.make(url) { file in
                try header.withUnsafeBytes { try file.write($0) }
                try file.write(body)
            }
        }
    }

    private static func record(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> Record {
        bytes.loadUnaligned(fromByteOffset: headerBytes + place * recordBytes, as: Record.self)
    }
}

import Foundation

/// The JSON header of a safetensors file, decoded and checked against the size of the data that follows.
struct SafetensorsHeader {
    struct Entry: Decodable {
        let dtype: String
        let shape: [Int]
        let dataOffsets: [Int]

        enum CodingKeys: String, CodingKey {
            case dtype, shape
            case dataOffsets = "data_offsets"
        }
    }

    struct Record {
        let name: String
        let dtype: TensorType
        let shape: [Int]
        let range: Range<Int>
    }

    let metadata: [String: String]
    /// Sorted by name.
    let records: [Record]

    /// - Throws: `TensorFileError` for bad JSON, types, shapes, sizes, and for offsets that leave the data, overlap or leave holes.
    init(json: Data, dataBytes: Int, file: String) throws {
        let decoded = try Self.decode(json, file: file)
        metadata = decoded.metadata
        records = try decoded.entries.sorted { $0.key < $1.key }.map { name, entry in
            try Self.record(name, entry, dataBytes: dataBytes, file: file)
        }
        try Self.checkCoverage(records, dataBytes: dataBytes, file: file)
    }

    static func metadata(json: Data, file: String) throws -> [String: String] { try decode(json, file: file).metadata }

    private static func decode(_ json: Data, file: String) throws -> RawHeader {
        do {
            return try JSONDecoder().decode(RawHeader.self, from: json)
        } catch let error as DecodingError {
            throw TensorFileError.header(file: file, reason: explain(error))
        } catch {
            throw TensorFileError.header(file: file, reason: "\(error)")
        }
    }

    private static func record(_ name: String, _ entry: Entry, dataBytes: Int, file: String) throws -> Record {
        guard let dtype = TensorType(rawValue: entry.dtype) else {
            throw TensorFileError.unknownType(file: file, tensor: name, found: entry.dtype)
        }
        guard let bytes = byteCount(of: entry.shape, dtype) else {
            throw TensorFileError.badShape(file: file, tensor: name, shape: entry.shape)
        }
        guard entry.dataOffsets.count == 2 else {
            throw TensorFileError.header(
                file: file, reason: "tensor '\(name)' has \(entry.dataOffsets.count) data offsets instead of 2")
        }
        let (begin, end) = (entry.dataOffsets[0], entry.dataOffsets[1])
        guard begin >= 0, end >= begin, end <= dataBytes else {
            throw TensorFileError.offsets(
                file: file, tensor: name, begin: begin, end: end,
                reason: "they must be ascending and within the \(dataBytes) bytes of data")
        }
        guard end - begin == bytes else {
            throw TensorFileError.sizeMismatch(file: file, tensor: name, found: end - begin, expected: bytes)
        }
        return Record(name: name, dtype: dtype, shape: entry.shape, range: begin..<end)
    }

    private static func checkCoverage(_ records: [Record], dataBytes: Int, file: String) throws {
        var covered = 0
        let inFileOrder = records.sorted { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
        for record in inFileOrder {
            let (begin, end) = (record.range.lowerBound, record.range.upperBound)
            guard begin >= covered else {
                throw TensorFileError.offsets(
                    file: file, tensor: record.name, begin: begin, end: end, reason: "they overlap another tensor's bytes")
            }
            guard begin == covered else {
                throw TensorFileError.uncoveredBytes(file: file, begin: covered, end: begin)
            }
            covered = end
        }
        guard covered == dataBytes else {
            throw TensorFileError.uncoveredBytes(file: file, begin: covered, end: dataBytes)
        }
    }
}

/// Bytes of a tensor, or nil when an extent is negative or the product overflows.
func byteCount(of shape: [Int], _ dtype: TensorType) -> Int? {
    var bytes = dtype.byteCount
    // An extent of 0 makes the product 0 whatever the others are, so it must not hide an overflow or a negative extent.
    for extent in shape {
        guard extent >= 0 else { return nil }
        let (product, overflow) = bytes.multipliedReportingOverflow(by: max(extent, 1))
        guard !overflow else { return nil }
        bytes = product
    }
    return shape.contains(0) ? 0 : bytes
}

/// The header as JSON: one `__metadata__` of strings beside the tensors.
private struct RawHeader: Decodable {
    var metadata: [String: String] = [:]
    var entries: [String: SafetensorsHeader.Entry] = [:]

    struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        for key in container.allKeys {
            if key.stringValue == "__metadata__" {
                metadata = try container.decode([String: String].self, forKey: key)
            } else {
                entries[key.stringValue] = try container.decode(SafetensorsHeader.Entry.self, forKey: key)
            }
        }
    }
}

private func explain(_ error: DecodingError) -> String {
    func place(_ context: DecodingError.Context) -> String {
        context.codingPath.isEmpty ? "" : " at " + context.codingPath.map(\.stringValue).joined(separator: ".")
    }
    switch error {
    case .typeMismatch(let type, let context): return "expected \(type)\(place(context))"
    case .valueNotFound(let type, let context): return "null instead of \(type)\(place(context))"
    case .keyNotFound(let key, let context): return "no '\(key.stringValue)'\(place(context))"
    case .dataCorrupted(let context): return context.debugDescription + place(context)
    @unknown default: return "\(error)"
    }
}

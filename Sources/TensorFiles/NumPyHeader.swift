import Foundation

/// The header of a NumPy array: floats of 2, 4 or 8 bytes, little-endian, row-major; checked against the size of what follows.
struct NumPyHeader {
    /// More than any array of numbers needs; guards against headers that claim gigabytes.
    static let maximumBytes = 65_536
    static let maximumDimensions = 32

    let type: TensorType
    let shape: [Int]
    /// Number of values.
    let count: Int
    let dataStart: Int

    /// - Parameters:
    ///   - size: of the whole array with its header, in bytes.
    ///   - read: that many bytes, from an offset on.
    /// - Throws: `TensorFileError.numPy`, and what `read` throws.
    init(file: String, size: Int, read: (Int, Int) throws -> Data) throws {
        let (header, start) = try Self.header(file, size, read)
        dataStart = start
        (type, shape) = try Self.array(header, file: file)
        var bytes = type.byteCount
        for extent in shape {
            let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
            guard !overflow else { throw TensorFileError.numPy(file: file, reason: "its shape \(shape) is larger than any file") }
            bytes = product
        }
        count = bytes / type.byteCount
        guard size - start == bytes else {
            throw TensorFileError.numPy(
                file: file, reason: "it holds \(size - start) bytes of data, but its shape \(shape) needs \(bytes); is it complete?")
        }
    }

    private static func header(
        _ file: String, _ size: Int, _ read: (Int, Int) throws -> Data
    ) throws -> (header: [UInt8], dataStart: Int) {
        func fail(_ reason: String) -> TensorFileError { .numPy(file: file, reason: reason) }
        guard size >= 10 else { throw fail("\(size) bytes are too few") }
        let prefix = [UInt8](try read(min(12, size), 0))
        guard prefix.starts(with: [0x93] + Array("NUMPY".utf8)) else { throw fail("it does not begin as one") }
        guard (1...3).contains(prefix[6]) else { throw fail("format version \(prefix[6]).\(prefix[7]); 1 to 3 are known") }
        let start = prefix[6] == 1 ? 10 : 12
        guard prefix.count >= start else { throw fail("\(size) bytes are too few") }
        let length = prefix[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= maximumBytes, length <= size - start else {
            throw fail("its header claims \(length) bytes; the file has \(size), and a header at most \(maximumBytes)")
        }
        return ([UInt8](try read(length, start)), start + length)
    }

    /// The header is a Python dictionary of three entries: `{'descr': '<f4', 'fortran_order': False, 'shape': (77, 768), }`.
    private static func array(_ header: [UInt8], file: String) throws -> (type: TensorType, shape: [Int]) {
        func fail(_ reason: String) -> TensorFileError { .numPy(file: file, reason: reason) }
        var reader = PythonLiterals(header)
        guard let entries = reader.dictionary() else { throw fail("its header is not a dictionary of descr, fortran_order and shape") }
        guard case .text(let descr)? = entries["descr"], case .boolean(let isColumnMajor)? = entries["fortran_order"],
            case .tuple(let shape)? = entries["shape"]
        else { throw fail("descr, fortran_order or shape is missing in its header, or of no simple kind") }
        let types: [String: TensorType] = ["<f2": .f16, "<f4": .f32, "<f8": .f64]
        guard let type = types[descr] else {
            throw fail("its values are \(descr.debugDescription); allowed: <f2, <f4, <f8 (`array.astype('<f4')`)")
        }
        guard !isColumnMajor || shape.count < 2 else { throw fail("it is column-major; save `numpy.ascontiguousarray(array)`") }
        guard shape.count <= maximumDimensions else {
            throw fail("it has \(shape.count) dimensions; at most \(maximumDimensions) are read")
        }
        return (type, shape)
    }
}

/// As much of Python's literals as a NumPy header holds.
private struct PythonLiterals {
    enum Value { case text(String), boolean(Bool), tuple([Int]) }

    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The whole of the bytes as one dictionary, or nil.
    mutating func dictionary() -> [String: Value]? {
        var entries: [String: Value] = [:]
        guard take("{") else { return nil }
        while !take("}") {
            guard let key = text(), entries[key] == nil, take(":"), let value = value() else { return nil }
            entries[key] = value
            guard take(",") || next == UInt8(ascii: "}") else { return nil }
        }
        return next == nil ? entries : nil
    }

    private mutating func value() -> Value? {
        if let text = text() { return .text(text) }
        if take("True") { return .boolean(true) }
        if take("False") { return .boolean(false) }
        guard take("(") else { return nil }
        var extents: [Int] = []
        while !take(")") {
            guard let extent = integer() else { return nil }
            extents.append(extent)
            guard take(",") || next == UInt8(ascii: ")") else { return nil }
        }
        return .tuple(extents)
    }

    private mutating func text() -> String? {
        guard let quote = next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""),
            let end = bytes[(place + 1)...].firstIndex(of: quote)
        else { return nil }
        defer { place = end + 1 }
        return String(decoding: bytes[(place + 1)..<end], as: UTF8.self)
    }

    private mutating func integer() -> Int? {
        guard let first = next, (48...57).contains(first) else { return nil }
        var value = 0
        while place < bytes.count, (48...57).contains(bytes[place]) {
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(Int(bytes[place]) - 48)
            guard !overflow, !carry else { return nil }
            value = sum
            place += 1
        }
        if place < bytes.count, bytes[place] == UInt8(ascii: "L") { place += 1 }  // as Python 2 wrote them
        return value
    }

    /// The next byte that is no blank.
    private var next: UInt8? {
        mutating get {
            while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
            return place < bytes.count ? bytes[place] : nil
        }
    }

    private mutating func take(_ text: String) -> Bool {
        guard next != nil, bytes[place...].starts(with: text.utf8) else { return false }
        place += text.utf8.count
        return true
    }
}

import Foundation
import Platform
import Testing
@testable import TensorFiles

/// A file that is removed when the test ends.
final class TemporaryFile {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).safetensors")
    deinit { try? FileManager.default.removeItem(at: url) }

    init(header: String, data: Int = 0, length: UInt64? = nil) throws {
        var bytes = withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) { Data($0) }
        bytes.append(Data(header.utf8))
        bytes.append(Data((0..<data).map { UInt8(truncatingIfNeeded: $0) }))
        try bytes.write(to: url)
    }

    init(bytes: [UInt8] = []) throws { try Data(bytes).write(to: url) }

    var message: String {
        do {
            _ = try SafetensorsFile(contentsOf: url)
            return "no error"
        } catch { return String(describing: error).replacingOccurrences(of: url.path, with: "FILE") }
    }
}

func write(_ url: URL, _ tensors: [(String, [Int], [Float])], metadata: [String: String] = [:]) throws {
    let storage = tensors.map { UnsafeMutableBufferPointer<Float>.allocate(capacity: $0.2.count) }
    defer { storage.forEach { $0.deallocate() } }
    for (buffer, tensor) in zip(storage, tensors) { _ = buffer.initialize(from: tensor.2) }
    try writeSafetensors(
        to: url, tensors: zip(tensors, storage).map { ($0.0, $0.1, UnsafeBufferPointer($1)) }, metadata: metadata)
}

@Suite("Safetensors files")
struct SafetensorsTests {
    @Test("what is written is read back, whatever the order, with its metadata")
    func roundTrip() throws {
        let file = try TemporaryFile()
        try write(
            file.url, [("b/ü\"x\\", [2, 3], [1, -2, 3.5, .infinity, 0, -0.0]), ("a", [], [7]), ("empty", [0, 4], [])],
            metadata: ["step": "12", "line\nbreak": "é"])
        let read = try SafetensorsFile(contentsOf: file.url)
        #expect(read.names == ["a", "b/ü\"x\\", "empty"])
        #expect(read.metadata == ["step": "12", "line\nbreak": "é"])
        #expect(try read.tensor("b/ü\"x\\").floats == [1, -2, 3.5, .infinity, 0, -0.0])
        #expect(try read.tensor("b/ü\"x\\").shape == [2, 3])
        #expect(read["a"]?.doubles == [7])
        #expect(read["a"]?.shape == [])
        #expect(read["empty"]?.count == 0)
        #expect(read["c"] == nil)
    }

    @Test("the bytes do not depend on the order of tensors and leave no temporary file")
    func deterministic() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let (one, two) = (directory.appendingPathComponent("one"), directory.appendingPathComponent("two"))
        try write(one, [("x", [1], [1]), ("y", [1], [2])], metadata: ["a": "1", "b": "2"])
        try write(two, [("y", [1], [2]), ("x", [1], [1])], metadata: ["b": "2", "a": "1"])
        let bytes = try Data(contentsOf: one)
        #expect(try bytes == Data(contentsOf: two))
        #expect((bytes.count - 8) % 8 == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() == ["one", "two"])
    }

    @Test("every element type is decoded")
    func types() throws {
        let header = """
            {"f16":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},"bf16":{"dtype":"BF16","shape":[1],"data_offsets":[2,4]},\
            "i64":{"dtype":"I64","shape":[1],"data_offsets":[4,12]},"i8":{"dtype":"I8","shape":[1],"data_offsets":[12,13]},\
            "f64":{"dtype":"F64","shape":[1],"data_offsets":[13,21]},"u8":{"dtype":"U8","shape":[2],"data_offsets":[21,23]}}
            """
        let file = try TemporaryFile(header: header, data: 23)
        var bytes = try Data(contentsOf: file.url)
        let start = 8 + header.utf8.count
        func put<T: FixedWidthInteger>(_ value: T, _ offset: Int) {
            withUnsafeBytes(of: value.littleEndian) { source in
                for (index, byte) in source.enumerated() { bytes[start + offset + index] = byte }
            }
        }
        put(Float16(-1.5).bitPattern, 0)
        put(UInt16(0x4048), 2)  // bfloat16 3.125
        put(Int64(-9_007_199_254_740_992), 4)
        put(Int8(-3), 12)
        put(Double.pi.bitPattern, 13)
        try bytes.write(to: file.url)
        let read = try SafetensorsFile(contentsOf: file.url)
        #expect(read["f16"]?.floats == [-1.5])
        #expect(read["bf16"]?.doubles == [3.125])
        #expect(read["i64"]?.doubles == [-9_007_199_254_740_992])
        #expect(read["i8"]?.floats == [-3])
        #expect(read["f64"]?.doubles == [.pi])
        #expect(read["f64"]?.floats == [Float(Double.pi)])
        #expect(read["u8"]?.floats == [21, 22])
    }

    @Test("a missing tensor is named beside those that exist")
    func missing() throws {
        let file = try TemporaryFile()
        try write(file.url, [("a", [1], [1]), ("b", [1], [1])])
        let read = try SafetensorsFile(contentsOf: file.url)
        #expect(throws: TensorFileError.missingTensor(file: file.url.path, tensor: "c", available: ["a", "b"])) {
            try read.tensor("c")
        }
    }

    @Test("unwritable requests are errors")
    func unwritable() throws {
        let file = try TemporaryFile()
        #expect(throws: TensorFileError.self) { try write(file.url, [("a", [1], [1]), ("a", [1], [1])]) }
        #expect(throws: TensorFileError.self) { try write(file.url, [("a", [2], [1])]) }
        #expect(throws: TensorFileError.self) { try write(file.url, [("a", [-1, -1], [1])]) }
        #expect(throws: TensorFileError.self) { try write(file.url, [("__metadata__", [1], [1])]) }
        #expect(throws: FileError.self) {
            try write(URL(fileURLWithPath: "/nonexistent-directory/x.safetensors"), [("a", [1], [1])])
        }
    }
}

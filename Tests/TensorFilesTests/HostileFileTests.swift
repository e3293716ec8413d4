import Foundation
import Testing
@testable import TensorFiles

/// A header of one tensor `a`, for damaged variants.
private func one(_ dtype: String = "F32", _ shape: String = "[2]", _ offsets: String = "[0,8]") -> String {
    "{\"a\":{\"dtype\":\"\(dtype)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}}"
}

@Suite("Damaged and hostile files give errors")
struct HostileFileTests {
    @Test("the messages say what was found and what is allowed")
    func messages() throws {
        #expect(try TemporaryFile(header: one(), data: 8).message == "no error")
        #expect(try TemporaryFile(bytes: [1, 2]).message == "FILE: cannot read: 2 bytes are too few for a safetensors file")
        #expect(
            try TemporaryFile(header: "{}", length: 10_000_000_000).message
                == "FILE: header length is 10000000000 bytes, but the file has 10 bytes and a header may have 100000000; "
                + "is it a safetensors file, and is it complete?")
        #expect(
            try TemporaryFile(header: one("F33"), data: 8).message
                == "FILE: tensor 'a' has the type 'F33'; allowed: BOOL, U8, I8, U16, I16, F16, BF16, U32, I32, F32, U64, "
                + "I64, F64")
        #expect(
            try TemporaryFile(header: one("F64"), data: 8).message
                == "FILE: tensor 'a' has 8 bytes of data, but its type and shape need 16")
        #expect(
            try TemporaryFile(header: one("F32", "[2]", "[4,12]"), data: 8).message
                == "FILE: tensor 'a' has the data offsets [4, 12]: they must be ascending and within the 8 bytes of data")
        #expect(
            try TemporaryFile(header: one(), data: 9).message
                == "FILE: data bytes 8 to 9 belong to no tensor; the format allows no holes")
    }

    @Test(
        "each damaged header is refused",
        arguments: [
            "", "{", "[]", "null", "{\"a\":1}", "{\"a\":{}}", "{\"__metadata__\":{\"a\":1}}", "\u{0}",
            one("F32", "[-2]"), one("F32", "[2.5]"), one("F32", "[\"2\"]"), one("F32", "2"), one("F32", "[1e400]"),
            one("F32", "[9223372036854775807,2]"), one("F32", "[9223372036854775808]"), one("F32", "[4611686018427387904]"),
            one("F32", "[0,9223372036854775807,9223372036854775807]", "[0,0]"), one("F32", "[0,-1]", "[0,0]"),
            one("F32", "[2]", "[8,0]"), one("F32", "[2]", "[-8,0]"), one("F32", "[2]", "[0]"), one("F32", "[2]", "[0,8,16]"),
            one("F32", "[2]", "[0,9223372036854775807]"), one("F32", "[2]", "[-9223372036854775808,9223372036854775807]"),
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        ])
    func refused(header: String) throws {
        let file = try TemporaryFile(header: header, data: 8)
        #expect(throws: TensorFileError.self) { try SafetensorsFile(contentsOf: file.url) }
    }

    @Test("deeply nested headers are refused without exhausting the stack", arguments: ["[", "{\"a\":"])
    func nested(opening: String) throws {
        let file = try TemporaryFile(header: String(repeating: opening, count: 200_000))
        #expect(throws: TensorFileError.self) { try SafetensorsFile(contentsOf: file.url) }
    }

    @Test("header lengths beyond the file or beyond Int are refused", arguments: [3, 11, 100_000_001, UInt64(Int64.max), .max])
    func headerLength(length: UInt64) throws {
        let file = try TemporaryFile(header: "{}", length: length)
        #expect(throws: TensorFileError.headerLength(file: file.url.path, length: length, fileBytes: 10)) {
            try SafetensorsFile(contentsOf: file.url)
        }
    }

    @Test("a truncated file is refused at every length")
    func truncated() throws {
        let whole = try TemporaryFile(header: one(), data: 8)
        let bytes = [UInt8](try Data(contentsOf: whole.url))
        for length in 0..<bytes.count {
            let file = try TemporaryFile(bytes: Array(bytes.prefix(length)))
            #expect(throws: TensorFileError.self, "\(length) bytes") { try SafetensorsFile(contentsOf: file.url) }
        }
    }

    @Test("a header with any byte changed is read or refused, never a trap")
    func changedByte() throws {
        for change in 0..<600 {
            var header = Array(one().utf8)
            header[change % header.count] = UInt8(truncatingIfNeeded: change &* 2_654_435_761 >> 9)
            let prefix = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
            let file = try TemporaryFile(bytes: prefix + header + [UInt8](repeating: 0, count: 8))
            if let read = try? SafetensorsFile(contentsOf: file.url) {
                #expect(read.names.count == 1)
                #expect(read.names.allSatisfy { read[$0]?.floats.count == read[$0]?.count })
            }
        }
    }

    @Test("a missing file and a directory are errors that name the path")
    func missingFile() {
        let paths = ["/nonexistent-directory/x.safetensors", FileManager.default.temporaryDirectory.path]
        for path in paths {
            #expect { try SafetensorsFile(contentsOf: URL(fileURLWithPath: path)) } throws: { error in
                String(describing: error).hasPrefix("\(path): cannot read: ")
            }
        }
    }
}

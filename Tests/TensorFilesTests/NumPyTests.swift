import Foundation
import Testing
@testable import TensorFiles

@Suite("NumPy files")
struct NumPyTests {
    private func file(_ header: String, _ data: [UInt8] = [], version: UInt8 = 1, length: Int? = nil) throws -> TemporaryFile {
        let count = length ?? header.utf8.count
        let prefix = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
        return try TemporaryFile(bytes: [0x93] + Array("NUMPY".utf8) + [version, 0] + prefix + Array(header.utf8) + data)
    }

    private func header(_ descr: String = "<f4", _ shape: String = "(2,)", order: String = "False") -> String {
        "{'descr': '\(descr)', 'fortran_order': \(order), 'shape': \(shape), }\n"
    }

    private func bytes<Value: BitwiseCopyable>(_ values: [Value]) -> [UInt8] { values.withUnsafeBytes { Array($0) } }

    private func values(_ file: TemporaryFile) throws -> [Float] { try NumPyFile(file.url).floats() }

    private func message(_ file: TemporaryFile) -> String {
        do {
            _ = try NumPyFile(file.url).floats()
            return "no error"
        } catch { return "\(error)".replacingOccurrences(of: file.url.path, with: "FILE") }
    }

    @Test("what is written is read back", arguments: [[], [3], [2, 3], [0, 4], [1, 2, 3, 4]])
    func roundTrip(shape: [Int]) throws {
        let file = try TemporaryFile()
        let values = (0..<shape.reduce(1, *)).map { Float($0) - 1.5 }
        try values.withUnsafeBufferPointer { try writeNumPy(to: file.url, shape: shape, floats: $0) }
        let read = try NumPyFile(file.url)
        #expect(read.shape == shape && read.count == values.count)
        #expect(try read.floats() == values)
        #expect(try Data(contentsOf: file.url).count % 64 == values.count * 4 % 64)
    }

    @Test("all float types and format versions are read, as NumPy writes them")
    func types() throws {
        let values: [Float] = [1.5, -0.25]
        for version in UInt8(1)...3 {
            #expect(try self.values(file(header(), bytes(values), version: version)) == values)
        }
        #expect(try self.values(file(header("<f8"), bytes(values.map(Double.init)))) == values)
        #expect(try self.values(file(header("<f2"), bytes(values.map(Float16.init)))) == values)
        // Other orders, quotes and blanks; a vector has no order of axes.
        let odd = "{ \"shape\":( 2L , ) ,'descr':\"<f4\",'fortran_order' : True}"
        #expect(try self.values(file(odd, bytes(values))) == values)
    }

    @Test("messages say what was found and how to mend it")
    func messages() throws {
        let about = "FILE: not a NumPy array that can be read: "
        #expect(
            try message(file(header("<i8"), bytes([1, 2]))) == about
                + "its values are \"<i8\"; allowed: <f2, <f4, <f8 (`array.astype('<f4')`)")
        #expect(
            try message(file(header("<f4", "(1, 2)", order: "True"), bytes([Float](repeating: 0, count: 2))))
                == about + "it is column-major; save `numpy.ascontiguousarray(array)`")
        #expect(
            try message(file(header("<f4", "(3, 4)"), [0])) == about
                + "it holds 1 bytes of data, but its shape [3, 4] needs 48; is it complete?")
        #expect(try message(TemporaryFile(bytes: Array("PK 0123456789".utf8))) == about + "it does not begin as one")
        #expect(try message(file("{}", version: 9)) == about + "format version 9.0; 1 to 3 are known")
        #expect(
            try message(file("{", version: 2, length: 4_000_000_000))
                == about + "its header claims 4000000000 bytes; the file has 13, and a header at most 65536")
    }

    @Test(
        "each damaged header is refused",
        arguments: [
            "", "{", "{}", "[]", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999999999,), }",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 2), }",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } x",
            "{'descr': '<f4', 'fortran_order': None, 'shape': (1,), }",
            "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }",
            "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "{'descr: '<f4'",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (1",
        ])
    func refused(header: String) throws {
        #expect(try message(file(header, [0, 0, 0, 0])).contains("FILE: not a NumPy array"))
    }

    @Test("every prefix of a file is refused, and a folder and a missing file are")
    func prefixes() throws {
        let complete = try file(header(), bytes([Float(1), 2])), whole = try Data(contentsOf: complete.url)
        for count in 0..<whole.count { #expect(try message(TemporaryFile(bytes: Array(whole.prefix(count)))) != "no error") }
        #expect(throws: TensorFileError.unreadable(file: "/tmp", reason: "not a regular file")) {
            try NumPyFile(URL(fileURLWithPath: "/tmp"))
        }
        #expect(throws: TensorFileError.self) { try NumPyFile(URL(fileURLWithPath: "/nowhere/at/all.npy")) }
    }
}

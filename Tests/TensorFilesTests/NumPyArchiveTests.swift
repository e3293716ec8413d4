import Foundation
import Platform
import Testing

@testable import TensorFiles

@Suite("NumPy archives")
struct NumPyArchiveTests {
    private let mu: [Double] = (0..<5).map { Double($0) / 8 }
    private let sigma: [Double] = (0..<25).map { Double($0) / 4 }

    @Test("Statistics as NumPy writes them, stored and packed", arguments: ["statistics.npz", "statistics-packed.npz"])
    func numPy(name: String) throws {
        let archive = try NumPyArchive(contentsOf: weightFixtures.appendingPathComponent(name))
        #expect(archive.names == ["mu", "sigma"])
        #expect(try archive.array("mu").doubles == mu && archive.array("mu").shape == [5])
        #expect(try archive.array("sigma").doubles == sigma && archive.array("sigma").shape == [5, 5])
    }

    @Test("What is written is read back, and twice the same bytes", arguments: [false, true])
    func roundTrip(isPacked: Bool) throws {
        let one = try TemporaryFile(), two = try TemporaryFile()
        let arrays: [(name: String, shape: [Int], values: [Double])] = [
            ("mu", [5], mu), ("sigma", [5, 5], sigma), ("none", [0, 3], []), ("one", [], [.pi]),
        ]
        for file in [one, two] { try NumPyArchive.write(to: file.url, arrays: arrays, isPacked: isPacked) }
        let archive = try NumPyArchive(contentsOf: one.url)
        #expect(archive.names == ["mu", "none", "one", "sigma"])
        for (name, shape, values) in arrays { #expect(try archive.array(name).doubles == values && archive.array(name).shape == shape) }
        #expect(try Data(contentsOf: one.url) == Data(contentsOf: two.url))
    }

    @Test("Messages say which array, and how to mend it")
    func messages() throws {
        let url = weightFixtures.appendingPathComponent("integers.npz"), archive = try NumPyArchive(contentsOf: url)
        func message(_ name: String) -> String {
            do {
                _ = try archive.array(name)
                return "no error"
            } catch { return "\(error)".replacingOccurrences(of: url.path, with: "FILE") }
        }
        #expect(
            message("n") == "FILE, array 'n': not a NumPy array that can be read: its values are \"<i8\"; allowed: <f2, <f4, <f8 "
                + "(`array.astype('<f4')`)")
        #expect(message("column").hasSuffix("it is column-major; save `numpy.ascontiguousarray(array)`"))
        #expect(message("mu") == "FILE: no tensor 'mu'; it has 2 tensors: column, n")
    }

    @Test("Wrong checksums, lengths and directories are told", arguments: ["statistics.npz", "statistics-packed.npz"])
    func damaged(name: String) throws {
        let bytes = [UInt8](try Data(contentsOf: weightFixtures.appendingPathComponent(name)))
        func read(_ bytes: [UInt8]) throws -> [Double] {
            let file = try TemporaryFile(bytes: bytes), archive = try NumPyArchive(contentsOf: file.url)
            return try archive.array("mu").doubles + archive.array("sigma").doubles
        }
        for count in bytes.indices { #expect(throws: TensorFileError.self) { try read(Array(bytes.prefix(count))) } }
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 0x41
            // Dates, versions and attributes say nothing of the values.
            if let values = try? read(changed) { #expect(values == mu + sigma, "byte \(place)") }
        }
    }

    @Test("Packing and unpacking; a limit stops what unpacks to more")
    func deflate() throws {
        let data = Data((0..<200_000).map { UInt8(truncatingIfNeeded: $0 / 7) }), packed = data.withUnsafeBytes(Deflate.pack)
        #expect(packed.count < data.count / 10)
        #expect(try packed.withUnsafeBytes { try Deflate.unpack($0, .raw, limit: data.count) } == data)
        #expect(throws: DeflateError.tooLong(limit: 199_999)) {
            try packed.withUnsafeBytes { try Deflate.unpack($0, .raw, limit: 199_999) }
        }
        #expect(throws: DeflateError.truncated) {
            try packed.dropLast().withUnsafeBytes { try Deflate.unpack($0, .raw, limit: data.count) }
        }
        #expect(Data("123456789".utf8).withUnsafeBytes(Deflate.checksum) == 0xCBF4_3926)
        #expect(Data().withUnsafeBytes(Deflate.checksum) == 0)
    }
}

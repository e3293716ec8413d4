import Foundation
import Testing

@testable import TensorFiles

/// Fixtures/weights/make.py wrote the files, with PyTorch and NumPy.
let weightFixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/weights")

/// What reading throws, with the file's path left out.
func archiveMessage(_ url: URL) -> String {
    do {
        _ = try WeightArchive(contentsOf: url)
        return "no error"
    } catch { return "\(error)".replacingOccurrences(of: url.path, with: "FILE") }
}

@Suite("PyTorch files")
struct PyTorchFileTests {
    @Test("Plain tensors of all types and layouts", arguments: ["plain.pt", "plain-protocol-4.pt", "plain-legacy.pth"])
    func plain(name: String) throws {
        let archive = try WeightArchive(contentsOf: weightFixtures.appendingPathComponent(name))
        let types: [(String, TensorType)] = [
            ("f64", .f64), ("f16", .f16), ("bf16", .bf16), ("i64", .i64), ("i32", .i32), ("i16", .i16), ("i8", .i8), ("u8", .u8),
        ]
        for (name, type) in types {
            #expect(archive[name]?.dtype == type && archive[name]?.floats == [0, 1, 2] && archive[name]?.shape == [3])
        }
        #expect(archive["bool"]?.floats == [1, 0])
        let base: [Float] = (0..<24).map { Float($0) }
        #expect(archive["matrix"]?.floats == base && archive["matrix"]?.shape == [4, 6])
        let columns: [Float] = (0..<24).map { place in base[place % 4 * 6 + place / 4] }
        #expect(archive["transposed"]?.floats == columns)
        #expect(archive["transposed"]?.shape == [6, 4])
        #expect(archive["channels_last"]?.floats == base && archive["channels_last"]?.shape == [1, 2, 3, 4])
        #expect(archive["slice"]?.floats == [6, 8, 10, 12, 14, 16] && archive["slice"]?.shape == [2, 3])
        #expect(archive["tail"]?.floats == [20, 21, 22, 23])
        #expect(archive["scalar"]?.floats == [7] && archive["scalar"]?.shape == [])
        #expect(archive["empty"]?.floats == [] && archive["empty"]?.shape == [0, 4])
        #expect(archive["parameter"]?.floats == [1.5, -2.5])
        #expect(archive.names.count == 17)
    }

    @Test("A module's state, in a checkpoint among other things", arguments: ["nested.pt", "nested-legacy.pth"])
    func nested(name: String) throws {
        let archive = try WeightArchive(contentsOf: weightFixtures.appendingPathComponent(name))
        let names = ["0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked"]
        #expect(archive.names == names.sorted())
        for (value, name) in names.enumerated() { #expect(archive[name]?.floats.allSatisfy { $0 == Float(value) } == true) }
        #expect(archive["0.weight"]?.shape == [2, 1, 3, 3] && archive["1.num_batches_tracked"]?.dtype == .i64)
    }

    @Test("What is not plain tensors is refused by name, and nothing is run")
    func refused() throws {
        func message(_ name: String) -> String { archiveMessage(weightFixtures.appendingPathComponent(name)) }
        func global(_ name: String) -> String {
            "FILE: it asks for the Python object '\(name)', which is not run here; only plain tensors are read. "
                + "Save `model.state_dict()` alone, or as safetensors"
        }
        #expect(message("command.pt") == global("posix.system"))
        #expect(!FileManager.default.fileExists(atPath: "executed"))
        #expect(message("whole-module.pt") == global("torch.nn.modules.container.Sequential"))
        #expect(message("numpy-scalar.pt") == global("numpy._core.multiarray.scalar"))
        #expect(
            message("expanded.pt")
                == "FILE: tensor 'a': it has more elements than its storage (it was expanded); save `tensor.contiguous()`")
        #expect(message("list.pt") == "FILE: it holds no dictionary of tensors; save `model.state_dict()`")
    }

    @Test("Every prefix and every changed byte is read or refused, never a trap", arguments: ["plain.pt", "plain-legacy.pth", "nested.pt"])
    func damaged(name: String) throws {
        let bytes = [UInt8](try Data(contentsOf: weightFixtures.appendingPathComponent(name)))
        for count in 0..<bytes.count where count % 7 == 0 || count > bytes.count - 40 {
            #expect(throws: TensorFileError.self, "\(count) bytes") { try PyTorchFile(Data(bytes.prefix(count)), path: "f") }
        }
        var refused = 0
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= UInt8(1 + place % 255)
            if let file = try? PyTorchFile(Data(changed), path: "f") {
                #expect(file.tensors.allSatisfy { $0.floats.count == $0.shape.reduce(1, *) })
            } else {
                refused += 1
            }
        }
        #expect(refused > bytes.count / 8)
    }

    @Test("Deep and circular pickles end")
    func deep() throws {
        let nested =
            [0x80, 2] + [UInt8](repeating: UInt8(ascii: ")"), count: 1) + [UInt8](repeating: 0x85, count: 1_000_000) + Array(".".utf8)
        var machine = PickleMachine(Data(nested), file: "f")
        _ = try machine.next()
        #expect(machine.tuples.count == 1_000_001)
        var circular = PickleMachine(Data([0x80, 2] + Array("]q\u{0}h\u{0}a.".utf8)), file: "f")
        _ = try circular.next()
        #expect(circular.lists[0].count == 1)
    }
}

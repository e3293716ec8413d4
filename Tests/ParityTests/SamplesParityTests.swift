import Foundation
import Parity
import TensorFiles
import Testing

@Suite("The samplers equal the reference")
struct SamplesParityTests {
    @Test("samples of 2 to 50 evaluations, with and without guidance, agree", arguments: recordings)
    func samples(recording: String) throws {
        let parityCase = try recordedCase(recording)
        let recorded = try parityCase.file("samples").names.filter { $0.hasPrefix("dpmpp_fast.") }
        #expect(recorded.count == 4)
        let result = try parityCase.checkSamples()
        #expect(result.caseName == parityCase.name)
        #expect(result.kind == "samples")
        #expect(result.limit == 5e-6)
        print("\(result.caseName) \(result.kind) error \(result.error) limit \(result.limit)")
        #expect(result.error > 0)
        #expect(result.passes, "\(recording): \(result.error) is above \(result.limit)")
    }

    @Test("lanes and threads do not change a sample by a bit")
    func lanes() throws {
        let parityCase = try #require(try ParityCase.all(in: parityDirectory).first { $0.name == "intermediate_cross" })
        #expect(try parityCase.checkSamples(lanes: 3, threads: 2) == parityCase.checkSamples(lanes: 3, threads: 1))
    }

    @Test("a samples file without samples, or with one that cannot be understood, is an error")
    func damaged() throws {
        let name = "early_concat"
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("parity-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        for file in ["index.json", "\(name).weights.safetensors"] {
            try FileManager.default.copyItem(
                at: parityDirectory.appendingPathComponent(file), to: directory.appendingPathComponent(file))
        }
        let path = directory.appendingPathComponent("\(name).samples.safetensors")
        let original = try SafetensorsFile(contentsOf: parityDirectory.appendingPathComponent("\(name).samples.safetensors"))
        let parityCase = try #require(try ParityCase.all(in: directory).first { $0.name == name })

        func write(keeping keep: (String) -> Bool, renaming rename: (String) -> String = { $0 }) throws {
            let kept = try original.names.filter(keep).map { try original.tensor($0) }
            let values = kept.map { tensor in
                let floats = UnsafeMutableBufferPointer<Float>.allocate(capacity: tensor.count)
                _ = floats.initialize(from: tensor.floats)
                return floats
            }
            defer { values.forEach { $0.deallocate() } }
            try writeSafetensors(
                to: path,
                tensors: zip(kept, values).map { (rename($0.name), $0.shape, UnsafeBufferPointer($1)) }, metadata: [:])
        }

        try write(keeping: { !$0.hasPrefix("dpmpp_fast.") })
        #expect(throws: ParityError.noRecordings(file: path.path)) { try parityCase.checkSamples() }
        try write(keeping: { _ in true }, renaming: { $0.replacingOccurrences(of: "steps50", with: "fifty") })
        #expect(throws: ParityError.recording(file: path.path, tensor: "dpmpp_fast.fifty.scale0")) {
            try parityCase.checkSamples()
        }
        try write(keeping: { $0 != "z_init" })
        #expect(throws: TensorFileError.self) { try parityCase.checkSamples() }
    }
}

import Foundation
import Testing

@testable import TensorFiles

@Suite struct WeightReaderTests {
    private func tensor(_ name: String, _ shape: [Int]) -> Tensor {
        Tensor(name: name, dtype: .f32, shape: shape, data: Data(count: 4 * shape.reduce(1, *)))
    }

    @Test func allDisagreementsAreToldAtOnce() throws {
        let archive = WeightArchive(path: "w", tensors: [tensor("a", [2, 3]), tensor("b", [3, 2]), tensor("c", [1]), tensor("ids", [4])])
        var reader = WeightReader(archive, network: "a test")
        _ = reader.values("a", [2, 3])
        _ = reader.values("b", [2, 3])
        _ = reader.values("d", [1])
        reader.allow { $0 == "ids" }
        let error = #expect(throws: TensorFileError.self) { try reader.finish() }
        #expect(error?.description == "w: not the weights of a test; missing: d; wrongly shaped: b is [3, 2], not [2, 3]; unexpected: c")
    }

    @Test func whatWasAskedForIsReturned() throws {
        var reader = WeightReader(WeightArchive(path: "w", tensors: [tensor("a", [2])]), network: "a test")
        #expect(reader.values("a", [2]) == [0, 0])
        try reader.finish()
    }
}

import Experiments
import Foundation
import Platform
import ResultsStore
import TestSupport
import Testing
@testable import Benchmarks

@Suite("Interleaved rounds of training steps")
struct SpeedBenchmarkTests {
    private func spec(_ text: String, in folder: TemporaryFolder) throws -> Spec {
        let base = """
            name: tiny
            base:
              data: {kind: shapes, image_size: 16, train: 40, test: 16, grammar: [counts]}
              model: {patch_size: 4, width: 16, depth: 2, heads: 2, init: fan-in}
              text: {max_tokens: 8, width: 8}
              train: {steps: 6, batch_size: 4, lanes: 2}
              evaluate: {every: 6, validation: 10}

            """
        let path = folder.path("tiny.yaml")
        try Data((base + text).utf8).write(to: URL(fileURLWithPath: path))
        return try SpecLoader.load(path: path)
    }

    private let axes = "axes: {fusion.conditioning: [concat, cross-attention], fusion.point: [0, 1], sample.guidance: [0, 1]}\n"

    @Test("are of the cells that differ in what costs time")
    func cells() throws {
        let folder = TemporaryFolder(), spec = try spec(axes, in: folder), cells = SpeedCell.all(of: spec)
        #expect(cells.map(\.cells) == [[0, 1], [2, 3], [4, 5], [6, 7]])
        #expect(
            cells[3].coordinates == #"{"fusion.conditioning":"cross-attention","fusion.point":1,"sample.guidance":0}"#
                || cells[3].coordinates == #"{"fusion.conditioning":"cross-attention","fusion.point":1,"sample.guidance":0.0}"#)
        // By Python's hashlib over `image_size=16` ... `lanes=2`, `format=speed-1`, a line each in the order of the documentation.
        #expect(cells[3].model == "b8bbf34c97b4a48ee82330ef1a4582fc906af29db0c5a5f2c7bc478f68df8949")
        let other = try self.spec("axes: {train.learning_rate: [1e-3, 1e-4], train.batch_size: [4, 8], train.lanes: [2, 4]}\n", in: folder)
        #expect(SpeedCell.all(of: other).map { [$0.batch, $0.lanes] } == [[4, 2], [4, 4], [8, 2], [8, 4]])
        #expect(SpeedCell.all(of: other)[0].model == cells[0].model, "another spec with the same model finds it")
        #expect(Set((cells + SpeedCell.all(of: other)).map(\.model)).count == 7)
    }

    @Test("measure every cell once a round, each round in an order of its own, and keep no warm-up")
    func rounds() throws {
        let folder = TemporaryFolder(), spec = try spec(axes, in: folder), cells = SpeedCell.all(of: spec)
        let store = try ResultsDatabase.inMemory()
        var told: [Int] = []
        let benchmark = SpeedBenchmark(spec: "tiny", cells: cells, rounds: 5, seconds: 0.01, threads: 1)
        #expect(try benchmark.run(into: store, stop: StopSignal()) { told.append($0) } == 5)
        #expect(told == [0, 1, 2, 3, 4, 5])
        let found = try store.speedRounds(models: cells.map(\.model))
        #expect(found.count == 20 && Set(found.map(\.sessionID)).count == 1)
        var orders: Set<[String]> = []
        for round in 1...5 {
            let models = found.filter { $0.measurement.round == round }.sorted { $0.measurement.place < $1.measurement.place }
            #expect(models.map(\.measurement.place) == [0, 1, 2, 3])
            let order = SpeedBenchmark.order(of: 4, round: round, session: found[0].sessionID).map { cells[$0].model }
            #expect(models.map(\.measurement.model) == order)
            orders.insert(order)
        }
        #expect(Set(found.map(\.measurement.model)) == Set(cells.map(\.model)))
        #expect(orders.count > 1)
        for row in found {
            let measured = row.measurement
            #expect(measured.seconds >= 0.01 && measured.steps >= 1 && measured.batch == 4 && measured.lanes == 2)
            #expect(measured.imagesPerSecond == Double(4 * measured.steps) / measured.seconds)
            #expect(measured.foreignCores.map { $0 >= 0 } ?? true)
            #expect(row.session.threads == 1 && row.session.spec == "tiny")
        }
    }

    @Test("come in orders that are functions of session and round, each place as often as another")
    func order() {
        let orders = (1...2000).map { SpeedBenchmark.order(of: 3, round: $0, session: 4) }
        #expect(orders == (1...2000).map { SpeedBenchmark.order(of: 3, round: $0, session: 4) })
        #expect(orders != (1...2000).map { SpeedBenchmark.order(of: 3, round: $0, session: 5) })
        for cell in 0..<3 {
            for place in 0..<3 {
                let count = orders.count { $0[place] == cell }
                // Binomial(2000, 1/3): mean 667, deviation 21; five deviations.
                #expect((562...772).contains(count))
            }
        }
    }

    @Test("stop at once when asked to, with the finished rounds kept", arguments: [0, 2])
    func stops(after rounds: Int) throws {
        let folder = TemporaryFolder(), cells = SpeedCell.all(of: try spec(axes, in: folder))
        let store = try ResultsDatabase.inMemory(), stop = StopSignal()
        let benchmark = SpeedBenchmark(spec: "tiny", cells: cells, rounds: 1000, seconds: 0.01, threads: 1)
        let kept = try benchmark.run(into: store, stop: stop) { if $0 == rounds { stop.request() } }
        #expect(kept == rounds)
        #expect(try store.speedRounds(models: cells.map(\.model)).count == 4 * rounds)
    }
}

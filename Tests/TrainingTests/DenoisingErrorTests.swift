import Choices
import Kernels
import Platform
import Results
import TestSupport
import Testing

@testable import Training

@Suite("Error of the clean image") struct DenoisingErrorTests {
    @Test("Items have one timestep in each quarter, and all together lie evenly", arguments: [1, 7, 20, 256, 1000])
    func draws(items: Int) {
        let draws = DenoisingError.draws(items: items, seed: 5)
        #expect(draws.count == 4 * items)
        for item in 0..<items {
            let own = draws.filter { $0.item == item }.map { ($0.timestep - 1) / 250 }
            #expect(own == [0, 1, 2, 3])
        }
        #expect(draws.allSatisfy { 1...1000 ~= $0.timestep })
        let sorted = draws.map(\.timestep).sorted()
        for (rank, timestep) in sorted.enumerated() {
            // One in each of 4 x items strata.
            let (low, high) = (Double(rank) * 250 / Double(items), Double(rank + 1) * 250 / Double(items))
            #expect(Double(timestep) > low.rounded(.down) && Double(timestep) <= high.rounded(.down) + 1)
        }
        #expect(Set(draws.map(\.key)).count == draws.count)
    }

    @Test("The largest items' shares are of sums over each item's timesteps") func shares() {
        let draws = DenoisingError.draws(items: 3, seed: 1)
        let errors: [Double] = [1, 1, 1, 1, 2, 0, 0, 0, 1, 1, 1, 1]
        #expect(DenoisingError.share(ofLargest: 1, draws: draws, errors: errors) == 0.4)
        #expect(DenoisingError.share(ofLargest: 2, draws: draws, errors: errors) == 0.8)
        #expect(DenoisingError.share(ofLargest: 10, draws: draws, errors: errors) == 1)
        #expect(DenoisingError.share(ofLargest: 1, draws: draws, errors: errors.map { _ in 0 }) == nil)
    }

    @Test("On a trained job no item is above 1 %, the ten largest are below 10 %", arguments: [Prediction.x0, .v])
    func noItemDecides(prediction: Prediction) throws {
        let job = TinyJobs.job {
            $0.data.train = 512
            $0.data.test = 256
            $0.train.prediction = prediction
            $0.train.steps = 400
            $0.train.batchSize = 32
            $0.train.ema = 0.95
            $0.train.checkpointEvery = 400
            $0.evaluate.every = 400
            $0.evaluate.validation = 256
            $0.evaluate.sampleEvery = 0
        }
        let sink = MemorySink()
        let trainer = try JobTrainer(
            job: job, assets: JobAssets(), files: JobFiles(root: TemporaryFolder().url, key: job.key), threads: 2, sink: sink,
            stop: StopSignal())
        #expect(try trainer.run() == .done)
        func value(_ name: String) throws -> Double { try #require(sink.value(name, "validation", 400)) }
        #expect(try value("x0_error_largest_item") < 0.01)
        #expect(try value("x0_error_ten_largest") < 0.1)
        // An untrained network errs by about the image's own variance or more.
        #expect(try value("x0_error") < 0.2)
        let buckets = try (0..<10).map { try value("x0_error_bucket_\($0)") }
        #expect(buckets[0] < buckets[9])
        // Tenths hold nearly the same number of items.
        #expect(abs(buckets.reduce(0, +) / 10 - (try value("x0_error"))) < 0.02 * (try value("x0_error")))
        // What no pixel can be is cut off: the error is the objective, or a little less.
        if prediction == .x0 {
            let (objective, error) = (try value("objective"), try value("x0_error"))
            #expect(objective >= error && objective < 1.1 * error)
        }
    }
}

import Experiments
import Kernels
import Platform
import Testing
@testable import Training

@Suite("The stream of training batches")
struct BatchStreamTests {
    private struct Setting {
        let materials: JobMaterials

        init(_ change: (inout JobConfiguration) -> Void = { _ in }) throws {
            materials = try JobAssets().materials(for: TinyJobs.configuration(change), judged: false)
        }

        func stream(seed: Int = 1) -> BatchStream { BatchStream(materials, seed: seed) }

        func batch() -> TrainingBatch { TrainingBatch(size: materials.configuration.train.batchSize, materials.model) }
    }

    @Test("makes any step anew, whatever came before")
    func randomAccess() throws {
        let setting = try Setting()
        var walking = setting.stream()
        let walked = setting.batch(), direct = setting.batch()
        for step in 0...20 { walking.fill(walked, step: step, pool: ThreadPool(threads: 2)) }
        var jumping = setting.stream()
        jumping.fill(direct, step: 20, pool: ThreadPool(threads: 1))
        for (a, b) in [(walked.noisy, direct.noisy), (walked.context, direct.context), (walked.target, direct.target)] {
            #expect(a.array == b.array)
        }
    }

    @Test("shows every training item once an epoch")
    func epochs() throws {
        let setting = try Setting { $0.train.batchSize = 20 }
        var stream = setting.stream()
        let batch = setting.batch()
        var seen: [[Float]] = []
        for step in 0..<3 {  // 60 items
            stream.fill(batch, step: step, pool: ThreadPool(threads: 1))
            for row in 0..<20 { seen.append(Array(batch.clean.array[(row * 768)..<((row + 1) * 768)])) }
        }
        let items = (0..<60).map { item in
            let image = FloatBuffer(count: 768)
            setting.materials.dataset.fillImage(image.pointer, .train, item)
            return image.array
        }
        #expect(Set(seen) == Set(items))
    }

    @Test("drops captions at the rate asked for", arguments: [0.0, 0.3, 1.0])
    func conditioningDropout(rate: Double) throws {
        let setting = try Setting {
            $0.train.unconditional = rate
            $0.train.batchSize = 50
        }
        var stream = setting.stream()
        let batch = setting.batch()
        let width = batch.contextElements
        let empty = FloatBuffer(count: width)
        setting.materials.encoder.encode("", into: empty.pointer)
        let emptyRow = empty.array
        var dropped = 0
        for step in 0..<20 {
            stream.fill(batch, step: step, pool: ThreadPool(threads: 2))
            let context = batch.context.array
            dropped += (0..<50).count { Array(context[($0 * width)..<(($0 + 1) * width)]) == emptyRow }
        }
        // 1,000 draws: three standard deviations are 0.044 at 0.3
        #expect(abs(Double(dropped) / 1000 - rate) <= 0.044)
    }
}

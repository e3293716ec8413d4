import Experiments
import Foundation
import Kernels
import Testing
@testable import Training

@Suite("Validation of learned metrics")
struct MetricStudyTests {
    @Test("blurring keeps a flat image, spreads a dot and loses nothing inside")
    func blurring() {
        let side = 9
        let flat = FloatBuffer(Array(repeating: 0.25, count: 2 * side * side))
        blur(flat.pointer, channels: 2, side: side, deviation: 1.5)
        #expect(flat.array.allSatisfy { abs($0 - 0.25) < 1e-6 })
        let dot = FloatBuffer(count: side * side)
        dot[4 * side + 4] = 1
        blur(dot.pointer, channels: 1, side: side, deviation: 1)
        #expect(abs(dot.array.reduce(0, +) - 1) < 1e-5)
        #expect(abs(dot[4 * side + 3] - dot[3 * side + 4]) < 1e-7)
        #expect(dot[4 * side + 4] < 0.2 && dot[4 * side + 4] > dot[4 * side + 3])
    }

    @Test("trials repeat, begin undamaged, and kinds the data cannot show are told with the reason")
    func trials() throws {
        let configuration = TinyJobs.configuration {
            $0.data.train = 400
            $0.data.test = 80
            $0.evaluate.evaluatorSteps = 4
        }
        func validate() throws -> (
            trials: [MetricStudy.Trial], verdicts: [MetricStudy.Verdict], skipped: [MetricStudy.Skipped]
        ) {
            try MetricStudy(configuration, assets: JobAssets(), images: 80, threads: 2, report: { _ in }).run()
        }
        let (one, two) = (try validate(), try validate())
        #expect(one.trials == two.trials)
        #expect(
            one.skipped == [
                .init(
                    corruption: .wrongRelation,
                    reason: "0 test image(s) have a training image whose caption differs in its relation only; at least 10 are needed")
            ])
        #expect(one.trials.count == 6 * 4)
        let blurred = one.trials.filter { $0.corruption == .blur }, noisy = one.trials.filter { $0.corruption == .noise }
        #expect(blurred[0].values == noisy[0].values)
        #expect(blurred[3].values["frechet_distance"]! > blurred[0].values["frechet_distance"]!)
        #expect(one.verdicts.count == 3 * 4 + 2 * 6 + 3)
    }

    @Test("the oracle reads undamaged images without a mistake")
    func accuracy() throws {
        let configuration = TinyJobs.configuration { $0.evaluate.evaluatorSteps = 1 }
        let found = try MetricStudy(configuration, assets: JobAssets(), images: 24, threads: 1, report: { _ in }).accuracies()
        #expect(found.filter { $0.reader == "oracle" }.map(\.what) == ["count", "colour", "shape", "all"])
        #expect(found.filter { $0.reader == "oracle" }.allSatisfy { $0.images == 24 && $0.hits >= 23 })
        #expect(found.filter { $0.reader == "evaluator" }.count == 6)
    }
}

import Choices
import Datasets
import Testing

@testable import Experiments
@testable import Training

@Suite("The check of a spec")
struct RuleAgreementTests {
    private func draw(_ generator: inout some RandomNumberGenerator) -> JobConfiguration {
        func one<Value>(_ values: some Collection<Value>) -> Value { values.randomElement(using: &generator)! }
        var job = JobConfiguration()
        job.data.kind = one([.shapes, .scenes])
        job.data.path = job.data.kind == .scenes ? "/stamps" : nil
        job.data.imageSize = one([16, 30, 32, 48, 64, 65, 96, 128, 144])
        (job.data.minimumObjects, job.data.maximumObjects) = (one(1...5), one(1...5))
        job.data.grammar = GrammarPart.allCases.filter { _ in one([true, false]) }
        if job.data.grammar.isEmpty { job.data.grammar = [one(GrammarPart.allCases)] }
        job.data.kinds = one(CompositionLimits.sceneKinds)
        job.data.train = one([0, 64, 2000])
        (job.model.width, job.model.heads, job.model.patchSize) = (one([64, 96, 100]), one(1...6), one([1, 2, 3, 4, 8]))
        (job.model.depth, job.fusion.point) = (one([2, 4, 8]), one(0...5))
        job.fusion.conditioning = one(Conditioning.allCases)
        return job
    }

    @Test("lets nothing through that the network or the data set then refuses")
    func agreement() throws {
        var generator = SplitMix(state: 1)
        var (passed, refused) = (0, 0)
        for _ in 0..<20_000 {
            let job = draw(&generator)
            guard ConfigurationRule.all.allSatisfy({ $0.problem(job) == nil }) else {
                refused += 1
                continue
            }
            passed += 1
            try job.modelConfiguration.validate()
            switch job.data.kind {
            case .shapes: _ = try ShapesDataset.fingerprint(of: job.data.composition)
            case .scenes: try job.data.scenes.validate()
            case .images, .features: Issue.record("not drawn")
            }
        }
        #expect(passed > 500 && refused > 500)
    }

    /// Source: Steele, Lea and Flood, 2014.
    private struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}

import Experiments
import Platform
@testable import Training
import Testing
@testable import UViT

@Suite("The pace of a machine", .serialized)
struct PaceTests {
    private func configuration(_ change: (inout JobConfiguration) -> Void) -> JobConfiguration {
        var configuration = TinyJobs.configuration()
        change(&configuration)
        return configuration
    }

    @Test("is measured: four times the work takes clearly longer, and twice the steps twice as long")
    func measured() {
        let small = configuration { $0.train.batchSize = 8 }, large = configuration { ($0.train.batchSize, $0.model.width) = (16, 64) }
        let pace = Pace(measuring: .init(of: [small, large]), cores: 1, seconds: 5)
        let (one, four) = (pace.seconds(of: small, threads: 1), pace.seconds(of: large, threads: 1))
        #expect(one.training > 0 && one.final > 0 && pace.stretch >= 1)
        #expect(four.training > 1.5 * one.training)
        var longer = small
        longer.train.steps *= 2
        #expect(abs(pace.seconds(of: longer, threads: 1).training / one.training - 2) < 1e-9)
        let lanes = small.train.lanes
        #expect(abs(pace.seconds(of: small, threads: lanes).training * Double(lanes) / one.training - 1) < 1e-9)
    }

    @Test("counts images once that several looks ask for, and draws none for words of more items than there are")
    func sharedImages() {
        func evaluations(_ change: (inout JobConfiguration) -> Void) -> Double { configuration(change).finalLooking.evaluations }
        let plain = evaluations { _ in }
        // Six sets of blocks, one of them what the samples show anyway; guidance doubles the rows of three network evaluations.
        #expect(evaluations { $0.evaluate.knockout = 5 } - plain == 5 * 5 * 2 * 3)
        #expect(evaluations { $0.evaluate.knockout = 8 } - plain == Double(6 * 8 - 5) * 2 * 3)
        // Two timesteps of test and of generated images, each pass like two.
        #expect(evaluations { $0.evaluate.localisation = 5 } - plain == 5 * 2 * 2 * 2)
        #expect(evaluations { $0.evaluate.localisation = 99 } - plain == Double(24 - 5) * 2 * 3 + 24 * 2 * 2 * 2)
    }

    @Test("counts once what the halves of guidance share")
    func sharedHalves() {
        func work(guidance: Double) -> LookingWork {
            configuration { ($0.fusion.point, $0.sample.guidance) = (1, guidance) }.finalLooking
        }
        let (guided, plain) = (work(guidance: 1), work(guidance: 0))
        let cost = CostModel(configuration { $0.fusion.point = 1 }.modelConfiguration)
        let share = Double(cost.executedSharedFLOPs) / Double(cost.executedEvaluationFLOPs)
        let sampled = guided.evaluations - plain.evaluations
        #expect(share > 0.1)
        // A second row an image, with three evaluations.
        #expect(abs(sampled / (guided.contexts - plain.contexts) - 3 * (1 - share)) < 1e-9)
    }

    @Test("of a network that was not measured is that of the one most like it, by its operations")
    func likeness() {
        let measured = configuration { $0.model.width = 32 }, other = configuration { $0.model.width = 64 }
        let pace = Pace(measuring: .init(of: [measured]), cores: 1, seconds: 0)
        let (known, guessed) = (pace.seconds(of: measured, threads: 1), pace.seconds(of: other, threads: 1))
        let ratio =
            Double(CostModel(other.modelConfiguration).executedTrainingFLOPs)
            / Double(CostModel(measured.modelConfiguration).executedTrainingFLOPs)
        #expect(abs(guessed.training / known.training / ratio - 1) < 0.1)
    }

    @Test("of a large network is found in a moment, from a few of its blocks")
    func large() {
        let paper = configuration {
            ($0.model.width, $0.model.depth, $0.model.heads, $0.train.batchSize, $0.train.lanes) = (512, 12, 8, 256, 4)
        }
        let watch = Stopwatch()
        let seconds = Pace(measuring: .init(of: [paper]), cores: 1, seconds: 1).seconds(of: paper, threads: 1).training
        let flops = Double(CostModel(paper.modelConfiguration).executedTrainingFLOPs) * 256 * Double(paper.train.steps)
        // Between 5 and 500 GFLOP/s.
        #expect(flops / seconds > 5e9 && flops / seconds < 5e11)
        #expect(watch.seconds < 20)
    }
}

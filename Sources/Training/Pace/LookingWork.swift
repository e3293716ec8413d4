import Diffusion
import Experiments
import UViT

/// What looking at a network takes, in units that paces are known of.
struct LookingWork {
    /// Captions and rows of batches that the network runs.
    var contexts = 0.0, evaluations = 0.0
    /// Pictures that the evaluator encodes, with the captions around them.
    var judged = 0.0
    /// Matrix products of double precision: 2 x multiply-adds.
    var readerFLOPs = 0.0

    mutating func sample(_ images: Int, _ configuration: JobConfiguration, isJudged: Bool = true) {
        let rows = configuration.sample.guidance == 0 ? 1.0 : 2.0
        contexts += rows * Double(images)
        evaluations += rows * Double(images * configuration.sample.steps)
        if isJudged, configuration.evaluate.evaluator == .miniCLIP { judged += Double(images) }
    }

    /// Single passes, each with a caption of its own; seen from inside they cost about twice as much.
    mutating func pass(_ count: Int, isObserved: Bool = false) {
        contexts += Double(count)
        evaluations += Double(count) * (isObserved ? 2 : 1)
    }
}

extension JobConfiguration {
    /// Of all looks before the last step.
    var lookingOnTheWay: LookingWork {
        var work = LookingWork()
        work.pass((train.steps - 1) / evaluate.every * validationPasses)
        if evaluate.sampleEvery > 0 { work.sample((train.steps - 1) / evaluate.sampleEvery * evaluate.sampleImages, self) }
        return work
    }

    /// Of the looks at the trained network.
    var finalLooking: LookingWork {
        var work = LookingWork()
        work.pass(validationPasses)
        work.sample(sample.images, self)
        work.sample(knockoutImages, self)
        let probes = evaluate.probes.isEmpty ? evaluate.probeCount : evaluate.probes.count
        work.sample(probes, self, isJudged: false)
        work.pass((probes * evaluate.timesteps.count) + wordAttentionPasses, isObserved: true)
        if evaluate.localisation > 0, data.kind.isComposed {
            work.sample(evaluate.localisation, self, isJudged: false)
            work.pass(2 * evaluate.localisation * evaluate.timesteps.count, isObserved: true)
        }
        work.pass(blockProbePasses, isObserved: true)
        work.readerFLOPs = blockProbeReaderFLOPs
        return work
    }
}

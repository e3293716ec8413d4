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
    /// Of frozen networks that look at pictures.
    var frozenFLOPs = 0.0

    /// - Parameter shared: images that another look has drawn already.
    mutating func sample(_ images: Int, _ configuration: JobConfiguration, shared: Int = 0, isJudged: Bool = true) {
        let rows = configuration.sample.guidance == 0 ? 1.0 : 2.0, drawn = images - shared
        contexts += rows * Double(drawn)
        evaluations += Self.rows(configuration) * Double(drawn * configuration.sample.steps)
        if isJudged, configuration.evaluate.evaluator == .miniCLIP { judged += Double(images) }
    }

    /// Rows of a plain batch that an evaluation of an image costs: two with guidance, less what both share.
    private static func rows(_ configuration: JobConfiguration) -> Double {
        guard configuration.sample.guidance != 0 else { return 1 }
        let cost = CostModel(configuration.modelConfiguration)
        return Double(cost.executedPairFLOPs) / Double(cost.executedEvaluationFLOPs)
    }

    /// Passes, each with a caption of its own.
    /// - Parameter factor: what one costs over one of a plain batch.
    mutating func pass(_ count: Int, factor: Double = 1) {
        contexts += Double(count)
        evaluations += Double(count) * factor
    }

    /// Of single pictures whose attention is read, and of batches whose tokens readers learn from.
    static let attentionFactor = 2.0, observedFactor = 1.6
}

extension JobConfiguration {
    /// Of all looks before the last step.
    var lookingOnTheWay: LookingWork {
        var work = LookingWork()
        work.pass((train.steps - 1) / evaluate.every * validationPasses)
        if evaluate.sampleEvery > 0 {
            let looks = (train.steps - 1) / evaluate.sampleEvery
            work.sample(looks * evaluate.sampleImages, self)
            work.frozenFLOPs += Double(looks) * frozenFLOPs(ofPictures: evaluate.sampleImages)
        }
        return work
    }

    /// Of the looks at the trained network.
    var finalLooking: LookingWork {
        var work = LookingWork()
        work.pass(validationPasses)
        work.sample(sample.images, self)
        work.frozenFLOPs += frozenFLOPs(ofPictures: sample.images)
        work.sample(knockoutImages, self, shared: min(evaluate.knockout, sample.images))
        let probes = evaluate.probes.isEmpty ? evaluate.probeCount : evaluate.probes.count
        work.sample(probes, self, isJudged: false)
        work.pass((probes * evaluate.timesteps.count) + wordAttentionPasses, factor: LookingWork.attentionFactor)
        if evaluate.localisation > 0, data.kind.isComposed {
            let items = min(evaluate.localisation, data.test)
            work.sample(items, self, shared: min(items, sample.images), isJudged: false)
            work.pass(2 * items * evaluate.timesteps.count, factor: LookingWork.attentionFactor)
        }
        work.pass(blockProbePasses, factor: LookingWork.observedFactor)
        work.readerFLOPs = blockProbeReaderFLOPs
        return work
    }
}

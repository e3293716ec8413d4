/// How a mini-clip is trained. Like the shape and the seed, it is part of the identity.
public struct TrainingRecipe: Sendable, Equatable, Hashable, Codable {
    public var steps: Int
    /// Pairs in a step; each is told from all the others.
    public var batchSize: Int
    public var learningRate: Double
    public var warmupSteps: Int
    public var weightDecay: Double
    public var beta1: Double
    public var beta2: Double
    /// Decay of the averaged weights, which are the ones that are used.
    public var average: Double
    /// Parts of a batch with gradients of their own, added in a fixed tree.
    public var lanes: Int

    public init(
        steps: Int, batchSize: Int = 128, learningRate: Double = 2e-3, warmupSteps: Int = 50, weightDecay: Double = 0.05,
        beta1: Double = 0.9, beta2: Double = 0.98, average: Double = 0.98, lanes: Int = 8
    ) {
        self.steps = steps
        self.batchSize = batchSize
        self.learningRate = learningRate
        self.warmupSteps = warmupSteps
        self.weightDecay = weightDecay
        self.beta1 = beta1
        self.beta2 = beta2
        self.average = average
        self.lanes = lanes
    }

    /// The same in a batch that a small data set can fill.
    func fitting(items: Int) -> TrainingRecipe {
        var recipe = self
        recipe.batchSize = min(batchSize, items)
        recipe.lanes = min(lanes, recipe.batchSize)
        recipe.warmupSteps = min(warmupSteps, steps / 4)
        return recipe
    }

    /// Everything in one line, for identities.
    public var canonicalText: String {
        "steps=\(steps) batch=\(batchSize) rate=\(learningRate) warmup=\(warmupSteps) decay=\(weightDecay) beta1=\(beta1) "
            + "beta2=\(beta2) average=\(average) lanes=\(lanes)"
    }
}

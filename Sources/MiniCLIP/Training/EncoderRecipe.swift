/// How a mini-clip is trained. Like the shape and the seed, it is part of the identity.
public struct EncoderRecipe: Sendable, Equatable, Hashable, Codable {
    public var steps: Int
    /// Pairs in a step; each is told from all the others.
    public var batchSize = 128
    public var learningRate = 2e-3
    public var warmupSteps = 50
    public var weightDecay = 0.05
    public var beta1 = 0.9
    public var beta2 = 0.98
    /// Decay of the averaged weights, which are the ones that are used.
    public var average = 0.98
    /// Parts of a batch with gradients of their own, added in a fixed tree.
    public var lanes = 8

    /// The recipe of all mini-clips that jobs use.
    public static func standard(steps: Int) -> EncoderRecipe { EncoderRecipe(steps: steps) }

    /// The same in a batch that a small data set can fill.
    func fitting(items: Int) -> EncoderRecipe {
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

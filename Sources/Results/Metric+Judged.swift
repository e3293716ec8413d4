extension Metric {
    /// Whether the features or scores of an evaluator that was trained on the data of generated images make it: no better than the
    /// evaluator.
    public var isJudged: Bool {
        Self.judged.contains(where: name.hasPrefix)
            || name.hasPrefix("knockout_") && ["_frechet_distance", "_clip_score"].contains(where: name.hasSuffix)
    }

    private static let judged = [
        "frechet_distance", "kernel_inception_distance", "cmmd", "clip_score", "retrieval_", "precision", "recall", "density", "coverage",
    ]
}

/// Which method integrates the diffusion ODE: `sample.sampler`.
public enum SamplerKind: String, Choice {
    /// DPM-Solver++ singlestep "fast": third-order steps, the last ones of lower order so that the evaluations add up.
    case dpmSolver = "dpm-solver++"
    /// DDIM with eta 0 (Song et al., arXiv 2010.02502): first-order steps.
    case ddim
}

/// Which test captions are watched where none are named: `evaluate.probe_selection`.
public enum ProbeSelection: String, Choice {
    /// The first distinct ones.
    case first
    /// Those that together speak of as much as possible.
    case stratified
}

/// Who judges generated images beside the oracle: `evaluate.evaluator`.
public enum EvaluatorKind: String, Choice {
    case none
    /// A dual encoder of its own, trained on the training split.
    case miniCLIP = "mini-clip"
}

/// Who says how well generated images agree with their captions, beside the evaluator: `evaluate.clip_score`.
public enum ClipScorer: String, Choice {
    case none
    /// A trained CLIP, from a folder of its weights.
    case clip
}

/// A network trained on other pictures, in whose features generated and real images are compared: `evaluate.outside_judge`.
public enum OutsideJudge: String, Choice {
    case none
    /// The Inception-v3 of FID, 2,048 features.
    case inception = "inception-v3"
    /// EfficientNet-Lite0, 1,280 features. Its distances are no FID.
    case efficientNet = "efficientnet-lite0"
}

/// What the evaluator is trained on: `evaluate.evaluator_data`.
public enum EvaluatorData: String, Choice {
    /// The training split of the jobs that it judges.
    case train
    /// Items of its own from the same generator, with all combinations: none is held out from it.
    case own
}

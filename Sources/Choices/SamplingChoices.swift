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

/// What the evaluator is trained on: `evaluate.evaluator_data`.
public enum EvaluatorData: String, Choice {
    /// The training split of the jobs that it judges.
    case train
    /// Items of its own from the same generator, with all combinations: none is held out from it.
    case own
}

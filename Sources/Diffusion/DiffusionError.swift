/// What can be wrong with a request to this module.
public enum DiffusionError: Error, Equatable, CustomStringConvertible {
    /// A sampler was asked for fewer than one network evaluation.
    case samplingSteps(found: Int)
    /// The guidance scale is NaN or infinite.
    case guidance(found: Double)

    public var description: String {
        switch self {
        case .samplingSteps(let found):
            "sampling steps: found \(found), allowed is 1 or more network evaluations per image; set sample.steps"
        case .guidance(let found):
            "guidance: found \(found), allowed is any finite number (0 switches guidance off); set sample.guidance"
        }
    }
}

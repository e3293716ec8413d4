/// What is compared with the reference model.
public enum ParityKind: String, Sendable, Codable, CaseIterable {
    case prediction = "pred"
    case attention = "attn"
    case gradient = "grad"
    case trainingLosses = "train5.losses"
    case trainedParameters = "train5.param"
    case trainedAverage = "train5.ema"

    /// The largest relative error that counts as equal: a few times what float32 PyTorch reaches against float64.
    public var limit: Double {
        switch self {
        case .prediction, .attention, .gradient, .trainingLosses: 5e-6
        case .trainedParameters, .trainedAverage: 1e-4
        }
    }
}

/// One comparison: `error = ||ours - reference|| / ||reference||` over all tensors of the kind together.
public struct ParityResult: Sendable, Equatable, Codable {
    public let caseName: String
    /// `ParityKind.rawValue`, or the kind of another comparison.
    public let kind: String
    public let error: Double
    public let limit: Double

    /// False also when the error is not a number.
    public var passes: Bool { error <= limit }
}

/// Relative error over several tensors, summed in `Double`.
struct RelativeError: Sendable {
    private var difference = 0.0
    private var reference = 0.0

    /// - Precondition: equal counts.
    mutating func add(_ ours: UnsafeBufferPointer<Float>, reference theirs: [Double]) {
        precondition(ours.count == theirs.count, "comparing \(ours.count) values with \(theirs.count)")
        for (a, b) in zip(ours, theirs) {
            let error = Double(a) - b
            difference += error * error
            reference += b * b
        }
    }

    /// Not a number when any value was, infinite when only the reference is all zeros.
    var value: Double {
        if difference == 0 { return 0 }
        return (difference / reference).squareRoot()
    }
}

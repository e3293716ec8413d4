import Experiments
import MiniCLIP

/// A mini-clip that a job waits for, unless the store has it already.
public struct EncoderTraining: Sendable, Hashable {
    /// Pairs of a step, and parts that threads share.
    static let batch = EncoderRecipe.standard(steps: 1).batchSize
    static let lanes = EncoderRecipe.standard(steps: 1).lanes

    private let role: String
    public let steps: Int
    private let seed: Int
    let shape: DualEncoderConfiguration
    private let dataFingerprint: String
    /// Matrix products of its training: 2 x multiply-adds, forward and backward.
    public let flops: Double

    init(role: String, steps: Int, seed: Int, dataFingerprint: String, _ shape: DualEncoderConfiguration) {
        self.role = role
        self.steps = steps
        self.seed = seed
        self.dataFingerprint = dataFingerprint
        self.shape = shape
        flops = Double(steps * EncoderRecipe.standard(steps: steps).batchSize * shape.trainingFLOPs)
    }
}

extension JobConfiguration {
    /// Which mini-clips a job on this data needs; their cost is an estimate, since only the data tells how long captions are.
    public func encoderTrainings(dataFingerprint: String) -> [EncoderTraining] {
        let shapes = encoderShapes
        var trainings: [EncoderTraining] = []
        if text.encoder == .miniCLIP {
            trainings.append(
                EncoderTraining(
                    role: "conditioner \(text.maxTokens) x \(text.width)", steps: text.encoderSteps, seed: text.seed,
                    dataFingerprint: dataFingerprint, shapes[0]))
        }
        if evaluate.evaluator == .miniCLIP {
            trainings.append(
                EncoderTraining(
                    role: "evaluator", steps: evaluate.evaluatorSteps, seed: evaluate.evaluatorSeed,
                    dataFingerprint: dataFingerprint, shapes[shapes.count - 1]))
        }
        return trainings
    }

    /// Of the conditioner, then of the evaluator, as far as the job has them.
    var encoderShapes: [DualEncoderConfiguration] {
        var shapes: [DualEncoderConfiguration] = []
        if text.encoder == .miniCLIP {
            shapes.append(
                .conditioner(imageSize: data.imageSize, channels: 3, textTokens: text.maxTokens, vocabulary: 1, width: text.width))
        }
        if evaluate.evaluator == .miniCLIP {
            shapes.append(.evaluator(imageSize: data.imageSize, channels: 3, textTokens: text.maxTokens, vocabulary: 1))
        }
        return shapes
    }
}

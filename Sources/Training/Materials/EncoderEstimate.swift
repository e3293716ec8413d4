import Experiments
import MiniCLIP

/// A mini-clip that a job waits for, unless the store has it already.
public struct EncoderTraining: Sendable, Hashable {
    private let role: String
    private let steps, seed: Int
    private let dataFingerprint: String
    /// Matrix products of its training: 2 x multiply-adds, forward and backward.
    public let flops: Double

    init(role: String, steps: Int, seed: Int, dataFingerprint: String, _ shape: DualEncoderConfiguration) {
        self.role = role
        self.steps = steps
        self.seed = seed
        self.dataFingerprint = dataFingerprint
        flops = Double(steps * EncoderRecipe.standard(steps: steps).batchSize * shape.trainingFLOPs)
    }
}

extension JobConfiguration {
    /// Which mini-clips a job on this data needs; their cost is an estimate, since only the data tells how long captions are.
    public func encoderTrainings(dataFingerprint: String) -> [EncoderTraining] {
        var trainings: [EncoderTraining] = []
        if text.encoder == .miniCLIP {
            let shape = DualEncoderConfiguration.conditioner(
                imageSize: data.imageSize, channels: 3, textTokens: text.maxTokens, vocabulary: 1, width: text.width)
            trainings.append(
                EncoderTraining(
                    role: "conditioner \(text.maxTokens) x \(text.width)", steps: text.encoderSteps, seed: text.seed,
                    dataFingerprint: dataFingerprint, shape))
        }
        if evaluate.evaluator == .miniCLIP {
            let shape = DualEncoderConfiguration.evaluator(
                imageSize: data.imageSize, channels: 3, textTokens: text.maxTokens, vocabulary: 1)
            trainings.append(
                EncoderTraining(
                    role: "evaluator", steps: evaluate.evaluatorSteps, seed: evaluate.evaluatorSeed,
                    dataFingerprint: dataFingerprint, shape))
        }
        return trainings
    }
}

import Foundation

/// What can go wrong in one job, worded for the person who reads `fusiongrid why`.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
    /// The loss stopped being a finite number after `step` optimiser steps.
    case diverged(step: Int, loss: Double, learningRate: Double)
    /// A checkpoint or model file belongs to another job.
    case foreignFile(path: String, expected: String, found: String)
    case damagedCheckpoint(path: String, problem: String)
    /// A checkpoint that another engine version began: going on from it would mix two codes in one result.
    case otherEngine(path: String, expected: String, found: String)
    case noModel(key: String, path: String)
    /// Trained weights whose checksum does not fit them.
    case damagedWeights(path: String)
    case emptySplit(split: String, data: String)
    case batchLargerThanData(batch: Int, items: Int)
    /// The evaluator would be the very encoder that conditions the network.
    case evaluatorConditions(identity: String)
    /// Too few real pictures to compare generated ones with.
    case noReference(pictures: Int)

    public var description: String {
        switch self {
        case let .diverged(step, loss, rate):
            "the loss became \(loss) at step \(step) with learning rate \(rate): lower train.learning_rate or lengthen train.warmup_steps"
        case let .foreignFile(path, expected, found):
            "\(path): belongs to job \(found), expected \(expected); move it away to start the job anew"
        case let .damagedCheckpoint(path, problem):
            "\(path): damaged checkpoint, not used: \(problem)"
        case let .otherEngine(path, expected, found):
            "\(path): checkpoint of engine version \(found), not used by version \(expected)"
        case let .noModel(key, path):
            "job \(key.prefix(12)) has no trained model at \(path): run its spec first"
        case let .damagedWeights(path):
            "\(path): damaged weights, not used: their checksum does not fit them; "
                + "`fusiongrid retry SPEC --kind done`, then run, trains the spec's jobs again"
        case let .emptySplit(split, data):
            "\(data): the \(split) split is empty: raise data.\(split)"
        case let .batchLargerThanData(batch, items):
            "train.batch_size is \(batch) but the training split has \(items) items: lower it or raise data.train"
        case let .evaluatorConditions(identity):
            "the evaluator is the text encoder itself (\(identity)): give evaluate.evaluator_seed another value"
        case let .noReference(pictures):
            "\(pictures) real test picture(s) are too few for evaluate.outside_judge to compare with: raise data.test"
        }
    }
}

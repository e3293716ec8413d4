import Foundation
import Kernels

/// Multinomial logistic regression: which of some classes a row of numbers belongs to.
///
/// Trained with AdamW on all rows at once, from weights of 0: the same rows give the same classifier.
public final class SoftmaxClassifier: Sendable {
    public let classes: Int
    public let features: Int
    /// [classes, features + 1], the last column the bias; never written after `init`.
    private let weights: FloatBuffer

    /// - Parameters:
    ///   - rows: [labels.count, features], row-major.
    ///   - labels: in `0..<classes`.
    /// - Precondition: at least one row, and labels in range.
    public init(rows: [Float], labels: [Int], features: Int, classes: Int, steps: Int = 300) {
        precondition(!labels.isEmpty && rows.count == labels.count * features && labels.allSatisfy { (0..<classes).contains($0) })
        self.classes = classes
        self.features = features
        let width = features + 1, count = labels.count
        let inputs = FloatBuffer(count: count * width), outputs = FloatBuffer(count: count * classes)
        for row in 0..<count {
            for feature in 0..<features { inputs[row * width + feature] = rows[row * features + feature] }
            inputs[row * width + features] = 1
        }
        let parameters = classes * width
        weights = FloatBuffer(count: parameters)
        let gradients = FloatBuffer(count: parameters)
        let first = FloatBuffer(count: parameters), second = FloatBuffer(count: parameters)
        let scratch = MatrixScratch(weights: [(outputs: classes, inputs: width)])
        for step in 1...steps {
            matrixProduct(
                outputs.pointer, inputs.readPointer, weights.readPointer, m: count, n: classes, k: width, transposeB: true,
                scratch: scratch)
            for row in 0..<count {
                Self.softmaxInPlace(outputs.pointer + row * classes, count: classes)
                outputs[row * classes + labels[row]] -= 1
                for place in 0..<classes { outputs[row * classes + place] /= Float(count) }
            }
            matrixProduct(
                gradients.pointer, outputs.readPointer, inputs.readPointer, m: classes, n: width, k: count, transposeA: true,
                scratch: scratch)
            adamWStep(
                parameters: weights.pointer, firstMoment: first.pointer, secondMoment: second.pointer, average: nil,
                gradients: gradients.readPointer, count: parameters,
                rates: AdamWRates(
                    learningRate: 0.05, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.01, step: step, emaDecay: 0))
        }
    }

    /// The probability of each class.
    /// - Precondition: `row` has `features` values.
    public func probabilities(_ row: [Float]) -> [Float] {
        precondition(row.count == features)
        let width = features + 1
        var scores = (0..<classes).map { place in
            var sum = weights[place * width + features]
            for feature in 0..<features { sum += weights[place * width + feature] * row[feature] }
            return sum
        }
        scores.withUnsafeMutableBufferPointer { Self.softmaxInPlace($0.baseAddress!, count: classes) }
        return scores
    }

    private static func softmaxInPlace(_ values: UnsafeMutablePointer<Float>, count: Int) {
        var largest = values[0], sum: Float = 0
        for i in 1..<count { largest = max(largest, values[i]) }
        for i in 0..<count {
            values[i] = exp(values[i] - largest)
            sum += values[i]
        }
        for i in 0..<count { values[i] /= sum }
    }
}

import Foundation
import Kernels

/// The symmetric contrastive loss of a batch of pairs, with its gradients.
///
/// `logits[i, j] = exp(scale) * image[i] . text[j]`; the loss is the mean over the batch of the cross-entropies of row
/// `i` and of column `i` against pair `i`, halved. Pairs of one group say the same in words, so they are nobody's
/// negatives: their logits are left out unless `i = j`.
///
/// Source: arXiv 2103.00020, figure 3; the mask is ours.
final class ContrastiveLoss {
    let batch: Int
    let embedding: Int
    private let logits: FloatBuffer
    private let dLogits: FloatBuffer
    private let scratch: MatrixScratch

    init(batch: Int, embedding: Int) {
        self.batch = batch
        self.embedding = embedding
        logits = FloatBuffer(count: batch * batch)
        dLogits = FloatBuffer(count: batch * batch)
        scratch = MatrixScratch(weights: [(outputs: batch, inputs: embedding)])
    }

    /// Overwrites `dImage` and `dText` [batch, embedding].
    /// - Parameters:
    ///   - image, text: [batch, embedding], of unit length.
    ///   - groups: [batch], equal for pairs whose captions say the same.
    ///   - scale: the logarithm of the inverse temperature.
    /// - Returns: the loss and its gradient with respect to `scale`.
    func run(
        dImage: Out, dText: Out, image: In, text: In, groups: UnsafePointer<Int32>, scale: Float
    ) -> (loss: Double, dScale: Double) {
        let factor = exp(scale)
        matrixProduct(logits.pointer, image, text, m: batch, n: batch, k: embedding, transposeB: true, scratch: scratch)
        scaleInPlace(logits.pointer, by: factor, count: batch * batch)
        dLogits.fill(0)
        var loss = 0.0
        for item in 0..<batch {
            loss += addCrossEntropy(item, start: item * batch, step: 1, groups: groups)
            loss += addCrossEntropy(item, start: item, step: batch, groups: groups)
        }
        var dScale = 0.0
        for i in 0..<batch * batch { dScale += Double(dLogits.pointer[i]) * Double(logits.pointer[i]) }
        scaleInPlace(dLogits.pointer, by: factor, count: batch * batch)
        matrixProduct(dImage, dLogits.readPointer, text, m: batch, n: embedding, k: batch, scratch: scratch)
        matrixProduct(dText, dLogits.readPointer, image, m: batch, n: embedding, k: batch, transposeA: true, scratch: scratch)
        return (loss / Double(2 * batch), dScale)
    }

    /// The cross-entropy of one row or column, whose elements lie `step` apart from `start` on; adds its share of the gradient.
    private func addCrossEntropy(_ item: Int, start: Int, step: Int, groups: UnsafePointer<Int32>) -> Double {
        let (values, gradient) = (logits.pointer + start, dLogits.pointer + start)
        func counts(_ other: Int) -> Bool { other == item || groups[other] != groups[item] }
        var largest = -Float.infinity
        for other in 0..<batch where counts(other) { largest = max(largest, values[other * step]) }
        var sum = 0.0
        for other in 0..<batch where counts(other) { sum += exp(Double(values[other * step] - largest)) }
        let share = 1 / Double(2 * batch)
        for other in 0..<batch where counts(other) {
            let probability = exp(Double(values[other * step] - largest)) / sum
            gradient[other * step] += Float((probability - (other == item ? 1 : 0)) * share)
        }
        return log(sum) + Double(largest - values[item * step])
    }
}

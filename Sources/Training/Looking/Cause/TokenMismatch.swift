import Evaluation
import Kernels

/// How image tokens and text tokens of one block compare over pictures, at one timestep.
struct TokenMismatch: Sendable {
    private var images: FeatureMatrix
    private var texts: FeatureMatrix
    private var imageNorm = MeanNorm()
    private var textNorm = MeanNorm()

    private struct MeanNorm {
        var sum = 0.0, count = 0

        mutating func add(_ other: MeanNorm) {
            sum += other.sum
            count += other.count
        }

        mutating func add(_ token: In, _ width: Int) {
            sum += (0..<width).reduce(0) { $0 + Double(token[$1]) * Double(token[$1]) }.squareRoot()
            count += 1
        }
    }

    init(width: Int) { (images, texts) = (FeatureMatrix(dimensions: width), FeatureMatrix(dimensions: width)) }

    /// Adds a picture: image tokens [imageTokens, width], and text tokens of which the first `words` are words rather than padding.
    mutating func add(image: In, imageTokens: Int, text: In, words: Int) {
        images.append(mean(image, tokens: imageTokens, &imageNorm))
        texts.append(mean(text, tokens: words, &textNorm))
    }

    /// Adds pictures that follow.
    mutating func add(_ other: TokenMismatch) {
        images.append(other.images.values)
        texts.append(other.texts.values)
        imageNorm.add(other.imageNorm)
        textNorm.add(other.textNorm)
    }

    /// Linear CKA of mean image tokens and mean text tokens.
    var alignment: Double? { linearCKA(images, texts) }

    /// Mean norm of image tokens over that of text tokens; nil for text tokens of 0.
    var normRatio: Double? {
        let ratio = imageNorm.sum / Double(imageNorm.count) / (textNorm.sum / Double(textNorm.count))
        return ratio.isFinite ? ratio : nil
    }

    private func mean(_ tokens: In, tokens count: Int, _ norm: inout MeanNorm) -> [Double] {
        let width = images.dimensions
        var mean = [Double](repeating: 0, count: width)
        for token in 0..<count {
            for i in 0..<width { mean[i] += Double(tokens[token * width + i]) / Double(count) }
            norm.add(tokens + token * width, width)
        }
        return mean
    }
}

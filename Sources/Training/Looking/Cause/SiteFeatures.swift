import Evaluation
import Kernels

/// Where linear readers read: the network's input, or a block of the image stream.
struct ProbeSite: Sendable, Hashable {
    /// The block's place in the image stream, from 0; nil for the input.
    let block: Int?
    /// Values of one token, and tokens of one picture in a row of the stream: image tokens first.
    let dimensions, streamTokens: Int
    let imageTokens: Int

    /// Values that a picture is read from: the mean tokens of its four quarters.
    var pooledDimensions: Int { 4 * dimensions }

    /// The mean tokens of a picture's quarters, row by row: [4, dimensions]. A token belongs to the quarter in which its upper left
    /// corner lies; an empty quarter is 0.
    /// - Parameter tokens: [imageTokens, dimensions], a square row by row.
    func quarters(_ tokens: In) -> [Float] {
        let side = Int(Double(imageTokens).squareRoot().rounded())
        var sums = [Double](repeating: 0, count: pooledDimensions), counts = [Double](repeating: 0, count: 4)
        for token in 0..<imageTokens {
            let quarter = 2 * (2 * (token / side) / side) + 2 * (token % side) / side
            counts[quarter] += 1
            for i in 0..<dimensions { sums[quarter * dimensions + i] += Double(tokens[token * dimensions + i]) }
        }
        return sums.indices.map { counts[$0 / dimensions] > 0 ? Float(sums[$0] / counts[$0 / dimensions]) : 0 }
    }
}

/// What one site showed of the pictures of both splits at one timestep.
struct SiteFeatures {
    let site: ProbeSite
    /// [pictures, pooledDimensions]
    private(set) var train: [Float] = []
    private(set) var test: [Float] = []
    /// Tokens of training pictures: beside objects, and on them.
    private var tokens: ClassMoments
    private var tokenReader: LinearReader?
    private var tokenAccuracy = BalancedAccuracy()

    init(_ site: ProbeSite) {
        self.site = site
        tokens = ClassMoments(dimensions: site.dimensions, classes: 2)
    }

    /// Adds training pictures [truths, streamTokens, dimensions].
    mutating func learn(_ rows: In, _ truths: ArraySlice<PictureTruth>) {
        train += pooled(rows, pictures: truths.count)
        tokens.add(rows, labels: truths.flatMap(labels))
    }

    /// After all training pictures, before the first test picture.
    mutating func finishLearning() { tokenReader = LinearReader(tokens) }

    /// Adds test pictures.
    mutating func answer(_ rows: In, _ truths: ArraySlice<PictureTruth>) {
        test += pooled(rows, pictures: truths.count)
        guard let tokenReader else { return }
        let labels = truths.flatMap(labels)
        for (label, answer) in zip(labels, tokenReader.classes(rows, count: labels.count)) {
            if let label { tokenAccuracy.add(truth: label, answer: answer) }
        }
    }

    /// Balanced accuracy on test pictures of a reader of whole pictures; nil when none can be fitted.
    func accuracy(of question: ProbeQuestion) -> Double? {
        var moments = ClassMoments(dimensions: site.pooledDimensions, classes: question.classes)
        train.withUnsafeBufferPointer { moments.add($0.baseAddress!, labels: question.train) }
        guard let reader = LinearReader(moments) else { return nil }
        let answers = test.withUnsafeBufferPointer { reader.classes($0.baseAddress!, count: question.test.count) }
        var accuracy = BalancedAccuracy()
        for (label, answer) in zip(question.test, answers) {
            if let label { accuracy.add(truth: label, answer: answer) }
        }
        return accuracy.value
    }

    /// Of readers of single tokens.
    var placeAccuracy: Double? { tokenAccuracy.value }

    private func pooled(_ rows: In, pictures: Int) -> [Float] {
        (0..<pictures).flatMap { site.quarters(rows + $0 * site.streamTokens * site.dimensions) }
    }

    /// Tokens behind the image tokens are nobody's.
    private func labels(_ truth: PictureTruth) -> [Int?] {
        truth.isOnObject.map { $0 ? 1 : 0 } + Array(repeating: nil, count: site.streamTokens - site.imageTokens)
    }
}

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
struct SiteFeatures: Sendable {
    let site: ProbeSite
    /// [pictures, pooledDimensions]
    private(set) var train: [Float] = []
    private(set) var test: [Float] = []
    /// Of all training pictures, one class.
    private var pictures: ClassMoments
    /// Tokens of training pictures: beside objects, and on them.
    private var tokens: ClassMoments
    private var tokenReader: LinearReader?
    private var tokenAccuracy = BalancedAccuracy()

    init(_ site: ProbeSite) {
        self.site = site
        pictures = ClassMoments(dimensions: site.pooledDimensions, classes: 1)
        tokens = ClassMoments(dimensions: site.dimensions, classes: 2)
    }

    /// What a batch showed, before it is added to the rest.
    struct Part: Sendable {
        var pooled: [Float] = []
        var tokens: ClassMoments?
        var tokenAccuracy = BalancedAccuracy()
    }

    /// Adds training pictures [truths, streamTokens, dimensions] to a batch.
    func learn(_ part: inout Part, _ rows: In, _ truths: ArraySlice<PictureTruth>) {
        part.pooled += pooled(rows, pictures: truths.count)
        part.tokens = part.tokens ?? ClassMoments(dimensions: site.dimensions, classes: 2)
        part.tokens?.add(rows, labels: truths.flatMap(labels))
    }

    /// Adds test pictures to a batch; `finishLearning` came before.
    func answer(_ part: inout Part, _ rows: In, _ truths: ArraySlice<PictureTruth>) {
        part.pooled += pooled(rows, pictures: truths.count)
        guard let tokenReader else { return }
        let labels = truths.flatMap(labels)
        for (label, answer) in zip(labels, tokenReader.classes(rows, count: labels.count)) {
            if let label { part.tokenAccuracy.add(truth: label, answer: answer) }
        }
    }

    /// Adds a batch of training pictures, in the order of pictures.
    mutating func takeLearned(_ part: Part) {
        train += part.pooled
        part.pooled.withUnsafeBufferPointer {
            pictures.add($0.baseAddress!, labels: Array(repeating: 0, count: part.pooled.count / site.pooledDimensions))
        }
        if let added = part.tokens { tokens.add(added) }
    }

    /// Adds a batch of test pictures, in the order of pictures.
    mutating func takeAnswered(_ part: Part) {
        test += part.pooled
        tokenAccuracy.add(part.tokenAccuracy)
    }

    /// After all training pictures, before the first test picture.
    mutating func finishLearning() { tokenReader = LinearReader(tokens) }

    /// Balanced accuracy on test pictures of a reader of whole pictures; nil when none can be fitted.
    func accuracy(of question: ProbeQuestion) -> Double? {
        let moments = train.withUnsafeBufferPointer { train in
            let known = question.train.compactMap(\.self)
            if known.count == question.train.count {
                return ClassMoments(train.baseAddress!, labels: known, classes: question.classes, of: pictures)
            }
            var moments = ClassMoments(dimensions: site.pooledDimensions, classes: question.classes)
            moments.add(train.baseAddress!, labels: question.train)
            return moments
        }
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

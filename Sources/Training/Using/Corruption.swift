import Evaluation
import Foundation
import Kernels
import Results

/// A way to spoil real images whose truth is known, in rising strengths: a metric that is worth its name must notice.
public enum Corruption: String, Sendable, CaseIterable, Codable {
    /// A share of the pictures is exchanged for real ones whose caption differs in one word of that kind.
    case wrongCount = "wrong count"
    case wrongColour = "wrong colour"
    case wrongShape = "wrong shape"
    case wrongRelation = "wrong relation"
    /// A Gaussian blur; the strength is its deviation as a share of the image's side.
    case blur
    /// Gaussian noise on every value; the strength is its deviation, where colours span -1 to 1.
    case noise
    /// A share of the different captions never appears; pictures of the others take their place.
    case modeDrop = "mode drop"

    /// Rising, after the undamaged images.
    public var strengths: [Double] {
        switch self {
        case .wrongCount, .wrongColour, .wrongShape, .wrongRelation: [0.25, 0.5, 1]
        case .blur: [0.03, 0.05, 0.1]
        case .noise: [0.1, 0.2, 0.4]
        case .modeDrop: [0.25, 0.5, 0.75]
        }
    }

    /// What the exchanged caption differs in.
    var kind: DistractorKind? {
        switch self {
        case .wrongCount: .count
        case .wrongColour: .colour
        case .wrongShape: .shape
        case .wrongRelation: .relation
        case .blur, .noise, .modeDrop: nil
        }
    }

    /// Whether a spoilt picture still holds what its caption asks: then an oracle should still say so.
    var keepsObjects: Bool {
        switch self {
        case .blur, .noise: true
        case .wrongCount, .wrongColour, .wrongShape, .wrongRelation, .modeDrop: false
        }
    }

    /// The metrics that must move, and whether up; the others are shown and free to move.
    public var expectations: [(metric: String, rises: Bool)] {
        let moves: [(metric: Metric, rises: Bool)] =
            switch self {
            case .wrongCount, .wrongColour, .wrongShape, .wrongRelation:
                [
                    (Metric.clipScore, false), (Metric.retrievalRank, true), (Metric.retrievalFirst, false),
                    (Metric.retrieval[kind!.rawValue], false),
                ]
            case .blur, .noise:
                [
                    (Metric.frechetDistance, true), (Metric.kernelInceptionDistance, true), (Metric.precision, false),
                    (Metric.clipScore, false),
                    (Metric.retrievalRank, true), (Metric.retrievalFirst, false),
                ]
            case .modeDrop: [(Metric.frechetDistance, true), (Metric.kernelInceptionDistance, true), (Metric.recall, false)]
            }
        return moves.map { ($0.metric.name, $0.rises) }
    }
}

/// `image[channels, side, side]` after a Gaussian blur of that deviation in pixels; the border repeats. In place.
func blur(_ image: Out, channels: Int, side: Int, deviation: Double) {
    let reach = max(1, Int((3 * deviation).rounded(.up)))
    let weights = (-reach...reach).map { exp(-0.5 * Double($0 * $0) / (deviation * deviation)) }
    let total = weights.reduce(0, +)
    let source = FloatBuffer(count: side * side)
    for channel in 0..<channels {
        let plane = image + channel * side * side
        for (step, across) in [(1, side), (side, 1)] {
            source.pointer.update(from: plane, count: side * side)
            for line in 0..<side {
                for place in 0..<side {
                    var sum = 0.0
                    for (weight, offset) in zip(weights, -reach...reach) {
                        let near = min(max(place + offset, 0), side - 1)
                        sum += weight * Double(source.pointer[line * across + near * step])
                    }
                    plane[line * across + place * step] = Float(sum / total)
                }
            }
        }
    }
}

/// Adds normal noise of that deviation, kept within -1...1. In place.
func addNoise(_ image: Out, count: Int, deviation: Double, key: RandomKey) {
    let noise = FloatBuffer(count: count)
    fillNormal(noise.pointer, count: count, key: key, deviation: Float(deviation))
    for i in 0..<count { image[i] = min(max(image[i] + noise.pointer[i], -1), 1) }
}

import Foundation
import Results

/// Something the paper says, as a question to a grid's results.
public struct PaperClaim: Sendable, Equatable {
    /// How reports name it.
    public var id: String
    /// In words, as the paper means it.
    public var statement: String
    /// What to compare; the first that the grid has cells for is asked.
    var questions: [ClaimQuestion]
    /// What it is judged by, each in a row of its own.
    var measures: [ClaimMeasure]

    init(_ id: String, _ statement: String, _ questions: [ClaimQuestion], _ measures: [ClaimMeasure]) {
        (self.id, self.statement, self.questions, self.measures) = (id, statement, questions, measures)
    }
}

/// A metric and what the claim expects of it.
struct ClaimMeasure: Sendable, Equatable {
    enum Scale: Sendable, Equatable {
        /// Values are subtracted; the claim is about the sign.
        case difference
        /// Values are divided; the claim is that the ratio lies beyond this one.
        case ratio(Double)

        /// A value as it is subtracted.
        func compared(_ value: Double) -> Double {
            switch self {
            case .difference: value
            case .ratio: log(value)
            }
        }

        /// The difference that the claim speaks of.
        var claimed: Double {
            switch self {
            case .difference: 0
            case .ratio(let ratio): log(ratio)
            }
        }

        /// A difference as reports show it: in the metric's unit, or in per cent.
        func shown(_ difference: Double) -> Double {
            switch self {
            case .difference: difference
            case .ratio: 100 * (exp(difference) - 1)
            }
        }
    }

    /// As the registry names it: `name/split`.
    var metric: String
    /// Where the claim puts the first side of the comparison.
    var expected: Metric.Direction
    var scale = Scale.difference
    /// Not what the paper measured but related to it: shown when it is recorded, and never instead of the paper's.
    var isStandIn = false

    static func higher(_ metric: String) -> ClaimMeasure { ClaimMeasure(metric: metric, expected: .higher) }
    static func lower(_ metric: String) -> ClaimMeasure { ClaimMeasure(metric: metric, expected: .lower) }

    func beyond(_ ratio: Double) -> ClaimMeasure {
        var measure = self
        measure.scale = .ratio(ratio)
        return measure
    }

    var standIn: ClaimMeasure {
        var measure = self
        measure.isStandIn = true
        return measure
    }
}

/// The claims of arXiv 2403.16530 that a grid of fusion options can test. To add one, add an entry.
public enum PaperClaims {
    /// Source: Hu, Jia, Rostami, "An Intermediate Fusion ViT Enables Efficient Text-Image Alignment in Diffusion Models",
    /// arXiv 2403.16530: abstract and section 4.
    public static let all: [PaperClaim] = [
        PaperClaim(
            "quality", "Intermediate fusion draws better pictures than early fusion.", models,
            [
                .lower("frechet_distance/all"), .lower("kernel_inception_distance/all").standIn,
                .lower("loss/validation").standIn,
            ]),
        PaperClaim(
            "alignment", "Intermediate fusion follows the text better than early fusion.", models,
            [
                .higher("clip_score/all"), .higher("retrieval_first/all").standIn, .higher("text_use_gap/validation").standIn,
                .higher("oracle_all/all").standIn,
            ]),
        PaperClaim(
            "counting", "Intermediate fusion draws the right number of objects more often (people counted).", models,
            [
                .higher("oracle_count/all").standIn
            ]),
        PaperClaim(
            "flops", "Intermediate fusion needs fewer FLOPs than early fusion.", models,
            [
                .lower("reference_forward_flops/cost").beyond(1), .lower("executed_forward_flops/cost").beyond(1).standIn,
            ]),
        PaperClaim(
            "flops-20", "It needs at least 20 % fewer.", models,
            [
                .lower("reference_forward_flops/cost").beyond(0.8), .lower("executed_forward_flops/cost").beyond(0.8).standIn,
            ]),
        PaperClaim(
            "speed", "Intermediate fusion trains faster than early fusion.", models,
            [
                .higher("images_per_second").beyond(1)
            ]),
        PaperClaim("speed-50", "It trains at least 50 % faster.", models, [.higher("images_per_second").beyond(1.5)]),
        PaperClaim(
            "attention-rank", "Attention to text is of lower rank in early than in intermediate fusion.", models,
            [
                .higher("attention_effective_rank"), .lower("attention_energy_first/probes").standIn,
            ]),
        PaperClaim(
            "attention-focus", "Attention to text is less focused in early than in intermediate fusion.", models,
            [
                .lower("attention_entropy"), .higher("attention_pointing/test").standIn,
                .higher("attention_pointing/generated").standIn,
            ]),
        PaperClaim(
            "depth", "A deeper fusion point draws better pictures.", [.slope(point)],
            [
                .lower("frechet_distance/all"), .lower("kernel_inception_distance/all").standIn,
                .lower("loss/validation").standIn,
            ]),
        PaperClaim(
            "text-blocks", "More text blocks follow the text better.", [.slope(textDepth)],
            [
                .higher("clip_score/all"), .higher("retrieval_first/all").standIn, .higher("text_use_gap/validation").standIn,
                .higher("oracle_all/all").standIn,
            ]),
        PaperClaim(
            "both", "The deepest fusion point with the most text blocks is best.", [.corner([point, textDepth])],
            [
                .lower("frechet_distance/all"), .higher("clip_score/all"), .lower("loss/validation").standIn,
                .higher("text_use_gap/validation").standIn, .higher("oracle_all/all").standIn,
            ]),
    ]

    /// Options that questions look at; a ``Grid.Cell`` must know those that are not swept.
    public static let options = [point, textDepth]

    private static let point = "fusion.point", textDepth = "fusion.text_depth"

    /// The paper's intermediate model (fused inside, after trainable text blocks) against its early one (fused at the
    /// start, no text blocks); in a grid without those two, the fusion point alone.
    private static let models: [ClaimQuestion] = [
        .contrast(
            CellKind([(point, .above(0)), (textDepth, .above(0))]), against: CellKind([(point, .equals(0)), (textDepth, .equals(0))])),
        .contrast(CellKind([(point, .above(0))]), against: CellKind([(point, .equals(0))])),
    ]
}

import Datasets
import Experiments
import UViT

// What looking at a network costs, for estimates before a job runs.

extension JobConfiguration {
    /// Forward passes of one validation: each item with its own caption and with another's, at one timestep and at four.
    public var validationPasses: Int { 2 * evaluate.validation * (1 + DenoisingError.timestepsPerItem) }

    public var wordAttentionPasses: Int { WordAttention.items * evaluate.timesteps.count }

    /// Images that the knock-out samples.
    public var knockoutImages: Int { evaluate.knockout == 0 ? 0 : evaluate.knockout * KnockoutPlan(modelConfiguration).sets.count }

    /// Forward passes of single pictures that are looked at block by block.
    public var blockProbePasses: Int {
        let (train, test) = probePictures
        // Without truth nobody learns from training pictures; test pictures are seen with their captions, too.
        return (data.kind.isComposed ? train + 2 * test : test) * evaluate.timesteps.count
    }

    /// Matrix products of fitting the readers: 2 x multiply-adds.
    public var blockProbeReaderFLOPs: Double {
        guard evaluate.blockProbes > 0, data.kind.isComposed else { return 0 }
        let model = modelConfiguration, pictures = Double(probePictures.train)
        func products(_ dimensions: Int, rows: Double) -> Double { 2 * rows * Double(dimensions * dimensions) }
        func solution(_ dimensions: Int) -> Double { Double(dimensions * dimensions * dimensions) / 3 }
        // All pictures once, and for each question those outside its largest class.
        func site(_ dimensions: Int) -> Double {
            let size = 4 * dimensions, questions = Double(pictureQuestions)
            return products(size, rows: pictures * (1 + questions * Self.outsideLargestClass)) + questions * solution(size)
                + products(dimensions, rows: pictures * Double(model.imageTokens)) + solution(dimensions)
        }
        let blocks = Double(model.imageStreamBlocks.count)
        let input = model.channels * model.patchSize * model.patchSize
        return Double(evaluate.timesteps.count) * (blocks * site(model.width) + site(input))
    }

    /// Of the pictures, by experience.
    static let outsideLargestClass = 0.3

    private var probePictures: (train: Int, test: Int) {
        let train = data.train == 0 ? evaluate.blockProbes : min(evaluate.blockProbes, data.train)
        return (train, min(evaluate.blockProbes, data.test))
    }

    /// At most: a question for the count, one for each colour and shape or kind, and one for the relation where captions state any.
    private var pictureQuestions: Int {
        let looks =
            switch data.kind {
            case .shapes: ObjectColour.allCases.count + ShapeKind.allCases.count
            case .scenes: data.kinds
            case .images, .features: 0
            }
        return 1 + looks + (data.grammar.contains(.relations) ? 1 : 0)
    }
}

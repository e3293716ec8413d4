import Datasets
import Evaluation
import UViT

/// What a linear reader of a block is asked. Raw values are those of metrics.
enum ProbeConcept: String, Sendable, CaseIterable {
    /// How many objects there are.
    case count
    /// Which colours, shapes, kinds of objects there are.
    case colour, shape, kind
    /// How the first object of the caption lies to the second.
    case relation
    /// Whether a token lies on an object.
    case place
}

/// What a picture of a drawn data set shows.
struct PictureTruth: Sendable, Equatable {
    var count: Int
    /// Of colours, shapes and kinds those that occur; concepts that the data set does not know are missing.
    var present: [ProbeConcept: Set<String>]
    /// Where the caption states one.
    var relation: String?
    /// [image tokens]: at least half of the token's pixels lie on objects.
    var isOnObject: [Bool]

    /// Nil when the data set does not know what its pictures show.
    init?(_ dataset: any CaptionedDataset, _ split: Split, _ item: Int, _ model: ModelConfiguration) {
        let masks: [[Bool]]
        switch dataset {
        case let shapes as ShapesDataset:
            let scene = shapes.scene(split, item)
            present = [
                .colour: Set(scene.objects.map(\.colour.rawValue)), .shape: Set(scene.objects.map(\.shape.rawValue)),
            ]
            relation = scene.relation?.rawValue
            masks = scene.objects.map(\.mask)
        case let scenes as ScenesDataset:
            let objects = scenes.objects(split, item) ?? []
            present = [.kind: Set(objects.map(\.kind))]
            relation = scenes.asked(split, item).relation?.rawValue
            masks = objects.map(\.mask)
        default: return nil
        }
        count = masks.count
        let pixels = model.imageSize * model.imageSize
        let union = (0..<pixels).map { pixel in masks.contains { $0[pixel] } }
        isOnObject =
            TokenMask(mask: union, imageSize: model.imageSize, patchSize: model.patchSize)?.tokens
            ?? Array(repeating: false, count: model.imageTokens)
    }
}

/// One choice between classes about whole pictures, and the true classes; a picture of which it cannot be asked has none.
struct ProbeQuestion: Sendable, Equatable {
    let concept: ProbeConcept
    let classes: Int
    let train, test: [Int?]

    /// All that both sets of pictures can be asked: those whose answer varies in both. A set of colours is one question a colour.
    static func all(train: [PictureTruth], test: [PictureTruth]) -> [ProbeQuestion] {
        var questions: [ProbeQuestion] = []
        func ask<Answer: Hashable & Comparable>(_ concept: ProbeConcept, _ answer: (PictureTruth) -> Answer?) {
            let answers = Set((train + test).compactMap(answer)).sorted()
            let number = Dictionary(uniqueKeysWithValues: answers.enumerated().map { ($1, $0) })
            let question = ProbeQuestion(
                concept: concept, classes: answers.count, train: train.map { answer($0).flatMap { number[$0] } },
                test: test.map { answer($0).flatMap { number[$0] } })
            if question.varies { questions.append(question) }
        }
        ask(.count) { $0.count }
        for concept in [ProbeConcept.colour, .shape, .kind] {
            for value in train.reduce(into: Set<String>(), { $0.formUnion($1.present[concept] ?? []) }).sorted() {
                ask(concept) { $0.present[concept].map { $0.contains(value) ? 1 : 0 } }
            }
        }
        ask(.relation) { $0.relation }
        return questions
    }

    private var varies: Bool { Set(train.compactMap(\.self)).count >= 2 && Set(test.compactMap(\.self)).count >= 2 }
}

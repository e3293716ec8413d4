import Evaluation
import Kernels
import MiniCLIP
import Results

/// Gathers what the evaluator sees in a set of images, batch by batch: the images themselves are not kept, only their
/// features and scores.
final class JudgedSamples {
    /// Fewer images than this say nothing of a distribution.
    static let fewestImages = 10

    /// An image's caption and the splits that it counts in.
    struct Subject {
        var caption: String
        var splits: [Metric.Split]
    }

    private let session: EncoderSession
    private let reference: [Metric.Split: ReferenceSet]
    private var tallies: [Metric.Split: Tally] = [:]
    /// Unit vectors of captions.
    private var texts: [String: [Float]] = [:]
    private var distractors: [String: [DistractorKind: [String]]] = [:]

    init(encoder: DualEncoder, reference: [Metric.Split: ReferenceSet], threads: Int) {
        session = EncoderSession(encoder, threads: threads)
        self.reference = reference
    }

    /// Adds images [subjects, C, H, W].
    func add(_ images: In, _ subjects: [Subject]) {
        let encoded = session.encodeImages(images, count: subjects.count)
        let configuration = session.encoder.configuration
        learn(subjects.map(\.caption))
        for (row, subject) in subjects.enumerated() {
            let features = encoded.features[row * configuration.imageWidth..<(row + 1) * configuration.imageWidth]
            let unit = encoded.units[row * configuration.embedding..<(row + 1) * configuration.embedding]
            let alignment = alignment(Array(unit), subject.caption)
            for split in subject.splits {
                tallies[split, default: Tally(dimensions: configuration.imageWidth, embedding: configuration.embedding)]
                    .add(features, unit: unit, alignment)
            }
        }
    }

    /// All learned metrics of every split that images were added to.
    func measure(step: Int) -> Findings {
        var result = Findings()
        for (split, tally) in tallies.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            tally.measure(against: reference[split], evaluatorTokens: session.encoder.configuration.textTokens) { metric, value in
                switch value {
                case .success(let value): result.metrics.append(metric.value(value, on: split, step: step))
                case .failure(let problem):
                    result.missing.append(metric.missing(because: problem.reason, on: split, step: step))
                }
            }
        }
        return result
    }

    // MARK: Captions

    /// Encodes captions and their distractors that are new. Distractors with words that the evaluator does not know are left
    /// out: it could not tell them from one another.
    private func learn(_ captions: [String]) {
        var new: [String] = []
        for caption in captions where distractors[caption] == nil {
            let known = CaptionDistractors.of(caption).mapValues { list in
                list.filter { session.encoder.tokenizer.unknownWords(in: $0).isEmpty && !session.encoder.truncates($0) }
            }.filter { !$0.value.isEmpty }
            distractors[caption] = known
            for text in [caption] + known.sorted(by: { $0.key.rawValue < $1.key.rawValue }).flatMap(\.value)
            where texts[text] == nil {
                texts[text] = []
                new.append(text)
            }
        }
        let units = session.encodeTexts(new)
        let width = session.encoder.configuration.embedding
        for (row, text) in new.enumerated() { texts[text] = Array(units[row * width..<(row + 1) * width]) }
    }

    private func alignment(_ image: [Float], _ caption: String) -> Alignment {
        func cosine(_ text: String) -> Double {
            zip(image, texts[text] ?? []).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        let own = cosine(caption)
        // A distractor that scores the same counts as better: who cannot tell has not found it.
        let better = (distractors[caption] ?? [:]).mapValues { list in list.count { cosine($0) >= own } }
        return Alignment(
            clipScore: 2.5 * max(own, 0), better: better,
            truncated: session.encoder.truncates(caption) ? caption : nil)
    }
}

/// How one image agrees with its caption.
struct Alignment {
    /// 2.5 max(cosine, 0). Source: Hessel et al., "CLIPScore", arXiv 2104.08718.
    var clipScore: Double
    /// Distractors of each kind that score at least as high as the caption.
    var better: [DistractorKind: Int]
    /// The caption, when the evaluator cannot read all of it.
    var truncated: String?
}

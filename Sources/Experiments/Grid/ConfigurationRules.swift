/// A condition between several options.
struct ConfigurationRule: Sendable {
    /// Every option `problem` looks at; the first is the one blamed.
    let paths: [String]
    /// What is wrong with the values, or nil.
    let problem: @Sendable (JobConfiguration) -> String?

    static let all: [ConfigurationRule] = [
        ConfigurationRule(paths: ["fusion.point", "model.depth"]) {
            $0.fusion.point <= $0.model.depth / 2
                ? nil
                : "`fusion.point` is \($0.fusion.point), allowed: at most half of `model.depth` (\($0.model.depth)), which is \($0.model.depth / 2)"
        },
        ConfigurationRule(paths: ["model.heads", "model.width"]) {
            $0.model.width % $0.model.heads == 0
                ? nil
                : "`model.heads` is \($0.model.heads), allowed: a divisor of `model.width` (\($0.model.width))"
        },
        ConfigurationRule(paths: ["model.patch_size", "data.image_size"]) {
            $0.data.imageSize % $0.model.patchSize == 0
                ? nil
                : "`model.patch_size` is \($0.model.patchSize), allowed: a divisor of `data.image_size` (\($0.data.imageSize))"
        },
        ConfigurationRule(paths: ["data.image_size", "data.kind"]) {
            $0.data.kind != .shapes || $0.data.imageSize <= 64
                ? nil
                : "`data.image_size` is \($0.data.imageSize), allowed: at most 64 when `data.kind` is `shapes`"
        },
        ConfigurationRule(paths: ["data.image_size", "data.kind"]) {
            $0.data.kind != .scenes || (48...128).contains($0.data.imageSize)
                ? nil
                : "`data.image_size` is \($0.data.imageSize), allowed: 48 to 128 when `data.kind` is `scenes` (a smaller canvas has no room for five objects that can be told apart)"
        },
        ConfigurationRule(paths: ["data.train", "data.kind"]) {
            [.images, .features].contains($0.data.kind) || $0.data.train > 0
                ? nil
                : "`data.train` is 0, allowed: at least 1 when `data.kind` is `\($0.data.kind.rawValue)` (\($0.data.kind == .scenes ? "scenes are composed, not read" : "only a folder has a rest to take"))"
        },
        ConfigurationRule(paths: ["data.path", "data.kind"]) {
            switch ($0.data.kind, $0.data.path) {
            case (.images, nil): "`data.path` is missing: `data.kind: images` needs the folder of the pictures"
            case (.scenes, nil):
                "`data.path` is missing: `data.kind: scenes` needs the folder of cut-outs that `make data-stamps` prepares (data/stamps)"
            case (.features, nil):
                "`data.path` is missing: `data.kind: features` needs the folder that holds train/, val/ and empty_context.npy"
            case (.shapes, .some): "`data.path` is set, but `data.kind: shapes` reads no folder; did you mean `data.kind: images`?"
            default: nil
            }
        },
        ConfigurationRule(paths: ["data.minimum_objects", "data.maximum_objects"]) {
            $0.data.minimumObjects <= $0.data.maximumObjects
                ? nil
                : "`data.minimum_objects` is \($0.data.minimumObjects), allowed: at most `data.maximum_objects` (\($0.data.maximumObjects))"
        },
        ConfigurationRule(paths: ["data.grammar", "data.maximum_objects", "data.kind"]) {
            let needsTwo = $0.data.grammar.first { $0 != .counts }
            return if [.shapes, .scenes].contains($0.data.kind), $0.data.maximumObjects < 2, let needsTwo {
                "`data.grammar` holds `\(needsTwo.rawValue)`, which needs two objects, but `data.maximum_objects` is \($0.data.maximumObjects)"
            } else { nil }
        },
        ConfigurationRule(paths: ["data.grammar", "data.minimum_objects", "data.maximum_objects", "data.kind"]) {
            guard $0.data.kind == .scenes else { return nil }
            let (least, most) = ($0.data.minimumObjects, $0.data.maximumObjects)
            let ranges: [ClosedRange<Int>] = $0.data.grammar.map { part in
                switch part {
                case .counts: least...max(least, most)
                case .conjunctions: 1...max(1, most - 1)
                case .relations: 1...1
                }
            }
            return Set(ranges.joined()).count >= 2
                ? nil
                : "`data.grammar` is [\($0.data.grammar.map(\.rawValue).joined(separator: ", "))] with \(least) to \(most) objects: a kind then always occurs in one count, and `data.kind: scenes` holds out pairs of kind and count; widen the range of objects or add `counts` or `conjunctions`"
        },
        ConfigurationRule(paths: ["train.batch_size", "data.train"]) {
            $0.data.train == 0 || $0.train.batchSize <= $0.data.train
                ? nil
                : "`train.batch_size` is \($0.train.batchSize), allowed: at most `data.train` (\($0.data.train))"
        },
        ConfigurationRule(paths: ["train.lanes", "train.batch_size"]) {
            $0.train.lanes <= $0.train.batchSize
                ? nil
                : "`train.lanes` is \($0.train.lanes), allowed: at most `train.batch_size` (\($0.train.batchSize))"
        },
        ConfigurationRule(paths: ["text.encoder", "data.kind"]) {
            switch ($0.data.kind == .features, $0.text.encoder == .precomputed) {
            case (true, false):
                "`text.encoder` is `\($0.text.encoder.rawValue)`, allowed: `precomputed` when `data.kind` is `features` (its captions are contexts, not words)"
            case (false, true):
                "`text.encoder` is `precomputed`, which reads the contexts of `data.kind: features`; here `data.kind` is `\($0.data.kind.rawValue)`"
            default: nil
            }
        },
        ConfigurationRule(paths: ["evaluate.evaluator", "data.kind"]) {
            $0.data.kind != .features || $0.evaluate.evaluator == .none
                ? nil
                : "`evaluate.evaluator` is `\($0.evaluate.evaluator.rawValue)`, allowed: `none` when `data.kind` is `features` (there are neither pictures nor words to train one on)"
        },
        ConfigurationRule(paths: ["text.width", "text.encoder"]) {
            $0.text.encoder != .miniCLIP || $0.text.width % 16 == 0
                ? nil
                : "`text.width` is \($0.text.width), allowed: a multiple of 16 when `text.encoder` is `mini-clip`"
        },
        ConfigurationRule(paths: ["evaluate.evaluator_seed", "evaluate.evaluator", "text.encoder", "text.seed"]) {
            $0.evaluate.evaluator != .miniCLIP || $0.text.encoder != .miniCLIP || $0.evaluate.evaluatorSeed != $0.text.seed
                ? nil
                : "`evaluate.evaluator_seed` is \($0.evaluate.evaluatorSeed), the seed of the encoder that conditions (`text.seed`): a judge must not be what it judges; give it another seed"
        },
        ConfigurationRule(paths: ["evaluate.validation", "data.test"]) {
            $0.evaluate.validation <= $0.data.test
                ? nil
                : "`evaluate.validation` is \($0.evaluate.validation), allowed: at most `data.test` (\($0.data.test))"
        },
    ]
}

extension JobConfiguration {
    /// What is wrong with this configuration: values outside their limits, and values that do not fit together.
    /// Empty for every configuration that came out of a spec.
    public func problems() -> [String] {
        let outside = OptionSchema.options.compactMap { option -> String? in
            let value = option.read(self)
            if option.accept(value) == value { return nil }
            return "`\(option.path)`: found `\(value)`, allowed: \(option.kind.allowed)"
        }
        return outside.isEmpty ? ConfigurationRule.all.compactMap { $0.problem(self) } : outside
    }
}

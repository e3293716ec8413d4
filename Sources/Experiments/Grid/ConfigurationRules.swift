import Choices

/// A condition between several options.
struct ConfigurationRule: Sendable {
    /// Every option `problem` looks at; the first is the one blamed.
    let options: [OptionDefinition]
    /// What is wrong with the values, or nil.
    let problem: @Sendable (JobConfiguration) -> String?

    private static func misfit(
        _ paths: String..., problem: @escaping @Sendable (JobConfiguration) -> String?
    ) -> ConfigurationRule {
        ConfigurationRule(options: paths.map { OptionSchema.option($0)! }, problem: problem)
    }

    /// - Parameter allowed: the values the first option may have beside the others', or nil if it has one of them.
    private static func limit(
        _ paths: String..., allowed: @escaping @Sendable (JobConfiguration) -> String?
    ) -> ConfigurationRule {
        let options = paths.map { OptionSchema.option($0)! }
        return ConfigurationRule(options: options) { configuration in
            allowed(configuration).map { allowed in
                let value = options[0].read(configuration)
                return "`\(options[0].path)` is \(value.string.map { "`\($0)`" } ?? "\(value)"), allowed: \(allowed)"
            }
        }
    }

    /// In the order in which several misfits of one place are told.
    static let all: [ConfigurationRule] = [
        .limit("fusion.point", "model.depth") {
            let half = $0.model.depth / 2
            return $0.fusion.point <= half ? nil : "at most half of `model.depth` (\($0.model.depth)), which is \(half)"
        },
        .limit("model.heads", "model.width") {
            $0.model.width % $0.model.heads == 0 ? nil : "a divisor of `model.width` (\($0.model.width))"
        },
        .limit("model.patch_size", "data.image_size") {
            $0.data.imageSize % $0.model.patchSize == 0 ? nil : "a divisor of `data.image_size` (\($0.data.imageSize))"
        },
        .limit("data.image_size", "data.kind") {
            let (shapes, scenes) = (CompositionLimits.shapeSizes, CompositionLimits.sceneSizes)
            return switch $0.data.kind {
            case .shapes where !shapes.contains($0.data.imageSize): "at most \(shapes.upperBound) when `data.kind` is `shapes`"
            case .scenes where !scenes.contains($0.data.imageSize):
                "\(scenes.lowerBound) to \(scenes.upperBound) when `data.kind` is `scenes` "
                    + "(a smaller canvas has no room for five objects that can be told apart)"
            case .shapes, .scenes, .images, .features: nil
            }
        },
        .limit("data.train", "data.kind") {
            guard $0.data.train == 0 else { return nil }
            return switch $0.data.kind {
            case .shapes: "at least 1 when `data.kind` is `shapes` (only a folder has a rest to take)"
            case .scenes: "at least 1 when `data.kind` is `scenes` (scenes are composed, not read)"
            case .images, .features: nil
            }
        },
        .misfit("data.path", "data.kind") {
            let folder: String
            switch $0.data.kind {
            case .shapes:
                return $0.data.path.map { _ in
                    "`data.path` is set, but `data.kind: shapes` reads no folder; did you mean `data.kind: images`?"
                }
            case .images: folder = "the folder of the pictures"
            case .scenes: folder = "the folder of cut-outs that `make data-stamps` prepares (data/stamps)"
            case .features: folder = "the folder that holds train/, val/ and empty_context.npy"
            }
            return $0.data.path == nil ? "`data.path` is missing: `data.kind: \($0.data.kind.rawValue)` needs \(folder)" : nil
        },
        .limit("data.minimum_objects", "data.maximum_objects") {
            $0.data.minimumObjects <= $0.data.maximumObjects ? nil : "at most `data.maximum_objects` (\($0.data.maximumObjects))"
        },
        .misfit("data.grammar", "data.maximum_objects", "data.kind") {
            guard $0.data.kind.isComposed, $0.data.maximumObjects < 2, let needsTwo = $0.data.grammar.first(where: \.needsTwoObjects) else {
                return nil
            }
            return "`data.grammar` holds `\(needsTwo.rawValue)`, which needs two objects, "
                + "but `data.maximum_objects` is \($0.data.maximumObjects)"
        },
        .limit("data.minimum_objects", "data.maximum_objects", "data.grammar", "data.kind") {
            let needsPairs = $0.data.kind.isComposed && $0.data.grammar.contains(.relations)
            return needsPairs && $0.data.minimumObjects > 2 && $0.data.minimumObjects <= $0.data.maximumObjects
                ? "at most 2 when `data.grammar` holds `relations`, which always shows two objects" : nil
        },
        .misfit("data.grammar", "data.minimum_objects", "data.maximum_objects", "data.kind") {
            let (grammar, least, most) = ($0.data.grammar, $0.data.minimumObjects, $0.data.maximumObjects)
            guard $0.data.kind == .scenes, grammar.groupCounts(minimum: least, maximum: most).count < 2 else { return nil }
            return "`data.grammar` is [\(grammar.map(\.rawValue).joined(separator: ", "))] with \(least) to \(most) objects: "
                + "a kind then always occurs in one count, and `data.kind: scenes` holds out pairs of kind and count; "
                + "widen the range of objects or add `counts` or `conjunctions`"
        },
        .misfit("evaluate.evaluator_data", "data.kind") {
            guard $0.evaluate.evaluatorData == .own, !$0.data.kind.isComposed else { return nil }
            return "`evaluate.evaluator_data` is `own`, which draws new items; `data.kind: \($0.data.kind.rawValue)` is read from files, "
                + "allowed: `train`"
        },
        .limit("train.batch_size", "data.train") {
            $0.data.train == 0 || $0.train.batchSize <= $0.data.train ? nil : "at most `data.train` (\($0.data.train))"
        },
        .limit("train.lanes", "train.batch_size") {
            $0.train.lanes <= $0.train.batchSize ? nil : "at most `train.batch_size` (\($0.train.batchSize))"
        },
        .misfit("text.encoder", "data.kind") {
            switch ($0.data.kind.isPrecomputed, $0.text.encoder) {
            case (true, .precomputed), (false, .random), (false, .miniCLIP), (false, .clip), (false, .bert), (false, .wordVectors): nil
            case (true, .random), (true, .miniCLIP), (true, .clip), (true, .bert), (true, .wordVectors):
                "`text.encoder` is `\($0.text.encoder.rawValue)`, allowed: `precomputed` when `data.kind` is `features` "
                    + "(its captions are contexts, not words)"
            case (false, .precomputed):
                "`text.encoder` is `precomputed`, which reads the contexts of `data.kind: features`; "
                    + "here `data.kind` is `\($0.data.kind.rawValue)`"
            }
        },
        .limit("evaluate.evaluator", "data.kind") {
            !$0.data.kind.isPrecomputed || $0.evaluate.evaluator == .none
                ? nil : "`none` when `data.kind` is `features` (there are neither pictures nor words to train one on)"
        },
        .misfit("text.path", "text.encoder") {
            switch ($0.text.encoder.isPretrained, $0.text.path) {
            case (true, nil):
                "`text.path` is missing: `text.encoder: \($0.text.encoder.rawValue)` needs the folder of its weights"
            case (false, .some):
                "`text.path` is set, but `text.encoder: \($0.text.encoder.rawValue)` reads no folder; "
                    + "to sweep both, list them together under `zip`, with `null` for such an encoder"
            case (true, .some), (false, nil): nil
            }
        },
        .misfit("sample.autoencoder", "data.kind") {
            $0.sample.autoencoder == nil || $0.data.kind.isPrecomputed
                ? nil : "`sample.autoencoder` decodes latents, which `data.kind: \($0.data.kind.rawValue)` has none of; leave it out"
        },
        .misfit("evaluate.clip_path", "evaluate.clip_score") {
            switch ($0.evaluate.clipScore, $0.evaluate.clipPath) {
            case (.clip, nil): "`evaluate.clip_path` is missing: `evaluate.clip_score: clip` needs the folder of its weights"
            case (.none, .some): "`evaluate.clip_path` is set, but `evaluate.clip_score` is `none`; did you mean `clip`?"
            case (.clip, .some), (.none, nil): nil
            }
        },
        .misfit("evaluate.outside_judge_path", "evaluate.outside_judge") {
            switch ($0.evaluate.outsideJudge, $0.evaluate.outsideJudgePath) {
            case (.inception, nil), (.efficientNet, nil):
                "`evaluate.outside_judge_path` is missing: `evaluate.outside_judge: \($0.evaluate.outsideJudge.rawValue)` needs the file "
                    + "of its weights"
            case (.none, .some): "`evaluate.outside_judge_path` is set, but `evaluate.outside_judge` is `none`; name a judge"
            case (.inception, .some), (.efficientNet, .some), (.none, nil): nil
            }
        },
        .misfit("evaluate.reference_statistics", "evaluate.outside_judge") {
            $0.evaluate.referenceStatistics == nil || $0.evaluate.outsideJudge == .inception
                ? nil
                : "`evaluate.reference_statistics` are of `inception-v3`, but `evaluate.outside_judge` is "
                    + "`\($0.evaluate.outsideJudge.rawValue)`"
        },
        .misfit("evaluate.outside_judge", "data.kind", "sample.autoencoder") {
            $0.evaluate.outsideJudge == .none || !$0.data.kind.isPrecomputed || $0.sample.autoencoder != nil
                ? nil
                : "`evaluate.outside_judge` looks at pictures, and latents of `data.kind: features` become pictures only with "
                    + "`sample.autoencoder`"
        },
        .misfit("evaluate.clip_score", "data.kind", "sample.autoencoder") {
            $0.evaluate.clipScore == .none || !$0.data.kind.isPrecomputed || $0.sample.autoencoder != nil
                ? nil
                : "`evaluate.clip_score` looks at pictures, and latents of `data.kind: features` become pictures only with "
                    + "`sample.autoencoder`"
        },
        .limit("text.width", "text.encoder") {
            $0.text.encoder != .miniCLIP || $0.text.width % 16 == 0 ? nil : "a multiple of 16 when `text.encoder` is `mini-clip`"
        },
        .misfit("evaluate.evaluator_seed", "evaluate.evaluator", "text.encoder", "text.seed") {
            let seed = $0.evaluate.evaluatorSeed
            guard $0.evaluate.evaluator == .miniCLIP, $0.text.encoder == .miniCLIP, seed == $0.text.seed else { return nil }
            return "`evaluate.evaluator_seed` is \(seed), the seed of the encoder that conditions (`text.seed`): "
                + "a judge must not be what it judges; give it another seed"
        },
        .limit("evaluate.validation", "data.test") {
            $0.evaluate.validation <= $0.data.test ? nil : "at most `data.test` (\($0.data.test))"
        },
    ]
}

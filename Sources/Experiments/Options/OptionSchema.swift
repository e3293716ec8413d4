import Choices

/// The one table of options: it drives validation, defaults, suggestions, job keys, the JSON form, the JSON
/// Schema for editors and the reference in `docs/spec.md`.
public enum OptionSchema {
    /// Every option, by section in the order of the documentation.
    static let options: [OptionDefinition] =
        dataOptions + modelOptions + fusionOptions + textOptions + trainOptions + sampleOptions + evaluateOptions

    /// Section names in the order of the documentation.
    static let sections = ["data", "model", "fusion", "text", "train", "sample", "evaluate"]

    /// Sections that decide what is trained; `sample` and `evaluate` only look at it.
    static let trainingSections: Set<String> = ["data", "model", "fusion", "text", "train"]

    static let paths: [String] = options.map(\.path)

    /// The option with this path, or nil.
    static func option(_ path: String) -> OptionDefinition? { byPath[path] }

    /// The options of a section, in the order of the documentation.
    static func options(of section: String) -> [OptionDefinition] { options.filter { $0.section == section } }

    private static let byPath = Dictionary(uniqueKeysWithValues: options.map { ($0.path, $0) })

    /// Integers beyond this are not exact in JSON.
    static let seedRange = 0...(1 << 53)
}

extension OptionSchema {
    private static let dataOptions: [OptionDefinition] = [
        .choice(
            "data.kind", \.data.kind,
            "`shapes` draws captioned shapes; `images` reads a folder of pictures with captions; `scenes` composes cut-out pictures; "
                + "`features` reads latents and text contexts that other programs computed."
        ),
        .path(
            "data.path", \.data.path,
            "Folder of an `images`, `scenes` or `features` data set, relative to the file that names it. "
                + "Job keys hold the data's fingerprint instead."
        ),
        .integer(
            "data.image_size", \.data.imageSize, 16...256,
            "Width and height in pixels, of latents for `features`; at most \(CompositionLimits.shapeSizes.upperBound) for `shapes`, "
                + "\(CompositionLimits.sceneSizes.lowerBound) to \(CompositionLimits.sceneSizes.upperBound) for `scenes`."),
        .integer(
            "data.train", \.data.train, 0...10_000_000,
            "Training items; `0` takes all that are not test items (`images`) or all of `train/` (`features`)."),
        .integer("data.test", \.data.test, 1...1_000_000, "Held-out items for validation and evaluation."),
        .integer("data.seed", \.data.seed, seedRange, "Seed of the drawn scenes, or of the split of a folder."),
        .choice("data.on_error", \.data.onError, "What an unreadable picture does to an `images` data set."),
        .integer(
            "data.minimum_objects", \.data.minimumObjects, CompositionLimits.objects, "Fewest objects in a `shapes` or `scenes` picture."),
        .integer(
            "data.maximum_objects", \.data.maximumObjects, CompositionLimits.objects, "Most objects in a `shapes` or `scenes` picture."),
        .choiceList("data.grammar", \.data.grammar, "Caption forms of `shapes` and `scenes`."),
        .choice(
            "data.layout", \.data.layout,
            "Where `shapes` and `scenes` put objects: anywhere, in sizes that vary; or in a grid (2 x 2, for five 3 x 3), in one size."),
        .integer(
            "data.kinds", \.data.kinds, CompositionLimits.sceneKinds,
            "Kinds of objects in `scenes`: those that differ most from each other."),
        .choice("data.canvas", \.data.canvas, "What lies behind the objects of `scenes`."),
        .number(
            "data.latent_scale", \.data.latentScale, NumberLimits(minimum: 0, excludesMinimum: true),
            "What latents of `features` are multiplied with, so that their deviation is about 1."),
    ]

    private static let modelOptions: [OptionDefinition] = [
        .integer("model.patch_size", \.model.patchSize, 1...64, "Pixels along one side of a patch; divides `data.image_size`."),
        .integer("model.width", \.model.width, 2...8192, multipleOf: 2, "Features of a token (D); a multiple of `model.heads`."),
        .integer("model.depth", \.model.depth, 2...128, multipleOf: 2, "L: L/2 blocks in, one in the middle, L/2 out."),
        .integer("model.heads", \.model.heads, 1...128, "Attention heads."),
        .integer("model.mlp_ratio", \.model.mlpRatio, 1...16, "Hidden width of a block's MLP over `model.width`."),
        .boolean("model.qkv_bias", \.model.qkvBias, "Biases on queries, keys and values."),
        .boolean("model.time_mlp", \.model.timeMLP, "A two-layer MLP on the time token."),
        .choice("model.init", \.model.initialisation, "Weights: deviation 0.02 (`reference`) or 1/sqrt(inputs) (`fan-in`)."),
    ]

    private static let fusionOptions: [OptionDefinition] = [
        .integer(
            "fusion.point", \.fusion.point, 0...64,
            "v: image-only blocks before (and after) the joint blocks; at most half of `model.depth`. 0 is early fusion."),
        .choice("fusion.conditioning", \.fusion.conditioning, "Text joins the token sequence, or is only read from."),
        .integer("fusion.text_depth", \.fusion.textDepth, 0...64, "c: trainable text blocks before fusion."),
    ]

    private static let textOptions: [OptionDefinition] = [
        .choice(
            "text.encoder", \.text.encoder,
            "The frozen encoder. `random`: a fixed random vector for every word; `mini-clip`: a text transformer trained with "
                + "a vision transformer on the training split, then frozen; `precomputed`: the contexts of a `features` data set; "
                + "`clip`, `bert`: trained networks from a folder of weights; `word-vectors`: the vectors of a `bert` without its layers."
        ),
        .integer("text.max_tokens", \.text.maxTokens, 1...1024, "Text tokens of every caption (T)."),
        .integer("text.width", \.text.width, 1...8192, "Features of an encoded text token; a multiple of 16 for `mini-clip`."),
        .integer("text.seed", \.text.seed, seedRange, "Seed of the encoder."),
        .integer("text.encoder_steps", \.text.encoderSteps, 1...1_000_000, "Training steps of the `mini-clip` encoder, 128 pairs each."),
        .content(
            "text.path", \.text.path,
            "Folder of a `clip`, `bert` or `word-vectors` encoder: `config.json`, the tokenizer's files, weights. "
                + "Job keys hold its content."),
    ]

    private static let trainOptions: [OptionDefinition] = [
        .integer("train.steps", \.train.steps, 1...100_000_000, "Optimiser steps."),
        .integer("train.batch_size", \.train.batchSize, 1...65_536, "Items in a step."),
        .number(
            "train.learning_rate", \.train.learningRate, NumberLimits(minimum: 0, excludesMinimum: true), "Peak learning rate of AdamW."),
        .integer("train.warmup_steps", \.train.warmupSteps, 0...100_000_000, "Steps over which the rate rises from 0."),
        .number(
            "train.weight_decay", \.train.weightDecay, NumberLimits(minimum: 0, maximum: 1), "Decoupled weight decay on all parameters."),
        .number("train.beta1", \.train.beta1, unitBelowOne, "Decay of AdamW's first moment."),
        .number("train.beta2", \.train.beta2, unitBelowOne, "Decay of AdamW's second moment."),
        .number(
            "train.epsilon", \.train.epsilon, NumberLimits(minimum: 0, maximum: 1, excludesMinimum: true), "AdamW's denominator offset."),
        .number("train.ema", \.train.ema, unitBelowOne, "Decay of the averaged weights that are sampled and evaluated."),
        .number(
            "train.unconditional", \.train.unconditional, NumberLimits(minimum: 0, maximum: 1),
            "Probability that a caption is replaced by the empty one."),
        .choice("train.prediction", \.train.prediction, "What the network predicts: the noise, the velocity v, or the clean image x0."),
        .choice("train.weighting", \.train.weighting, "Loss weight by timestep; `min-snr` uses gamma 5."),
        .choice("train.schedule", \.train.schedule, "Learning rate after the warm-up: held, or decayed to 0 at `train.steps`."),
        .integer(
            "train.lanes", \.train.lanes, 1...64,
            "Parts of a batch with gradients of their own, added in a fixed tree; bounds the threads one job can use."),
        .integer("train.log_every", \.train.logEvery, 1...100_000_000, "Steps between recorded training losses."),
        .integer(
            "train.checkpoint_every", \.train.checkpointEvery, 1...100_000_000, affectsKey: false,
            "Steps between checkpoints. Not part of job keys."),
    ]

    private static let sampleOptions: [OptionDefinition] = [
        .choice("sample.sampler", \.sample.sampler, "Sampler of the final images."),
        .integer("sample.steps", \.sample.steps, 1...1000, "Network evaluations for one image."),
        .number(
            "sample.guidance", \.sample.guidance, NumberLimits(minimum: 0, maximum: 100),
            "s in cond + s (cond - uncond); 0 turns guidance off."),
        .integer("sample.images", \.sample.images, 1...1_000_000, "Final images, of test captions."),
        .content(
            "sample.autoencoder", \.sample.autoencoder,
            "Folder of the autoencoder that decodes the latents of `features`: `config.json` and weights. Job keys hold its content."),
    ]

    private static let evaluateOptions: [OptionDefinition] = [
        .integer("evaluate.every", \.evaluate.every, 1...100_000_000, "Steps between validations."),
        .integer("evaluate.validation", \.evaluate.validation, 1...1_000_000, "Test items in the validation loss; at most `data.test`."),
        .textList(
            "evaluate.probes", \.evaluate.probes, maximumCount: 64,
            "Captions whose attention is recorded; empty takes the first test captions."),
        .integer("evaluate.probe_count", \.evaluate.probeCount, 0...64, "How many captions an empty `evaluate.probes` takes."),
        .choice(
            "evaluate.probe_selection", \.evaluate.probeSelection,
            "Which captions those are: the first distinct ones, or `stratified`: those that speak of most words together."),
        .integerList(
            "evaluate.timesteps", \.evaluate.timesteps, 1...1000, maximumCount: 100, "Diffusion timesteps at which attention is recorded."),
        .integer(
            "evaluate.sample_every", \.evaluate.sampleEvery, 0...100_000_000, "Steps between sampled images; `0` samples only at the end."),
        .integer("evaluate.sample_images", \.evaluate.sampleImages, 1...1_000_000, "Images of such an intermediate sample."),
        .choice(
            "evaluate.evaluator", \.evaluate.evaluator,
            "`mini-clip` trains a second encoder on the training split, never the one that conditions, and measures generated images "
                + "in its space; `none` measures without one."
        ),
        .integer(
            "evaluate.evaluator_seed", \.evaluate.evaluatorSeed, seedRange,
            "Seed of the evaluator; differs from `text.seed` when both are `mini-clip`."),
        .integer("evaluate.evaluator_steps", \.evaluate.evaluatorSteps, 1...1_000_000, "Training steps of the evaluator, 128 pairs each."),
        .choice(
            "evaluate.evaluator_data", \.evaluate.evaluatorData,
            "What it is trained on: the training split; or items of its `own`, ten times as many, drawn like it with another seed and all "
                + "combinations (`shapes` and `scenes`)."),
        .choice(
            "evaluate.clip_score", \.evaluate.clipScore,
            "`clip` scores generated images against their captions with a trained CLIP (`evaluate.clip_path`)."),
        .content(
            "evaluate.clip_path", \.evaluate.clipPath,
            "Folder of that CLIP: `config.json`, `preprocessor_config.json`, the tokenizer's files, weights. Job keys hold its content."),
        .choice(
            "evaluate.outside_judge", \.evaluate.outsideJudge,
            "A network that has never seen the data, in whose features generated and real images are compared: the Inception-v3 of FID, "
                + "or EfficientNet-Lite0."),
        .content(
            "evaluate.outside_judge_path", \.evaluate.outsideJudgePath, "File of its weights. Job keys hold its content."),
        .content(
            "evaluate.reference_statistics", \.evaluate.referenceStatistics,
            "File of `mu` and `sigma` (.npz) of real images in the features of `inception-v3`; without it the test images are the "
                + "reference. Job keys hold its content."),
        .integer(
            "evaluate.localisation", \.evaluate.localisation, 0...100_000,
            "Test items on which it is measured whether attention to a word falls on its object; `0` measures nothing."),
        .integer(
            "evaluate.knockout", \.evaluate.knockout, 0...1_000_000,
            "Images sampled once for each choice of blocks in which image tokens do not see the text, for the first test captions; "
                + "`0` samples none."),
        .integer(
            "evaluate.block_probes", \.evaluate.blockProbes, 0...1_000_000,
            "Training pictures from which linear readers of each block's image tokens learn, to be asked about as many test pictures; "
                + "`0` trains none."),
    ]

    private static let unitBelowOne = NumberLimits(minimum: 0, maximum: 1, excludesMaximum: true)
}

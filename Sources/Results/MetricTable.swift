/// Every metric that jobs record, in the order in which reports list them. A new one is a line here and a line where it is recorded.
public struct MetricTable: Sendable {
    public let loss = Metric(
        "loss", on: [.validation, .train], "Validation loss", "Training loss", as: .squaredError, better: .lower)
    public let textUseGap = Metric(
        "text_use_gap", on: [.validation], "Text-use gap", as: .squaredErrorDifference, better: .higher, hasNaturalZero: false)
    public let x0Error = Metric(
        "x0_error", on: [.validation], "Error of the clean image", as: .squaredError, better: .lower, isDefault: true)
    public let x0TextUseGap = Metric(
        "x0_text_use_gap", on: [.validation], "Text-use gap, clean image", as: .squaredErrorDifference, better: .higher,
        hasNaturalZero: false, isDefault: true)
    public let objective = Metric("objective", on: [.validation], "Training objective", as: .squaredError, better: .lower)

    // What oracles read in generated images.
    public let oracle = MetricFamily(
        "oracle_QUESTION", on: .samples, as: .shareOfSamples, better: .higher,
        listed: oracleQuestions.map { ([$0.name], $0.label, ["all", "count", "palette", "kind_set"].contains($0.name)) })

    // What an evaluator sees in generated images.
    public let frechetDistance = Metric(
        "frechet_distance", on: .samples, "Fréchet distance", as: .number(digits: 3).fromZero, better: .lower, isDefault: true)
    public let kernelInceptionDistance = Metric(
        "kernel_inception_distance", on: .samples, "Kernel inception distance", as: .number(digits: 5), better: .lower,
        hasNaturalZero: false)
    public let kernelInceptionDistanceError = Metric(
        "kernel_inception_distance_error", on: .samples, "Kernel inception distance, standard error", as: .number(digits: 5))
    public let clipScore = Metric(
        "clip_score", on: .samples, "CLIP score", as: .number(digits: 3, bounds: 0...2.5), better: .higher, isDefault: true)
    public let retrievalRank = Metric(
        "retrieval_rank", on: .samples, "Rank of the right caption", as: .number(digits: 2, bounds: 1...Double.infinity),
        better: .lower)
    public let precision = Metric("precision", on: .samples, "Precision", as: .shareOfSamples, better: .higher)
    public let recall = Metric("recall", on: .samples, "Recall", as: .shareOfSamples, better: .higher)
    public let frechetDistanceInfinity = Metric(
        "frechet_distance_infinity", on: [.all], "Fréchet distance, extrapolated to infinitely many images", as: .number(digits: 3),
        better: .lower, hasNaturalZero: false)
    public let frechetDistanceFloor = Metric(
        "frechet_distance_floor", on: [.all], "Fréchet distance of as many real images", as: .number(digits: 3).fromZero)
    public let kernelInceptionDistanceFloor = Metric(
        "kernel_inception_distance_floor", on: [.all], "Kernel inception distance of as many real images", as: .number(digits: 5),
        hasNaturalZero: false)
    public let cmmd = Metric(
        "cmmd", on: [.all], "Mean discrepancy of embeddings (CMMD)", as: .number(digits: 3), better: .lower, hasNaturalZero: false)
    public let cmmdFloor = Metric("cmmd_floor", on: [.all], "CMMD of as many real images", as: .number(digits: 3), hasNaturalZero: false)
    public let density = Metric("density", on: [.all], "Density", as: .number(digits: 3).fromZero, better: .higher)
    public let coverage = Metric("coverage", on: [.all], "Coverage", as: .shareOfSamples, better: .higher)
    public let retrievalFirst = Metric(
        "retrieval_first", on: .samples, "Right caption first", as: .shareOfSamples, better: .higher, isDefault: true)
    public let retrieval = MetricFamily(
        "retrieval_KIND", on: .samples, as: .shareOfSamples, better: .higher,
        listed: ["count", "colour", "shape", "relation"].map { ([$0], "Right \($0) first", false) })
    public let evaluatorRetrieval = Metric(
        "evaluator_retrieval", on: .samples, "Evaluator finds a real image's caption", as: .fraction(of: "images"))
    public let textEncoderRetrieval = Metric(
        "text_encoder_retrieval", on: .samples, "Text encoder finds a real image's caption", as: .fraction(of: "images"))

    // What networks see in generated images that were trained on other pictures.
    public let fid = Metric("fid", on: [.all], "FID", as: .number(digits: 2).fromZero, better: .lower, isDefault: true)
    public let fidFloor = Metric("fid_floor", on: [.all], "FID of as many real images", as: .number(digits: 2).fromZero)
    public let kid = Metric("kid", on: [.all], "KID", as: .number(digits: 5), better: .lower, hasNaturalZero: false)
    public let efficientNetFrechetDistance = Metric(
        "efficientnet_frechet_distance", on: [.all], "Fréchet distance, EfficientNet-Lite0", as: .number(digits: 3).fromZero,
        better: .lower, isDefault: true)
    public let efficientNetFrechetDistanceFloor = Metric(
        "efficientnet_frechet_distance_floor", on: [.all], "Fréchet distance of as many real images, EfficientNet-Lite0",
        as: .number(digits: 3).fromZero)
    public let efficientNetKernelDistance = Metric(
        "efficientnet_kernel_distance", on: [.all], "Kernel distance, EfficientNet-Lite0", as: .number(digits: 5), better: .lower,
        hasNaturalZero: false)
    public let efficientNetDiscrepancy = Metric(
        "efficientnet_cmmd", on: [.all], "Mean discrepancy, EfficientNet-Lite0", as: .number(digits: 3), better: .lower,
        hasNaturalZero: false)
    public let pretrainedClipScore = Metric(
        "pretrained_clip_score", on: .samples, "CLIP score, trained CLIP", as: .number(digits: 3, bounds: 0...2.5), better: .higher,
        isDefault: true)
    public let pretrainedClipScorePrefixed = Metric(
        "pretrained_clip_score_prefixed", on: .samples, "CLIP score with \"A photo depicts\"", as: .number(digits: 3, bounds: 0...2.5),
        better: .higher)
    public let clipDiscrepancy = Metric(
        "clip_cmmd", on: [.all], "CMMD, trained CLIP", as: .number(digits: 3), better: .lower, hasNaturalZero: false)
    public let outsideImages = Metric("outside_images", on: .samples, note: "images behind what outside networks see")

    public let localisation = LocalisationMetrics()
    public let attentionEnergyFirst = Metric(
        "attention_energy_first", on: [.probes], "Attention energy in the first singular value", as: .share)
    public let attentionEnergyFirstTwo = Metric("attention_energy_first_two", on: [.probes], "Attention energy in the first 2", as: .share)
    public let attentionEnergyFirstFour = Metric(
        "attention_energy_first_four", on: [.probes], "Attention energy in the first 4", as: .share)
    public let oracleCropAccuracy = Metric("oracle_crop_accuracy", on: [.test], "Oracle right on true crops", as: .fraction(of: "crops"))

    public let wordAttention = WordAttentionMetrics()

    // What hiding the text from image tokens costs, and what linear readers find in blocks.
    public let knockoutCost = MetricFamily(
        "knockout_cost_PLACE_oracle_QUESTION", on: [.generated], as: .differenceOfShares, hasNaturalZero: false,
        note: "`oracle_QUESTION` with the text in sight minus the same with the text hidden in the blocks of PLACE (all, outer, inner)",
        listed: ["all", "outer", "inner"].flatMap { place in
            oracleQuestions.filter { ["all", "count", "colour", "shape", "kind", "relation"].contains($0.name) }.map {
                ([place, $0.name], "\($0.label), lost without text in \(place) blocks", false)
            }
        })
    public let knockoutCostInnerMinusOuter = MetricFamily(
        "knockout_cost_inner_minus_outer_oracle_QUESTION", on: [.generated], as: .differenceOfShares, hasNaturalZero: false,
        note: "`knockout_cost` of the inner blocks minus that of the outer ones",
        listed: oracleQuestions.filter { ["all", "count", "colour", "shape", "kind", "relation"].contains($0.name) }.map {
            ([$0.name], "\($0.label), lost without text in inner blocks more than in outer ones", false)
        })
    public let blockProbe = MetricFamily(
        "block_probe_CONCEPT_PLACE", on: [.test], as: .balancedAccuracy,
        note: "balanced accuracy of linear readers of PLACE: the network's input, or the mean over its outer or inner blocks",
        listed: ["input", "outer", "inner"].flatMap { place in
            probeConcepts.map {
                ([$0.name, place], "\($0.label) read from \(place == "input" ? "the noised input" : place + " blocks")", false)
            }
        })
    public let blockProbeInnerMinusOuter = MetricFamily(
        "block_probe_CONCEPT_inner_minus_outer", on: [.test], as: .balancedAccuracyDifference, hasNaturalZero: false,
        note: "the same of inner blocks less that of outer ones",
        listed: probeConcepts.map { ([$0.name], "\($0.label) read from inner blocks, minus outer ones", false) })
    public let oracleReal = MetricFamily(
        "oracle_QUESTION_real", on: [.test], as: .shareOfSamples, role: .diagnostic,
        note: "real test pictures that the oracle finds right for their own captions: its ceiling",
        listed: oracleQuestions.map { ([$0.name], "\($0.label), real pictures", false) })
    public let oracleChance = MetricFamily(
        "oracle_QUESTION_chance", on: [.test], as: .shareOfSamples, role: .diagnostic,
        note: "real test pictures that it finds right for other items' captions: chance",
        listed: oracleQuestions.map { ([$0.name], "\($0.label), by chance", false) })

    // Parts of the above.
    public let knockoutOracle = MetricFamily(
        "knockout_PLACE_oracle_QUESTION", on: [.generated], role: .breakdown,
        note: "`oracle_QUESTION` of images drawn while image tokens of PLACE do not see the text (none, all, outer, inner, block_K)")
    public let knockoutFrechetDistance = MetricFamily(
        "knockout_PLACE_frechet_distance", on: [.generated], role: .breakdown, note: "their Fréchet distance to the test images")
    public let knockoutClipScore = MetricFamily(
        "knockout_PLACE_clip_score", on: [.generated], role: .breakdown, note: "their CLIP score")
    public let knockoutCostByBlock = MetricFamily(
        "knockout_cost_block_K_oracle_QUESTION", on: [.generated], role: .breakdown,
        note: "`knockout_cost` of the K-th block of the image stream alone, from 0")
    public let blockProbeByBlock = MetricFamily(
        "block_probe_CONCEPT_block_K", on: [.test], role: .breakdown,
        note: "balanced accuracy of a linear reader of the K-th block of the image stream, from 0; mean over timesteps")
    public let blockProbeByTimestep = MetricFamily(
        "block_probe_CONCEPT_block_K_timestep_T", on: [.test], role: .breakdown, note: "the same at one timestep")
    public let blockProbeInputByTimestep = MetricFamily(
        "block_probe_CONCEPT_input_timestep_T", on: [.test], role: .breakdown, note: "the same from the noised input")
    public let tokenCKA = MetricFamily(
        "token_cka_block_K", on: [.test], role: .breakdown,
        note: "linear CKA of mean image tokens with mean text tokens in the K-th block of the image stream")
    public let tokenNormRatio = MetricFamily(
        "token_norm_ratio_block_K", on: [.test], role: .breakdown, note: "mean norm of image tokens over that of text tokens there")
    public let oracleByObjects = MetricFamily(
        "oracle_QUESTION_objects_N", on: .samples, as: .shareOfSamples, better: .higher, role: .breakdown,
        note: "`oracle_QUESTION` over captions that ask for N objects",
        listed: (1...5).flatMap { objects in
            oracleQuestions.map { ([$0.name, "\(objects)"], "\($0.label), \(objects) asked for", false) }
        })
    public let lossBucket = MetricFamily(
        "loss_bucket_K", on: [.validation], as: .squaredError, better: .lower, role: .diagnostic,
        note: "validation loss in the K-th tenth of the timesteps, from 0",
        listed: (0..<10).map { (["\($0)"], "Validation loss, timesteps \(100 * $0 + 1)-\(100 * $0 + 100)", false) })

    public let x0ErrorBucket = MetricFamily(
        "x0_error_bucket_K", on: [.validation], as: .squaredError, better: .lower, role: .diagnostic,
        note: "`x0_error` in the K-th tenth of the timesteps, from 0", listed: tenths("Error of the clean image"))
    public let x0TextUseGapBucket = MetricFamily(
        "x0_text_use_gap_bucket_K", on: [.validation], as: .squaredErrorDifference, better: .higher, role: .diagnostic,
        note: "shuffled minus right captions in the K-th tenth", listed: tenths("Text-use gap, clean image"))
    public let objectiveBucket = MetricFamily(
        "objective_bucket_K", on: [.validation], as: .squaredError, better: .lower, role: .diagnostic,
        note: "`objective` in the K-th tenth of the timesteps", listed: tenths("Training objective"))
    public let x0ErrorLargestItem = Metric(
        "x0_error_largest_item", on: [.validation], "Share of the largest item in the error", as: .share)
    public let x0ErrorTenLargest = Metric(
        "x0_error_ten_largest", on: [.validation], "Share of the ten largest items in the error", as: .share)
    public let wordAttentionEntropyBlock = MetricFamily(
        "word_attention_entropy_block_K", on: [.test], role: .diagnostic, note: "in the K-th block that image tokens pass, from 0")
    public let wordAttentionPaddingBlock = MetricFamily(
        "word_attention_padding_block_K", on: [.test], role: .diagnostic, note: "the same of `word_attention_padding`")
    public let wordAttentionEffectiveRankBlock = MetricFamily(
        "word_attention_effective_rank_block_K", on: [.test], role: .diagnostic, note: "the same of `word_attention_effective_rank`")
    public let wordAttentionEntropyHead = MetricFamily(
        "word_attention_entropy_block_K_head_H", on: [.test], role: .breakdown, note: "of one head of that block")

    public let parameters = Metric(
        "parameters", on: [.cost], "Parameters", as: Quantity("count", digits: 3, scale: 1e-6, shown: "million"), better: .lower,
        role: .cost)
    public let referenceForwardFLOPs = Metric(
        "reference_forward_flops", on: [.cost], "Forward pass, reference", as: .flops, better: .lower, role: .cost)
    public let executedForwardFLOPs = Metric(
        "executed_forward_flops", on: [.cost], "Forward pass, executed", as: .flops, better: .lower, role: .cost, isDefault: true)

    public let imagesPerSecond = Metric(
        measured: "images_per_second", "Training throughput", as: Quantity("images/s", digits: 1, shown: "1/s"), better: .higher,
        isDefault: true)
    public let executedGFLOPS = Metric(measured: "executed_gflops", "Executed rate", as: Quantity("GFLOP/s", digits: 1), better: .higher)
    public let peakBytes = Metric(
        measured: "peak_bytes", "Peak memory", as: Quantity("bytes", digits: 0, scale: 1.0 / 1_048_576, shown: "MiB"), better: .lower)
    public let wallSeconds = Metric(measured: "wall_seconds", "Wall time", as: .seconds, better: .lower)
    public let cpuSeconds = Metric(measured: "cpu_seconds", "CPU time", as: .seconds, better: .lower)

    public let attentionTextMass = Metric(.textMass, "Attention to text", as: .share)
    public let attentionEntropy = Metric(
        .entropy, "Attention entropy over text", as: Quantity("0 one token, 1 all", digits: 3, bounds: 0...1))
    public let attentionEffectiveRank = Metric(.effectiveRank, "Effective rank, image to text", as: .number(digits: 3))

    // What people say.
    public let humanPreference = Metric(.preference, "Preferred by people", as: .netPreference, hasNaturalZero: false)
    public let humanCount = Metric(.count, "Count correct, by people", as: .fraction(of: "votes"), hasNaturalZero: true)

    // Listed by name, where a store has them.
    public let items = Metric("items", on: [.train, .test], note: "pictures in the split")
    public let skippedFiles = Metric("skipped_files", on: [.data], note: "files left out under `on_error: skip`")
    public let truncatedCaptions = Metric("truncated_captions", on: [.train], note: "captions longer than `text.max_tokens`")
    public let learnedImages = Metric("learned_images", on: .samples, note: "images behind the learned metrics")
    public let learnedMetrics = Metric("learned_metrics", on: [.all], note: "only ever missing: why there is no evaluator")
    public let oracleImages = Metric("oracle_images", on: .samples, note: "images that the oracle read")
    public let oracleQuestionImages = MetricFamily(
        "oracle_QUESTION_images", on: .samples, note: "images whose captions speak of it, where not all do")
    public let countConfusion = MetricFamily(
        "count_confusion_ASKED_SEEN", on: .samples, role: .breakdown,
        note: "images that show so many objects where so many are asked for; 9 stands for nine or more")
    public let referenceTrainingFLOPs = Metric(
        "reference_training_flops", on: [.cost], role: .cost, note: "training step, reference, FLOP/image")
    public let executedTrainingFLOPs = Metric(
        "executed_training_flops", on: [.cost], role: .cost, note: "training step, executed, FLOP/image")
    public let trainingSeconds = Metric(measured: "training_seconds", note: "seconds in training steps")
    public let evaluationSeconds = Metric(measured: "evaluation_seconds", note: "seconds in validation, sampling and attention")
    public let validationSeconds = Metric(measured: "validation_seconds", note: "of evaluation_seconds, those of validations")
    public let samplingSeconds = Metric(measured: "sampling_seconds", note: "of evaluation_seconds, those of sampling and judging images")
    public let attentionSeconds = Metric(measured: "attention_seconds", note: "of evaluation_seconds, those of attention and localisation")
    public let knockoutSeconds = Metric(measured: "knockout_seconds", note: "of evaluation_seconds, those of images without text")
    public let blockProbeSeconds = Metric(measured: "block_probe_seconds", note: "of evaluation_seconds, those of linear readers of blocks")
    public let storageSeconds = Metric(measured: "storage_seconds", note: "seconds in writing checkpoints, weights and results")

    /// What linear readers of blocks are asked.
    static let probeConcepts: [(name: String, label: String)] = [
        ("count", "Count"), ("colour", "Colours"), ("shape", "Shapes"), ("kind", "Kinds"), ("relation", "Relation"),
        ("place", "Places of objects"),
    ]

    private static func tenths(_ label: String) -> [(words: [String], label: String, isDefault: Bool)] {
        (0..<10).map { (["\($0)"], "\(label), timesteps \(100 * $0 + 1)-\(100 * $0 + 100)", false) }
    }

    /// What oracles are asked, and how reports say it.
    public static let oracleQuestions: [(name: String, label: String)] = [
        ("all", "All correct"), ("count", "Count correct"), ("palette", "Colours present"),
        ("colour", "Colour of each object correct"), ("shape_set", "Shapes present"), ("shape", "Shape of each object correct"),
        ("kind_set", "Kinds present"), ("kind", "Kind of each object correct"), ("relation", "Relation correct"),
    ]
}

/// Means over nouns, blocks, heads and timesteps; listed split by split.
public struct LocalisationMetrics: Sendable {
    private static let pictures: [Metric.Split] = [.test, .generated]

    public let pointing = Metric(
        "attention_pointing", on: pictures, "Noun attention on its object", as: .fraction(of: "words"), better: .higher)
    public let pointingChance = Metric("attention_pointing_chance", on: pictures, "The same by chance", as: .fraction(of: "words"))
    public let iou = Metric("attention_iou", on: pictures, "Noun attention overlap (IoU)", as: .share, better: .higher)
    public let iouChance = Metric("attention_iou_chance", on: pictures, "The same by chance", as: .share)
}

/// Attention over the real words of captions: means over test items, timesteps, heads and the blocks of a place.
public struct WordAttentionMetrics: Sendable {
    public let entropy = Metric(
        "word_attention_entropy", on: [.test], "Attention entropy over words", as: Quantity("0 one word, 1 all", digits: 3, bounds: 0...1))
    public let entropyOuter = Metric(
        "word_attention_entropy_outer", on: [.test], "Attention entropy over words, outer blocks",
        as: Quantity("0 one word, 1 all", digits: 3, bounds: 0...1))
    public let entropyInner = Metric(
        "word_attention_entropy_inner", on: [.test], "Attention entropy over words, inner blocks",
        as: Quantity("0 one word, 1 all", digits: 3, bounds: 0...1))
    public let padding = Metric(
        "word_attention_padding", on: [.test], "Text attention on padding", as: .share)
    public let paddingOuter = Metric(
        "word_attention_padding_outer", on: [.test], "Text attention on padding, outer blocks", as: .share)
    public let paddingInner = Metric(
        "word_attention_padding_inner", on: [.test], "Text attention on padding, inner blocks", as: .share)
    public let effectiveRank = Metric(
        "word_attention_effective_rank", on: [.test], "Effective rank over words", as: .number(digits: 3))
    public let effectiveRankOuter = Metric(
        "word_attention_effective_rank_outer", on: [.test], "Effective rank over words, outer blocks", as: .number(digits: 3))
    public let effectiveRankInner = Metric(
        "word_attention_effective_rank_inner", on: [.test], "Effective rank over words, inner blocks", as: .number(digits: 3))
    public let entropyOuterMinusInner = Metric(
        "word_attention_entropy_outer_minus_inner", on: [.test], "Attention entropy over words, outer minus inner blocks",
        as: .number(digits: 3), hasNaturalZero: false)
}

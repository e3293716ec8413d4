import Platform
import ResultsStore

/// The metrics that are known by name, and how names on the command line find them.
public struct MetricRegistry: Sendable {
    /// What oracles are asked, and how reports say it.
    static let oracleQuestions = [
        ("all", "All correct"), ("count", "Count correct"), ("palette", "Colours present"),
        ("colour", "Colour of each object correct"), ("shape_set", "Shapes present"),
        ("shape", "Shape of each object correct"), ("kind_set", "Kinds present"),
        ("kind", "Kind of each object correct"), ("relation", "Relation correct"),
    ]

    /// In the order in which reports list them; for a name without a split the first entry counts.
    public static let known: [MetricDefinition] = {
        var list: [MetricDefinition] = []
        func add(
            _ name: String, _ split: String, _ label: String, _ unit: String, _ direction: MetricDefinition.Direction?,
            digits: Int, scale: Double = 1, shown: String? = nil
        ) {
            list.append(
                MetricDefinition(
                    source: .metric(MetricName(name, split)), label: label, unit: unit, direction: direction,
                    digits: digits, scale: scale, shownUnit: shown))
        }
        add("loss", "validation", "Validation loss", "mean squared error", .lower, digits: 4)
        add("loss", "train", "Training loss", "mean squared error", .lower, digits: 4)
        add("text_use_gap", "validation", "Text-use gap", "mean squared error", .higher, digits: 4)
        for (what, label) in oracleQuestions {
            for (split, suffix) in [("all", ""), ("seen", ", seen captions"), ("held-out", ", held-out captions")] {
                add(
                    "oracle_\(what)", split, label + suffix, "fraction of samples", .higher, digits: 1, scale: 100,
                    shown: "%")
            }
        }
        addLearned { add($0, $1, $2, $3, $4, digits: $5, scale: $6, shown: $7) }
        for (source, words) in [("test", "test images"), ("generated", "generated images")] {
            add(
                "attention_pointing", source, "Noun attention on its object, \(words)", "fraction of words", .higher,
                digits: 1, scale: 100, shown: "%")
            add(
                "attention_pointing_chance", source, "The same by chance, \(words)", "fraction of words", nil, digits: 1,
                scale: 100, shown: "%")
            add("attention_iou", source, "Noun attention overlap (IoU), \(words)", "share", .higher, digits: 3)
            add("attention_iou_chance", source, "The same by chance, \(words)", "share", nil, digits: 3)
        }
        for (name, words) in [("first", "the first singular value"), ("first_two", "the first 2"), ("first_four", "the first 4")] {
            add("attention_energy_\(name)", "probes", "Attention energy in \(words)", "share", nil, digits: 3)
        }
        add("oracle_crop_accuracy", "test", "Oracle right on true crops", "fraction of crops", nil, digits: 1, scale: 100, shown: "%")
        for objects in 1...5 {
            for (what, label) in oracleQuestions {
                for (split, suffix) in [("all", ""), ("seen", ", seen captions"), ("held-out", ", held-out captions")] {
                    add(
                        "oracle_\(what)_objects_\(objects)", split, "\(label), \(objects) asked for\(suffix)",
                        "fraction of samples", .higher, digits: 1, scale: 100, shown: "%")
                }
            }
        }
        for bucket in 0..<10 {
            add(
                "loss_bucket_\(bucket)", "validation",
                "Validation loss, timesteps \(100 * bucket + 1)-\(100 * bucket + 100)", "mean squared error", .lower,
                digits: 4)
        }
        add("parameters", "cost", "Parameters", "count", .lower, digits: 3, scale: 1e-6, shown: "million")
        add(
            "reference_forward_flops", "cost", "Forward pass, reference", "FLOP/image", .lower, digits: 3, scale: 1e-9,
            shown: "GFLOP")
        add(
            "executed_forward_flops", "cost", "Forward pass, executed", "FLOP/image", .lower, digits: 3, scale: 1e-9,
            shown: "GFLOP")
        for (name, label, unit, direction, digits, scale, shown) in [
            ("images_per_second", "Training throughput", "images/s", .higher, 1, 1, "1/s"),
            ("executed_gflops", "Executed rate", "GFLOP/s", .higher, 1, 1, nil),
            ("peak_bytes", "Peak memory", "bytes", .lower, 0, 1.0 / 1_048_576, "MiB"),
            ("wall_seconds", "Wall time", "s", .lower, 1, 1, nil),
            ("cpu_seconds", "CPU time", "s", .lower, 1, 1, nil),
        ] as [(String, String, String, MetricDefinition.Direction, Int, Double, String?)] {
            list.append(
                MetricDefinition(
                    source: .measurement(name), label: label, unit: unit, direction: direction, digits: digits,
                    scale: scale, shownUnit: shown))
        }
        for (measure, label, unit) in [
            (.textMass, "Attention to text", "share"), (.entropy, "Attention entropy over text", "0 one token, 1 all"),
            (.effectiveRank, "Effective rank, image to text", ""),
        ] as [(AttentionMeasure, String, String)] {
            list.append(MetricDefinition(source: .attention(measure), label: label, unit: unit, direction: nil, digits: 3))
        }
        return list
    }()

    /// What an evaluator measures of generated images.
    private static func addLearned(
        _ add: (String, String, String, String, MetricDefinition.Direction?, Int, Double, String?) -> Void
    ) {
        let splits = [("all", ""), ("seen", ", seen captions"), ("held-out", ", held-out captions")]
        for (name, label, direction, digits) in [
            ("frechet_distance", "Fréchet distance", .lower, 3),
            ("kernel_inception_distance", "Kernel inception distance", .lower, 5),
            ("kernel_inception_distance_error", "Kernel inception distance, standard error", nil, 5),
            ("clip_score", "CLIP score", .higher, 3), ("retrieval_rank", "Rank of the right caption", .lower, 2),
        ] as [(String, String, MetricDefinition.Direction?, Int)] {
            for (split, suffix) in splits { add(name, split, label + suffix, "", direction, digits, 1, nil) }
        }
        for (name, label) in [
            ("precision", "Precision"), ("recall", "Recall"), ("retrieval_first", "Right caption first"),
            ("retrieval_count", "Right count first"), ("retrieval_colour", "Right colour first"),
            ("retrieval_shape", "Right shape first"), ("retrieval_relation", "Right relation first"),
        ] {
            for (split, suffix) in splits { add(name, split, label + suffix, "fraction of samples", .higher, 1, 100, "%") }
        }
        for (name, label) in [("evaluator", "Evaluator"), ("text_encoder", "Text encoder")] {
            for (split, suffix) in splits {
                add("\(name)_retrieval", split, "\(label) finds a real image's caption" + suffix, "fraction of images", nil, 1, 100, "%")
            }
        }
    }

    /// Known metrics, then whatever else the store holds.
    public let definitions: [MetricDefinition]
    /// The ids that have values in the store.
    let recorded: Set<String>

    public init(store: ResultsDatabase) throws {
        let metrics = try store.metricNames(), measurements = try store.measurementNames()
        recorded = Set(metrics.map(\.description) + measurements)
        let known = Set(MetricRegistry.known.map(\.id))
        let others =
            metrics.map { (MetricDefinition.Source.metric($0), $0.description) }
            + measurements.map { (.measurement($0), $0) }
        definitions =
            MetricRegistry.known
            + others.filter { !known.contains($0.1) }.map {
                MetricDefinition(source: $0.0, label: $0.1, unit: "", direction: nil, digits: 4)
            }
    }

    /// Finds `name` or `name/split`.
    ///
    /// - Throws: ``ReportsError/unknownMetric(_:closest:available:)`` with the nearest name, or
    ///   ``ReportsError/ambiguousMetric(_:splits:)``.
    public func metric(_ name: String) throws -> MetricDefinition {
        if let exact = definitions.first(where: { $0.id == name }) { return exact }
        let named = definitions.filter { definition in
            if case .metric(let metric) = definition.source { metric.name == name } else { false }
        }
        let known = named.filter { MetricRegistry.known.contains($0) }
        if let first = known.first ?? (named.count == 1 ? named[0] : nil) { return first }
        if named.count > 1 {
            throw ReportsError.ambiguousMetric(name, splits: named.map { String($0.id.dropFirst(name.count + 1)) })
        }
        let ids = definitions.map(\.id).filter { !MetricRegistry.isBreakdown($0) }
        let names = definitions.compactMap { definition -> String? in
            if case .metric(let metric) = definition.source, !MetricRegistry.isBreakdown(metric.name) { metric.name } else { nil }
        }
        throw ReportsError.unknownMetric(
            name, closest: nearestWord(to: name, among: name.contains("/") ? ids : unique(names) + ids), available: ids)
    }

    /// What a table shows when nothing is asked for: the main metrics that have values, or the
    /// validation loss while there are none.
    public var defaults: [MetricDefinition] {
        let main = [
            "loss/validation", "text_use_gap/validation", "oracle_palette/all", "oracle_kind_set/all", "oracle_count/all", "oracle_all/all",
            "frechet_distance/all", "clip_score/all", "retrieval_first/all", "executed_forward_flops/cost", "images_per_second",
        ]
        let found = definitions.filter { main.contains($0.id) && recorded.contains($0.id) }
        return found.isEmpty ? Array(definitions.prefix(1)) : found
    }

    /// Measures of how good a model is, for figures: those with values.
    var quality: [MetricDefinition] {
        definitions.filter { definition in
            guard case .metric(let metric) = definition.source, recorded.contains(definition.id) else { return false }
            return metric.split != "cost" && !metric.name.hasPrefix("loss_bucket_")
                && metric != MetricName("loss", "train") && metric.split != "seen" && metric.split != "held-out"
                && definition.direction != nil && !MetricRegistry.isBreakdown(metric.name)
        }
    }

    /// Whether a metric is one of the many parts of another: found by name, left out of lists.
    static func isBreakdown(_ name: String) -> Bool { name.contains("_objects_") || name.hasPrefix("count_confusion_") }
}

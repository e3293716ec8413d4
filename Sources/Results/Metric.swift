/// A number that jobs record: how a store names it, what it is measured on and how people read it.
///
/// Those that the program knows stand in ``MetricTable``, where `Metric.loss` finds `loss`.
@dynamicMemberLookup
public struct Metric: Sendable, Equatable {
    /// What a job's value is measured on. Raw values are those of a store.
    public enum Split: String, Sendable, Codable, CaseIterable {
        case train, validation
        /// Images of all test captions; of those whose combinations training shows; of those whose combinations it never shows.
        case all, seen
        case heldOut = "held-out"
        /// Real test images; images generated for their captions.
        case test, generated
        /// Captions whose attention is watched.
        case probes
        /// The configuration alone: equal for all seeds.
        case cost
        /// The data set as a whole.
        case data

        /// What it adds to the label of a metric that is measured on several.
        public var suffix: String {
            switch self {
            case .all, .train, .validation, .probes, .cost, .data: ""
            case .seen: ", seen captions"
            case .heldOut: ", held-out captions"
            case .test: ", test images"
            case .generated: ", generated images"
            }
        }
    }

    public enum Source: Sendable, Equatable {
        /// A function of the job, on each of these splits; for a name without a split the first counts.
        case job(on: [Split])
        /// Depends on the machine.
        case machine
        /// Averaged over the attention statistics of a job.
        case attention(AttentionMeasure)
        /// What people voted in a study.
        case people(StudyTask)
    }

    public enum Direction: String, Sendable, Codable {
        case higher, lower

        /// What makes more of a value better.
        public var sign: Double {
            switch self {
            case .higher: 1
            case .lower: -1
            }
        }

        public var arrow: String {
            switch self {
            case .higher: "↑"
            case .lower: "↓"
            }
        }
    }

    /// What reports do with it.
    public enum Role: Sendable {
        /// How good a model is.
        case quality
        case cost
        /// Explains, but does not rank models.
        case diagnostic
        /// One of the many parts of another: found by name, left out of lists.
        case breakdown
    }

    public var name: String
    public var source: Source
    /// One for all splits, or one a split; none for what is listed by its name where a store has it.
    var labels: [String]
    /// What a metric without a label is.
    var note: String
    public var quantity: Quantity
    /// Which is better; nil where neither is.
    public var better: Direction?
    public var role: Role
    /// Whether per cents of a value mean something: not for differences and unbiased estimates, which scatter around 0.
    public var hasNaturalZero: Bool
    /// Whether tables show it (on its first split) when nothing is asked for.
    public var isDefault: Bool

    init(
        _ name: String, _ source: Source, _ labels: [String], _ quantity: Quantity, better: Direction?, role: Role?,
        hasNaturalZero: Bool = true, isDefault: Bool = false, note: String = ""
    ) {
        (self.name, self.source, self.labels, self.quantity, self.better) = (name, source, labels, quantity, better)
        (self.role, self.hasNaturalZero) = (role ?? (better == nil ? .diagnostic : .quality), hasNaturalZero)
        (self.isDefault, self.note) = (isDefault, note)
    }

    /// A function of the job.
    init(
        _ name: String, on splits: [Split], _ labels: String..., as quantity: Quantity = .plain, better: Direction? = nil,
        role: Role? = nil, hasNaturalZero: Bool = true, isDefault: Bool = false, note: String = ""
    ) {
        self.init(
            name, .job(on: splits), labels, quantity, better: better, role: role, hasNaturalZero: hasNaturalZero, isDefault: isDefault,
            note: note)
    }

    /// A measurement of a machine, which cannot be negative.
    init(
        measured name: String, _ labels: String..., as quantity: Quantity = .plain, better: Direction? = nil, isDefault: Bool = false,
        note: String = ""
    ) {
        self.init(name, .machine, labels, quantity.fromZero, better: better, role: .cost, isDefault: isDefault, note: note)
    }

    init(_ measure: AttentionMeasure, _ label: String, as quantity: Quantity) {
        self.init(measure.rawValue, .attention(measure), [label], quantity, better: nil, role: .diagnostic)
    }

    init(
        _ task: StudyTask, _ label: String, as quantity: Quantity, hasNaturalZero: Bool
    ) {
        self.init(
            task.metricName, .people(task), [label], quantity, better: .higher, role: .quality, hasNaturalZero: hasNaturalZero,
            isDefault: true)
    }

    /// Empty for what is no function of the job.
    public var splits: [Split] {
        if case .job(let splits) = source { splits } else { [] }
    }

    /// nil for a metric that is listed by its name.
    public func label(on split: Split?) -> String? {
        guard labels.count <= 1 else { return split.flatMap(splits.firstIndex).map { labels[$0] } }
        return labels.first.map { $0 + (splits.count > 1 ? split?.suffix ?? "" : "") }
    }

    // MARK: Recording

    /// - Precondition: it is measured on `split`.
    public func name(on split: Split) -> MetricName {
        precondition(splits.contains(split), "\(name) is not measured on \(split.rawValue)")
        return MetricName(name, split.rawValue)
    }

    /// - Parameter step: finished optimiser steps.
    public func value(_ value: Double, on split: Split, step: Int) -> MetricValue {
        MetricValue(name(on: split), step: step, value: value)
    }

    public func missing(because reason: String, on split: Split, step: Int) -> MissingMetric {
        MissingMetric(name(on: split), step: step, reason: reason)
    }

    // MARK: The table

    public static let table = MetricTable()

    public static subscript<Value>(dynamicMember path: KeyPath<MetricTable, Value>) -> Value { table[keyPath: path] }
}

extension [Metric.Split] {
    public static let samples: Self = [.all, .seen, .heldOut]

    /// Those that a sample counts in.
    public static func sample(isHeldOut: Bool) -> Self { [.all, isHeldOut ? .heldOut : .seen] }
}

/// What values count, and how they are shown.
public struct Quantity: Sendable, Equatable {
    /// Unit of the stored value, such as "bytes"; "" for pure numbers.
    public var unit: String
    /// Decimals in tables, after scaling.
    public var digits: Int
    /// Tables and plots show value x scale in `shownUnit`; CSV and JSON keep the stored value.
    public var scale: Double
    public var shownUnit: String
    /// Where shown values end by their nature.
    public var bounds: ClosedRange<Double>?

    public init(_ unit: String, digits: Int, scale: Double = 1, shown: String? = nil, bounds: ClosedRange<Double>? = nil) {
        (self.unit, self.digits, self.scale) = (unit, digits, scale)
        shownUnit = shown ?? unit
        self.bounds = bounds
    }

    public static let plain = Quantity("", digits: 4)
    public static let share = Quantity("share", digits: 3, bounds: 0...1)
    /// Of what cannot be negative.
    public var fromZero: Quantity {
        var quantity = self
        quantity.bounds = 0...Double.infinity
        return quantity
    }

    static let squaredErrorDifference = Quantity("mean squared error", digits: 4)
    static let squaredError = squaredErrorDifference.fromZero
    static let netPreference = Quantity("share preferring less share preferring others", digits: 1, scale: 100, shown: "points")
    static let differenceOfShares = Quantity("fraction of samples", digits: 1, scale: 100, shown: "points")
    static let balancedAccuracyDifference = Quantity("balanced accuracy", digits: 3)
    static let balancedAccuracy = Quantity("balanced accuracy", digits: 3, bounds: 0...1)
    static let shareOfSamples = fraction(of: "samples")
    static let flops = Quantity("FLOP/image", digits: 3, scale: 1e-9, shown: "GFLOP")
    static let seconds = Quantity("s", digits: 1)

    static func fraction(of things: String) -> Quantity {
        Quantity("fraction of \(things)", digits: 1, scale: 100, shown: "%", bounds: 0...100)
    }

    static func number(digits: Int, bounds: ClosedRange<Double>? = nil) -> Quantity { Quantity("", digits: digits, bounds: bounds) }
}

import Foundation
import Results
import Statistics

/// A metric on one split as people read it.
public struct MetricDefinition: Sendable, Equatable {
    /// Where the value lives.
    public enum Source: Sendable, Equatable, Hashable {
        /// A function of the job: `metrics`.
        case metric(MetricName)
        /// Depends on the machine: `measurements` and the usage of attempts.
        case measurement(String)
        /// Averaged over the attention statistics of a job's last step: text-fusing blocks, heads, timesteps, probes.
        case attention(AttentionMeasure)
        /// Averaged over people's votes on the job's pictures in the newest study: see ``HumanMeasures``.
        case people(StudyTask)
    }

    public var source: Source
    public var label: String
    public var quantity: Quantity
    /// Which is better; nil where neither is.
    public var direction: Metric.Direction?
    /// Whether per cents of a value mean something: not for differences and unbiased estimates, which scatter around 0.
    var hasNaturalZero = true

    public init(source: Source, label: String, quantity: Quantity = .plain, direction: Metric.Direction? = nil) {
        self.source = source
        self.label = label
        self.quantity = quantity
        self.direction = direction
    }

    init(_ row: MetricTable.Row) {
        let (metric, split) = row
        source =
            switch metric.source {
            case .job: .metric(metric.name(on: split ?? metric.splits[0]))
            case .machine: .measurement(metric.name)
            case .attention(let measure): .attention(measure)
            case .people(let task): .people(task)
            }
        label = metric.label(on: split) ?? metric.name
        quantity = metric.quantity
        direction = metric.better
        hasNaturalZero = metric.hasNaturalZero
    }

    /// How the command line names it: `name/split`, or `name` for measurements.
    public var id: String {
        switch source {
        case .metric(let name): name.description
        case .measurement(let name): name
        case .attention(let measure): measure.rawValue
        case .people(let task): task.metricName
        }
    }

    /// A function of the configuration alone, equal for all seeds: the cost model's numbers.
    public var isExact: Bool {
        if case .metric(let name) = source { name.split == Metric.Split.cost.rawValue } else { false }
    }

    /// What counts the pictures that it is a share of; nil for what is no share of pictures.
    var pictures: MetricName? {
        guard case .metric(let name) = source, quantity.shownUnit == "%", let split = Metric.Split(rawValue: name.split) else { return nil }
        if name.name.hasPrefix("retrieval_") { return MetricName(Metric.learnedImages.name, split.rawValue) }
        if name.name == "oracle_relation" { return MetricName("oracle_relation_images", split.rawValue) }
        return MetricTable.oracleQuestions.contains { name.name == "oracle_\($0.name)" }
            ? MetricName(Metric.oracleImages.name, split.rawValue) : nil
    }

    public var unit: String { quantity.unit }
    public var digits: Int { quantity.digits }
    public var scale: Double { quantity.scale }
    public var shownUnit: String { quantity.shownUnit }
    var bounds: ClosedRange<Double>? { quantity.bounds }

    /// Its part of a file name.
    public var fileName: String { id.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined() }

    /// "Validation loss (mean squared error)".
    public var labelWithUnit: String { shownUnit.isEmpty ? label : "\(label) (\(shownUnit))" }

    /// Its id without a split that goes without saying.
    public var shortName: String {
        for split in ["/all", "/cost", "/validation"] where id.hasSuffix(split) { return String(id.dropLast(split.count)) }
        return id
    }

    public var arrow: String { direction.map { " \($0.arrow)" } ?? "" }

    /// In the shown unit, without its name.
    public func text(_ value: Double) -> String { fixed(value * scale, digits: digits) }

    /// With its sign: "+0.0012", "-0.0028", "0.0000".
    public func signedText(_ value: Double) -> String { signed(value * scale, digits: digits) }

    /// "lower is better".
    public var directionText: String { direction.map { "\($0.rawValue) is better" } ?? "neither way is better" }
}

extension AttentionMeasure {
    /// The mean over the rows where the measure is defined; nil without any.
    func mean(_ rows: [AttentionSummary]) -> Double? { SeedStatistics.mean(rows.compactMap(value).filter(\.isFinite)) }
}

/// A number with a fixed count of decimals and `.` in every locale; what is shown as zero has no sign.
func fixed(_ value: Double, digits: Int) -> String {
    let text = String(format: "%.\(digits)f", locale: Locale(identifier: "en_US_POSIX"), value)
    return text.hasPrefix("-") && text.allSatisfy({ "-0.".contains($0) }) ? String(text.dropFirst()) : text
}

/// A number with its sign, unless it is shown as zero.
func signed(_ value: Double, digits: Int) -> String {
    let text = fixed(abs(value), digits: digits)
    return text.allSatisfy { "0.".contains($0) } ? text : (value < 0 ? "-" : "+") + text
}

/// The shortest decimal that reads back as the same number; integral values without ".0".
func shortest(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

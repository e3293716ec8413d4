import Foundation
import ResultsStore
import Statistics

/// A metric as people read it.
public struct MetricDefinition: Sendable, Equatable {
    public enum Direction: String, Sendable, Codable { case higher, lower }

    /// Where the value lives.
    public enum Source: Sendable, Equatable, Hashable {
        /// A function of the job: `metrics`.
        case metric(MetricName)
        /// Depends on the machine: `measurements` and the usage of attempts.
        case measurement(String)
        /// Averaged over the attention statistics of a job's last step: text-fusing blocks, heads, timesteps, probes.
        case attention(AttentionMeasure)
    }

    public var source: Source
    public var label: String
    /// Unit of the stored value, such as "bytes"; "" for pure numbers.
    public var unit: String
    /// Which is better; nil where neither is.
    public var direction: Direction?
    /// Decimals in tables, after scaling.
    public var digits: Int
    /// Tables and plots show value x scale in `shownUnit`; CSV and JSON keep the stored value.
    public var scale: Double
    public var shownUnit: String

    public init(
        source: Source, label: String, unit: String, direction: Direction?, digits: Int, scale: Double = 1,
        shownUnit: String? = nil
    ) {
        self.source = source
        self.label = label
        self.unit = unit
        self.direction = direction
        self.digits = digits
        self.scale = scale
        self.shownUnit = shownUnit ?? unit
    }

    /// How the command line names it: `name/split`, or `name` for measurements.
    public var id: String {
        switch source {
        case .metric(let name): name.description
        case .measurement(let name): name
        case .attention(let measure): measure.rawValue
        }
    }

    /// A function of the configuration alone, equal for all seeds: the cost model's numbers.
    public var isExact: Bool {
        if case .metric(let name) = source { name.split == "cost" } else { false }
    }

    /// Whether per cents of a value mean something: not for differences and unbiased estimates, which scatter around 0.
    var hasNaturalZero: Bool {
        guard case .metric(let name) = source else { return true }
        return !["text_use_gap", "kernel_inception_distance"].contains(name.name)
    }

    /// Its part of a file name.
    var fileName: String { id.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined() }

    /// "Validation loss (mean squared error)".
    public var labelWithUnit: String { shownUnit.isEmpty ? label : "\(label) (\(shownUnit))" }

    /// Where shown values end by their nature: shares at 0 and 1 (or 100 %), losses, distances and what is measured of a
    /// machine at 0, ranks at 1.
    var bounds: ClosedRange<Double>? {
        switch (shownUnit, source) {
        case ("%", _): 0...100
        case ("share", _), ("0 one token, 1 all", _): 0...1
        case (_, .measurement): 0...Double.infinity
        case (_, .metric(let name)) where name.name.hasPrefix("loss") || name.name == "frechet_distance": 0...Double.infinity
        case (_, .metric(let name)) where name.name == "clip_score": 0...2.5
        case (_, .metric(let name)) where name.name == "retrieval_rank": 1...Double.infinity
        default: nil
        }
    }

    var arrow: String {
        switch direction {
        case .higher: " ↑"
        case .lower: " ↓"
        case nil: ""
        }
    }

    func text(_ value: Double) -> String { fixed(value * scale, digits: digits) }

    /// With its sign: "+0.0012", "-0.0028", "0.0000".
    func signedText(_ value: Double) -> String { signed(value * scale, digits: digits) }

    /// "lower is better".
    var directionText: String { direction.map { "\($0.rawValue) is better" } ?? "neither way is better" }
}

/// What attention statistics say about a whole job. Raw values are metric names on the command line.
public enum AttentionMeasure: String, Sendable, CaseIterable {
    case textMass = "attention_text_mass"
    case entropy = "attention_entropy"
    case effectiveRank = "attention_effective_rank"

    func value(_ record: AttentionStatisticsRecord) -> Double {
        switch self {
        case .textMass: record.textMass
        case .entropy: record.entropy
        case .effectiveRank: record.effectiveRank
        }
    }

    /// The mean over the records where the measure is defined; nil without any.
    func mean(_ records: [AttentionStatisticsRecord]) -> Double? {
        SeedStatistics.mean(records.map(value).filter(\.isFinite))
    }
}

/// A number with a fixed count of decimals and `.` in every locale.
func fixed(_ value: Double, digits: Int) -> String {
    String(format: "%.\(digits)f", locale: Locale(identifier: "en_US_POSIX"), value)
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

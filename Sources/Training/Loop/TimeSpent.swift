import Foundation
import Platform
import Results

/// Where the wall time of an attempt at a job goes, in seconds, under the names of the measurements that record it.
struct TimeSpent {
    /// Parts of an attempt in the order in which people read them, and what they are called then.
    private static let parts: [(metric: Metric, label: String)] = [
        (Metric.trainingSeconds, "training"), (Metric.validationSeconds, "validation"), (Metric.samplingSeconds, "sampling"),
        (Metric.attentionSeconds, "attention"), (Metric.knockoutSeconds, "knock-out"), (Metric.blockProbeSeconds, "block probes"),
        (Metric.storageSeconds, "storage"),
    ]

    /// By name; parts that nothing was spent on are missing.
    private(set) var seconds: [String: Double] = [:]

    mutating func add(_ seconds: Double, to metrics: Metric...) {
        for metric in metrics { self.seconds[metric.name, default: 0] += seconds }
    }

    subscript(metric: Metric) -> Double { seconds[metric.name] ?? 0 }

    /// "training 31.2 s, sampling 4.1 s, ..."
    var summary: String {
        Self.parts.filter { self[$0.metric] > 0 }.map { String(format: "%@ %.1f s", $0.label, self[$0.metric]) }.joined(separator: ", ")
    }
}

import Foundation
import Results
import ResultsStore
import Testing
@testable import Reports

@Suite struct MetricListTests {
    /// With FUSIONGRID_REGENERATE set the file is written anew instead.
    @Test("Every metric keeps its place, name, label, unit, direction, digits and part in reports") func list() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/metrics.tsv")
        let text = try lines().joined(separator: "\n") + "\n"
        if ProcessInfo.processInfo.environment["FUSIONGRID_REGENERATE"] != nil {
            try Data(text.utf8).write(to: file, options: .atomic)
        }
        let expected = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
        let found = text.split(separator: "\n").map(String.init)
        #expect(found.count == expected.count)
        for (found, expected) in zip(found, expected) { #expect(found == expected) }
    }

    /// One line a metric of a store that has a value of each known one and of some that only a store knows.
    private func lines() throws -> [String] {
        let store = try ResultsDatabase.inMemory()
        try store.register([
            JobRecord(
                key: "a", trainingKey: "t", configuration: ConfigurationRecord(json: "{}", options: []), seed: 1, dataFingerprint: "d")
        ])
        let attempt = try #require(try store.claim("a", by: .current, leaseSeconds: 60))
        var records = [
            "count_confusion_2_3/all", "executed_training_flops/cost", "items/train", "learned_images/all", "odd/split",
            "oracle_all_objects_7/all", "oracle_images/all", "oracle_relation_images/seen", "skipped_files/data",
            "truncated_captions/train",
        ]
        var measured = ["training_seconds": 1.0]
        for metric in MetricRegistry.known {
            switch metric.source {
            case .metric(let name): records.append(name.description)
            case .measurement(let name): measured[name] = 1
            case .attention, .people: break
            }
        }
        try attempt.record(
            metrics: records.map {
                let parts = $0.split(separator: "/").map(String.init)
                return MetricValue(MetricName(parts[0], parts[1]), step: 1, value: 1)
            })
        try attempt.record(measurements: measured)
        let registry = try MetricRegistry(store: store)
        let quality = Set(registry.quality.map(\.id)), defaults = Set(registry.defaults.map(\.id))
        return registry.definitions.map { metric in
            let flags = [
                (quality.contains(metric.id), "quality"), (defaults.contains(metric.id), "default"),
                (MetricRegistry.isBreakdown(metric), "breakdown"),
                (metric.isExact, "exact"), (metric.hasNaturalZero, "zero"),
            ]
            return [
                metric.id, metric.label, metric.unit, metric.direction?.rawValue ?? "", "\(metric.digits)", "\(metric.scale)",
                metric.shownUnit, metric.bounds.map { "\($0)" } ?? "", flags.filter(\.0).map(\.1).joined(separator: " "),
            ].joined(separator: "\t")
        }
    }
}

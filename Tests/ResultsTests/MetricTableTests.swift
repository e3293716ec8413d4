import Foundation
import Testing
@testable import Results

@Suite("The table of metrics") struct MetricTableTests {
    /// With FUSIONGRID_REGENERATE set the table is written anew instead.
    @Test("docs/metrics.md holds the table of every metric as it is") func reference() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appendingPathComponent("docs/metrics.md"), expected = MetricTable.markdownReference()
        var document = try String(contentsOf: file, encoding: .utf8)
        if ProcessInfo.processInfo.environment["FUSIONGRID_REGENERATE"] != nil {
            let heading = String(expected.prefix { $0 != "\n" })
            let first = try #require(document.range(of: heading)), last = try #require(document.range(of: "\n\n## Definitions and sources"))
            document.replaceSubrange(first.lowerBound..<last.lowerBound, with: expected.trimmingCharacters(in: .newlines))
            try Data(document.utf8).write(to: file, options: .atomic)
        }
        #expect(document.contains(expected), "FUSIONGRID_REGENERATE=1 replaces the table")
    }

    @Test("No two metrics have one name and split") func unique() {
        let names = MetricTable.rows.map { "\($0.metric.name)/\($0.split?.rawValue ?? "")" }
        #expect(Set(names).count == names.count)
    }

    @Test("Members of a family are found by their words, and names by their family") func families() {
        #expect(Metric.lossBucket[3].name == "loss_bucket_3")
        #expect(Metric.lossBucket[3].label(on: .validation) == "Validation loss, timesteps 301-400")
        #expect(Metric.oracleByObjects["shape_set", 2].name == "oracle_shape_set_objects_2")
        #expect(Metric.oracleByObjects["shape_set", 7].label(on: .all) == nil)
        #expect(Metric.countConfusion[2, 3].name == "count_confusion_2_3")
        #expect(MetricTable.metric(named: "oracle_shape_set_objects_7")?.role == .breakdown)
        #expect(MetricTable.metric(named: "oracle_shape_set")?.label(on: .seen) == "Shapes present, seen captions")
        #expect(MetricTable.metric(named: "count_confusion_2_9")?.role == .breakdown)
        #expect(MetricTable.metric(named: "loss_bucket_") == nil)
        #expect(Metric.knockoutFrechetDistance["block_3"].name == "knockout_block_3_frechet_distance")
        #expect(MetricTable.metric(named: "knockout_block_3_frechet_distance")?.role == .breakdown)
        #expect(MetricTable.metric(named: "knockout_outer_frechet_distance_again") == nil)
        #expect(MetricTable.metric(named: "knockout_cost_outer_oracle_count")?.hasNaturalZero == false)
        #expect(Metric.knockoutCostByBlock[12, "shape_set"].name == "knockout_cost_block_12_oracle_shape_set")
        #expect(MetricTable.metric(named: "block_probe_count_block_2_timestep_50")?.role == .breakdown)
        #expect(MetricTable.metric(named: "block_probe_colour_inner_minus_outer")?.label(on: .test) != nil)
        #expect(MetricTable.metric(named: "another") == nil)
    }

    @Test("A value is recorded under the name and split of its metric") func values() {
        let value = Metric.loss.value(0.5, on: .train, step: 7)
        #expect(value == MetricValue(MetricName("loss", "train"), step: 7, value: 0.5))
        let missing = Metric.recall.missing(because: "few", on: .heldOut, step: 7)
        #expect(missing == MissingMetric(MetricName("recall", "held-out"), step: 7, reason: "few"))
    }
}

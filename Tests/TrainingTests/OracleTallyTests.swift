import Datasets
import Evaluation
import Foundation
import Platform
import TestSupport
import Testing

@testable import Experiments
@testable import Training

@Suite("Tally of an oracle's verdicts")
struct OracleTallyTests {
    @Test("Shares, numbers of pictures, breakdown by objects, and the confusion matrix")
    func metrics() {
        var tally = OracleTally()
        tally.add(ImageVerdict(asked: 1, seen: 1, scores: ["count": true, "all": true]))
        tally.add(ImageVerdict(asked: 2, seen: 3, scores: ["count": false, "all": false, "relation": true]))
        tally.add(ImageVerdict(asked: 2, seen: 2, scores: ["count": true, "all": false, "relation": false]))
        tally.add(ImageVerdict(asked: 2, seen: 40, scores: ["count": false, "all": false]))
        let metrics = tally.metrics(split: .seen, step: 7)
        func value(_ name: String) -> Double? { metrics.first { $0.name.name == name }?.value }
        #expect(metrics.allSatisfy { $0.name.split == "seen" && $0.step == 7 })
        #expect(Set(metrics.map(\.name)).count == metrics.count)
        #expect(value("oracle_images") == 4 && value("oracle_count") == 0.5 && value("oracle_all") == 0.25)
        #expect(value("oracle_relation") == 0.5 && value("oracle_relation_images") == 2)
        #expect(value("oracle_count_objects_1") == 1 && value("oracle_count_objects_2") == 1.0 / 3)
        #expect(value("oracle_images_objects_2") == 3 && value("oracle_relation_images_objects_2") == 2)
        #expect(value("oracle_relation_objects_1") == nil)
        #expect(value("count_confusion_2_3") == 1 && value("count_confusion_2_9") == 1 && value("count_confusion_2_0") == 0)
        #expect(metrics.count { $0.name.name.hasPrefix("count_confusion_") } == 20)
    }
}

@Suite("A job on scenes")
struct SceneJobTests {
    @Test("trains, is judged by its oracle, and says where attention falls")
    func run() throws {
        let stamps = try StampFolder.usual(), folder = TemporaryFolder(), sink = MemorySink()
        let job = TinyJobs.job {
            $0.data.kind = .scenes
            $0.data.path = stamps.path
            $0.data.imageSize = 48
            $0.data.kinds = 5
            $0.data.grammar = [.counts, .relations]
            $0.model.patchSize = 8
            $0.evaluate.localisation = 4
        }
        #expect(ConfigurationRule.all.compactMap { $0.problem(job.configuration) } == [])
        let outcome = try JobTrainer(
            job: job, assets: JobAssets(), files: JobFiles(root: folder.url, key: job.key), threads: 1, sink: sink,
            stop: StopSignal()
        ).run()
        #expect(outcome == .done)
        for name in ["oracle_count", "oracle_kind", "oracle_kind_set", "oracle_all"] {
            #expect(sink.value(name, "all", 12) != nil, "\(name)")
        }
        #expect(try #require(sink.value("oracle_crop_accuracy", "test", 0)) > 0.9)
        #expect(sink.localisation["12"]?.contains { $0.source == .test && $0.role == .noun } == true)
        #expect(sink.value("attention_energy_first", "probes", 12).map { 0...1 ~= $0 } == true)
    }
}

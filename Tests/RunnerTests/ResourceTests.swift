import Foundation
import Platform
import ResultsStore
@testable import Runner
import Testing
import Training

@Suite("Failures")
struct ResourceTests {
    @Test("Failures are alike when they differ in numbers, keys and paths alone")
    func alike() {
        var watch = FailureWatch()
        func note(_ ending: Ending, _ reason: String, _ seconds: Double = 1) -> String? {
            watch.note(ending, reason: reason, afterSeconds: seconds)
        }
        #expect(note(.error, "/a/1.png: no such file") == nil)
        #expect(note(.error, "another thing") == nil)
        #expect(note(.diverged, "/a/1.png: no such file") == nil)
        #expect(note(.error, "/b/2.png: no such file") == nil)
        #expect(note(.error, "/b/2.png: no such file", 61) == nil)
        #expect(note(.interrupted, "x") == nil && note(.interrupted, "x") == nil && note(.interrupted, "x") == nil)
        #expect(
            note(.error, "/c/3.png: no such file")
                == "3 jobs failed alike in their first minute (error): /c/3.png: no such file")
        #expect(note(.error, "/d/4.png: no such file") == nil)
    }

    @Test("Estimates cover what a job takes, and a checkpoint's size is its file's")
    func estimates() throws {
        let fixture = try SweepFixture()
        let sweep = try fixture.sweep(
            "size", "seeds: [1]\n", overrides: ["train.steps=1000000", "train.checkpoint_every=20", "model.width=64"])
        let file = fixture.store.files(of: sweep.jobs[0].key).checkpoint, stop = StopSignal()
        Thread.detachNewThread {
            for _ in 0..<6000 where access(file.path, F_OK) != 0 { usleep(10_000) }
            stop.request()
        }
        _ = try fixture.run(sweep, stop: stop)
        let bytes = try #require(try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int)
        let expected = sweep.jobs[0].configuration.checkpointBytes
        #expect(bytes >= expected && bytes < expected + 4096)
        #expect(sweep.jobs[0].configuration.estimatedBytes > 3 * expected)
    }
}

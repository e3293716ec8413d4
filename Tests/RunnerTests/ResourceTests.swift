import Foundation
import Platform
import ResultsStore
@testable import Runner
import Testing
import Training

@Suite("Resources and failures")
struct ResourceTests {
    @Test("Memory is the machine's, or less in a control group of either version, its parents included")
    func controlGroups() {
        #expect(
            MachineMemory.meminfo("MemTotal:  1000 kB\nMemFree: 1 kB\nMemAvailable:  600 kB\n")
                == MachineMemory(available: 614_400, total: 1_024_000))
        #expect(MachineMemory.meminfo("nothing") == nil)
        let second = [
            "/sys/fs/cgroup/a/b/memory.max": "max\n", "/sys/fs/cgroup/a/b/memory.current": "5\n",
            "/sys/fs/cgroup/a/memory.max": "1000\n", "/sys/fs/cgroup/a/memory.current": "700\n",
            "/sys/fs/cgroup/a/memory.stat": "anon 1\ninactive_file 100\n",
        ]
        #expect(MachineMemory.controlGroups("0::/a/b\n") { second[$0] } == [MachineMemory(available: 400, total: 1000)])
        let first = [
            "/sys/fs/cgroup/memory/j/memory.limit_in_bytes": "2000\n", "/sys/fs/cgroup/memory/j/memory.usage_in_bytes": "500\n",
            "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
            "/sys/fs/cgroup/memory/memory.usage_in_bytes": "500\n",
        ]
        #expect(
            MachineMemory.controlGroups("5:cpu:/x\n4:memory:/j\n0::/\n") { first[$0] }
                == [MachineMemory(available: 1500, total: 2000)])
        #expect(MachineMemory.controlGroups("garbage") { _ in nil }.isEmpty)
        let here = MachineMemory.current
        #expect(here.available > 0 && here.available <= here.total)
    }

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

import Foundation
import Testing
@testable import Platform

@Suite("The machine's load")
struct MachineLoadTests {
    private let stat = "cpu  1000 200 300 90000 400 50 60 70 500 20\ncpu0 1 1 1 1 1 1 1 1 1 1\nintr 5\n"

    @Test("is read from /proc: all but idle and waiting, guests not twice")
    func texts() {
        let load = MachineLoad(loadavg: "1.25 0.80 0.40 2/345 6789\n", stat: stat, ticksPerSecond: 100)
        // 1000 + 200 + 300 + 50 + 60 + 70 ticks of 10 ms.
        #expect(load.average == 1.25 && load.busySeconds == 16.8)
        let missing = MachineLoad(loadavg: "", stat: "cpu  1 2 3 4\n", ticksPerSecond: 100)
        #expect(missing.average == nil && missing.busySeconds == nil)
    }

    @Test("is foreign but for what this process used")
    func foreign() {
        let before = MachineLoad(loadavg: "0", stat: stat, ticksPerSecond: 100)
        let after = MachineLoad(loadavg: "0", stat: stat.replacing("cpu  1000 ", with: "cpu  1450 "), ticksPerSecond: 100)
        // 4.5 s busy in 2 s, of them 3.5 s our own.
        #expect(after.foreignCores(since: before, own: 3.5, seconds: 2) == 0.5)
        #expect(after.foreignCores(since: before, own: 5, seconds: 2) == 0, "the kernel counts in ticks")
        #expect(MachineLoad(loadavg: "", stat: "", ticksPerSecond: 100).foreignCores(since: before, own: 0, seconds: 1) == nil)
    }

    @Test("of this machine grows with this process's own work, which is not foreign")
    func live() throws {
        let before = MachineLoad.current, own = ProcessUsage.current.cpuSeconds, watch = Stopwatch()
        var sum = 0.0
        while ProcessUsage.current.cpuSeconds - own < 0.3 { for index in 0..<10_000 { sum += Double(index).squareRoot() } }
        #expect(sum > 0)
        let after = MachineLoad.current, used = ProcessUsage.current.cpuSeconds - own, seconds = watch.seconds
        guard let busy = after.busySeconds, let earlier = before.busySeconds else { return }  // no /proc here
        #expect(busy - earlier > 0.5 * used)
        let foreign = try #require(after.foreignCores(since: before, own: used, seconds: seconds))
        #expect(foreign >= 0 && foreign <= Double(MachineInfo.cores) + 0.5)
    }
}

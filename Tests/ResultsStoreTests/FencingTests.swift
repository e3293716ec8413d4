import Foundation
import Results
import Testing
@testable import ResultsStore

@Suite("Leases, fences and retry budgets")
struct FencingTests {
    let store: ResultsDatabase
    let start = Date(timeIntervalSince1970: 1_700_000_000)
    let other = runner(host: "node-b"), third = runner(host: "node-c")

    init() throws {
        store = try ResultsDatabase.inMemory()
        try store.register([job("a")])
    }

    private func clock(_ seconds: Double, jump: Double = 0) -> LeaseClock {
        LeaseClock(now: start.addingTimeInterval(seconds + jump), uptime: 1000 + seconds)
    }

    @Test("A clock that jumps an hour changes nothing on one machine", arguments: [3600.0, -3600])
    func clockJumps(jump: Double) throws {
        _ = try #require(try store.claim("a", by: other, leaseSeconds: 60, clock: clock(0)))
        #expect(try store.claim("a", by: third, leaseSeconds: 60, clock: clock(30, jump: jump)) == nil)
        #expect(try store.releaseLost(seenBy: third, clock: clock(59, jump: jump)) == [])
        #expect(try store.claim("a", by: third, leaseSeconds: 60, clock: clock(61, jump: jump)) != nil)
    }

    @Test("Between machines the day's time is all there is")
    func otherMachine() throws {
        let far = runner(host: "node-b", boot: "boot-2")
        _ = try #require(try store.claim("a", by: far, leaseSeconds: 60, clock: clock(0)))
        #expect(try store.claim("a", by: third, leaseSeconds: 60, clock: LeaseClock(now: start + 59, uptime: 9e9)) == nil)
        #expect(try store.claim("a", by: third, leaseSeconds: 60, clock: LeaseClock(now: start + 61, uptime: 0)) != nil)
    }

    @Test("A fenced latecomer overwrites nothing, whatever it writes")
    func fences() throws {
        let late = try #require(try store.claim("a", by: other, leaseSeconds: 60, clock: clock(0)))
        try late.record(metrics: [MetricValue(MetricName("loss", "train"), step: 1, value: 1)])
        let holder = try #require(try store.claim("a", by: third, leaseSeconds: 60, clock: clock(61)))
        let site = AttentionSite(step: 1, caption: "c", blockIndex: 0, block: "b", head: 0, timestep: 1)
        let writes: [() throws -> Void] = [
            { try late.record(metrics: [MetricValue(MetricName("loss", "train"), step: 1, value: 2)]) },
            { try late.record(probes: [Probe(position: 0, caption: "c", tokens: [])]) },
            {
                try late.record(maps: [AttentionMap(site: site, queryTokens: 1, keyTokens: 1, values: [1])])
            },
            {
                try late.record(summaries: [AttentionSummary(site: site, textMass: 1, entropy: 1, effectiveRank: 1)])
            },
            { try late.record(samples: [SampleRecord(step: 1, kind: .grid, png: Data([1]))]) },
            { try late.record(identities: ["x": "y"]) },
            {
                try late.record(localisation: [
                    LocalisationRow(
                        step: 1, source: .test, role: .noun, blockIndex: 0, block: "b", head: 0, timestep: 1, words: 1, pointing: 1,
                        iou: 1, area: 1, chanceIoU: 1)
                ])
            },
            { try late.record(missing: [MissingMetric(MetricName("recall", "all"), step: 1, reason: "few")]) },
            { _ = try late.copyTraining(from: "b", steps: 1) },
        ]
        for write in writes {
            #expect(
                message(write)
                    == "attempt 1: job a belongs to another attempt now; this one's results are not taken")
        }
        #expect(message { try late.finish(.done) }?.contains("ended already as lost") == true)
        #expect(try store.finalMetrics(["a"])["a"]?[MetricName("loss", "train")]?.value == 1)
        for table in ["probes", "attention_maps", "attention_packs", "attention_statistics", "samples", "identities", "missing_metrics"] {
            #expect(try store.query("SELECT count(*) FROM \(table)").rows == [[.integer(0)]])
        }
        try holder.record(metrics: [MetricValue(MetricName("loss", "train"), step: 1, value: 3)])
        try holder.finish(.done)
        #expect(message { try holder.record(identities: ["x": "y"]) }?.hasPrefix("attempt 2:") == true)
    }

    @Test("Writes in one transaction are kept all or not at all")
    func transactions() throws {
        let attempt = try #require(try store.claim("a", by: other, leaseSeconds: 60))
        func write(_ step: Int, then body: () throws -> Void) throws {
            try store.transaction {
                try attempt.record(metrics: [MetricValue(MetricName("loss", "train"), step: step, value: 1)])
                try attempt.record(identities: ["role": "\(step)"])
                try body()
            }
        }
        try write(1) {}
        struct Stop: Error {}
        #expect(throws: Stop.self) { try write(2) { throw Stop() } }
        #expect(
            message { try write(3) { try Attempt(store, id: attempt.id, job: "unknown", leaseSeconds: 60).record(identities: [:]) } }?
                .hasPrefix("job unknown:") == true)
        #expect(try store.finalMetrics(["a"])["a"]?[MetricName("loss", "train")]?.step == 1)
        #expect(try store.identities("a") == ["role": "1"])
    }

    /// One attempt that began at `step` and ended so.
    private func attempt(_ ending: Ending, from step: Int) throws {
        try #require(try store.claim("a", by: other, leaseSeconds: 60, startStep: step)).finish(ending, reason: "why")
    }

    @Test("Three attempts that end where they began are an error; progress starts the count anew, and so does a retry")
    func budget() throws {
        for step in [0, 0, 5, 5] {
            try attempt(step == 0 ? .lost : .interrupted, from: step)
            #expect(try store.endIfStuck("a", startStep: step) == nil)
        }
        try attempt(.lost, from: 5)
        #expect(try store.endIfStuck("a", startStep: 6) == nil)
        let reason = try #require(try store.endIfStuck("a", startStep: 5))
        #expect(
            reason == "3 attempts in a row began at step 5 and got no further; the last: why; "
                + "`fusiongrid retry SPEC --kind error` lets it run again")
        #expect(try store.states(["a"])["a"]?.state == .error)
        #expect(try store.claim("a", by: other, leaseSeconds: 60) == nil)
        #expect(try store.retry(["a"], endings: [.error]) == ["a"])
        for _ in 0..<2 {
            try attempt(.lost, from: 5)
            #expect(try store.endIfStuck("a", startStep: 5) == nil)
        }
        try attempt(.interrupted, from: 5)
        #expect(try store.endIfStuck("a", startStep: 5) != nil)
    }

    @Test("A process that the kernel killed for memory is told from one that vanished")
    func outOfMemory() throws {
        let here = RunnerIdentity.current
        var dead = here
        dead.pid = 4_100_000
        dead.processStarted = "1"
        let claimed = try #require(try store.claim("a", by: dead, leaseSeconds: 60))
        let before = OutOfMemoryKills.count
        #expect(before != nil)
        let kills = OutOfMemoryKills(
            kernelLog: "6,1,2,-;Out of memory: Killed process 4100000 (fusiongrid) total-vm:1kB", countNow: (before ?? 0) + 1)
        #expect(try store.releaseLost(outOfMemory: kills) == ["a"])
        let attempt = try #require(try store.attempts("a").first { $0.id == claimed.id })
        #expect(attempt.ending == .outOfMemory)
        #expect(attempt.reason?.contains("the kernel killed it for memory; run fewer workers") == true)
        #expect(try store.states(["a"])["a"]?.state == .outOfMemory)
        #expect(try store.claim("a", by: here, leaseSeconds: 60) == nil)
        #expect(try store.retry(["a"], endings: [.outOfMemory]) == ["a"])

        #expect(OutOfMemoryKills(kernelLog: nil, countNow: 3).verdict(pid: 1, since: 3) == nil)
        #expect(OutOfMemoryKills(kernelLog: nil, countNow: 4).verdict(pid: 1, since: 3)?.contains("most likely this one") == true)
        #expect(OutOfMemoryKills.count(in: "pgscan 1\noom_kill 17\nx 2\n") == 17)
        #expect(OutOfMemoryKills.count(in: "") == nil)
    }
}

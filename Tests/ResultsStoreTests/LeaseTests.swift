import Dispatch
import Foundation
import TestSupport
import Testing
@testable import ResultsStore

@Suite("Claiming, finishing, retrying")
struct LeaseTests {
    let store: ResultsDatabase
    let me = runner(), start = Date(timeIntervalSince1970: 1_700_000_000)

    init() throws {
        store = try ResultsDatabase.inMemory()
        try store.register([job("a"), job("b")])
    }

    /// So many seconds after the start, by both clocks.
    private func at(_ seconds: Double) -> LeaseClock {
        LeaseClock(now: start.addingTimeInterval(seconds), uptime: 1000 + seconds)
    }

    private func state(_ key: String) throws -> JobState? { try store.states([key])[key]?.state }

    @Test("Two runners with connections of their own race for 100 jobs: each job goes to exactly one")
    func race() throws {
        let folder = TemporaryFolder(), path = folder.path("results.sqlite")
        let keys = (0..<100).map { "job\($0)" }
        try ResultsDatabase(path: path, access: .readWrite).register(keys.map { job($0) })
        let stores = try (0..<2).map { _ in try ResultsDatabase(path: path, access: .readWrite) }
        let wins = Wins()
        DispatchQueue.concurrentPerform(iterations: 4) { worker in
            for key in worker % 2 == 0 ? keys : keys.reversed() {
                do {
                    let identity = runner(host: "node-\(worker)", pid: 1)
                    if try stores[worker % 2].claim(key, by: identity, leaseSeconds: 60) != nil {
                        wins.add(key, worker: worker)
                    }
                } catch {
                    wins.add("error: \(error)", worker: worker)
                }
            }
        }
        #expect(wins.keys.sorted() == keys.sorted())
        #expect(try stores[0].query("SELECT count(*) FROM attempts").rows == [[.integer(100)]])
        #expect(try stores[0].query("SELECT count(*) FROM jobs WHERE state = 'running'").rows == [[.integer(100)]])
    }

    @Test("A claimed job is running and cannot be claimed again by a process whose fate is unknown until its lease ends")
    func lease() throws {
        let first = try #require(try store.claim("a", by: me, leaseSeconds: 60, clock: at(0)))
        let other = runner(host: "node-b")
        #expect(try state("a") == .running)
        #expect(try store.claim("a", by: other, leaseSeconds: 60, clock: at(59)) == nil)
        #expect(try first.heartbeat(clock: at(50)) == .proceed)
        #expect(try store.claim("a", by: other, leaseSeconds: 60, clock: at(109)) == nil)
        let second = try #require(try store.claim("a", by: other, leaseSeconds: 60, clock: at(111)))
        let attempts = try store.attempts("a")
        #expect(attempts.map(\.id) == [first.id, second.id])
        #expect(attempts.map(\.ending) == [.lost, nil])
        #expect(attempts[0].reason == "process 4000000 on node-a vanished; last sign of life 2023-11-14T22:14:10Z")
        #expect(try first.heartbeat() == .lost)
        #expect(
            message { try first.finish(.done) }
                == "attempt 1: ended already as lost; only a running attempt can be finished or measured")
        #expect(try state("a") == .running)
    }

    @Test("A process seen alive keeps its job after its lease; one seen dead loses it at once")
    func liveness() throws {
        let here = RunnerIdentity.current
        _ = try #require(try store.claim("a", by: here, leaseSeconds: 1, clock: at(0)))
        #expect(try store.claim("a", by: here, leaseSeconds: 1, clock: at(1000)) == nil)

        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/bin/sh")
        child.arguments = ["-c", "exit 0"]
        try child.run()
        child.waitUntilExit()
        var dead = here
        dead.pid = Int(child.processIdentifier)
        dead.processStarted = "1"
        #expect(here.liveness(of: dead) == .gone)
        _ = try #require(try store.claim("b", by: dead, leaseSeconds: 1000, clock: at(0)))
        #expect(try store.claim("b", by: here, leaseSeconds: 1000, clock: at(0)) != nil)
    }

    @Test("A reused pid, another boot, another machine and another container are told apart")
    func identities() {
        let here = RunnerIdentity.current
        #expect(here.liveness(of: here) == .alive)
        var other = here
        other.processStarted = "1"
        #expect(here.liveness(of: other) == .gone)
        other = here
        other.bootID = "another"
        #expect(here.liveness(of: other) == .gone)
        other = here
        other.host = "elsewhere"
        #expect(here.liveness(of: other) == .unknown)
        other = here
        other.processNamespace = "pid:[1]"
        #expect(here.liveness(of: other) == .unknown)
        other = here
        other.pid = -1
        #expect(here.liveness(of: other) == .gone)
    }

    @Test("Every ending moves the job to its state and keeps reason, log tail and usage", arguments: Ending.allCases)
    func endings(ending: Ending) throws {
        let provenance = Provenance(
            codeVersion: "1.0", commit: "abc", cpuModel: "cpu", blasBuild: "OpenBLAS", blasKernel: "Haswell", threads: 1,
            workers: 2)
        let attempt = try #require(
            try store.claim("a", by: me, leaseSeconds: 60, provenance: provenance, clock: at(0)))
        try attempt.record(measurements: ["images_per_second": 95.5, "odd": .nan])
        let usage = AttemptUsage(wallSeconds: 12.5, cpuSeconds: 20, peakBytes: 1 << 30)
        let end = start.addingTimeInterval(13)
        try attempt.finish(ending, reason: "why", logTail: "last line", usage: usage, now: end)
        let status = try #require(try store.states(["a"])["a"])
        #expect(
            status
                == JobStatus(
                    state: ending.state, reason: "why", attempts: 1, codeVersion: "1.0", cancelRequested: false, updated: end))
        let record = try #require(try store.attempts("a").first)
        #expect(record.ending == ending && record.reason == "why" && record.logTail == "last line")
        #expect(record.started == start && record.ended == end && record.runner == me)
        #expect(record.provenance == provenance && record.usage == usage)
        #expect(record.measurements["images_per_second"] == 95.5 && record.measurements["odd"]?.isNaN == true)
        #expect(ending.state.rawValue == ending.rawValue)
        let claimable = try store.claim("a", by: me, leaseSeconds: 60) != nil
        #expect(claimable == ending.state.isClaimable)
    }

    @Test("Retry makes failures pending, leaves done jobs alone unless named, and says which changed")
    func retries() throws {
        try #require(try store.claim("a", by: me, leaseSeconds: 9)).finish(.diverged, reason: "NaN")
        try #require(try store.claim("b", by: me, leaseSeconds: 9)).finish(.done)
        #expect(try store.retry(["a", "b"], endings: [.timeout]) == [])
        #expect(try store.retry(["a", "b"]) == ["a"])
        #expect(try store.states(["a"])["a"]?.reason == nil)
        #expect(try store.retry(["b"], endings: [.done]) == ["b"])
        #expect(
            message { try store.retry(["zz"]) }
                == "job zz: not in the results database; `fusiongrid status SPEC` lists the jobs of a spec")
    }

    @Test("Cancelling stops what waits at once, asks what runs, and leaves what ended")
    func cancels() throws {
        let attempt = try #require(try store.claim("a", by: me, leaseSeconds: 60))
        #expect(try store.cancel("a") == .requested)
        #expect(try attempt.heartbeat() == .cancelRequested)
        try attempt.finish(.cancelled, reason: "cancelled on request")
        #expect(try store.cancel("a") == .alreadyEnded(.cancelled))
        #expect(try store.cancel("b") == .cancelled)
        #expect(try state("b") == .cancelled)
        #expect(try store.claim("b", by: me, leaseSeconds: 60) == nil)
        #expect(try store.retry(["a", "b"]) == ["a", "b"])
        let again = try #require(try store.claim("a", by: me, leaseSeconds: 60))
        #expect(try again.heartbeat() == .proceed)
    }

    @Test("Jobs whose process is gone are released as lost")
    func releases() throws {
        let here = RunnerIdentity.current
        var dead = here
        dead.bootID = "an earlier boot"
        _ = try #require(try store.claim("a", by: dead, leaseSeconds: 1000))
        _ = try #require(try store.claim("b", by: here, leaseSeconds: 1000))
        #expect(try store.releaseLost() == ["a"])
        #expect(try state("a") == .lost)
        #expect(try state("b") == .running)
        #expect(try store.attempts("a").first?.ending == .lost)
    }

    @Test("Claiming, measuring or finishing what does not exist is an error")
    func unknown() throws {
        let none = Attempt(store, id: AttemptID(rawValue: 77), job: "a", leaseSeconds: 1)
        #expect(message { _ = try store.claim("zz", by: me, leaseSeconds: 1) }?.hasPrefix("job zz: not in the results database") == true)
        #expect(
            message { try none.finish(.done) }
                == "attempt 77: no such attempt; only a running attempt can be finished or measured")
        #expect(message { try none.record(measurements: ["a": 1]) }?.hasPrefix("attempt 77: no such attempt") == true)
        #expect(try none.heartbeat() == .lost)
    }
}

/// Collects from several threads; the lock guards both members.
private final class Wins: @unchecked Sendable {
    private let lock = NSLock()
    private var won: [(String, Int)] = []

    func add(_ key: String, worker: Int) { lock.withLock { won.append((key, worker)) } }
    var keys: [String] { lock.withLock { won.map(\.0) } }
}

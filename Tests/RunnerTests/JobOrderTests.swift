import Experiments
import Foundation
import ResultsStore
@testable import Runner
import Testing

@Suite("The order in which jobs run")
struct JobOrderTests {
    private let grid = "axes: {fusion.point: [0, 1], train.weight_decay: [0, 0.1, 0.2, 0.3], sample.guidance: [0, 1]}\nseeds: [5, 2, 9]\n"

    @Test("is whole seeds, in the spec's order, and within each all cells shuffled in an order of its own")
    func wholeSeeds() throws {
        let sweep = try SweepFixture().sweep("study", grid), order = sweep.jobsInRunningOrder
        #expect(Set(order.map(\.key)) == Set(sweep.jobs.map(\.key)) && order.count == 48)
        var shuffles: Set<[Int]> = []
        for (place, seed) in [5, 2, 9].enumerated() {
            let block = order[(16 * place)..<(16 * (place + 1))]
            #expect(block.allSatisfy { $0.seed == seed })
            #expect(block.map(\.cellIndex).sorted() == Array(0..<16))
            shuffles.insert(block.map(\.cellIndex))
        }
        // Three times the same, or the grid's own order, would each be one chance in 16 factorial.
        #expect(shuffles.count == 3 && !shuffles.contains(Array(0..<16)))
        #expect(sweep.jobs.map(\.cellIndex) == (0..<48).map { $0 % 16 })
    }

    @Test("is the same in every run and for a part of the sweep, another for another spec")
    func stable() throws {
        let fixture = try SweepFixture(), order = try fixture.sweep("study", grid).jobsInRunningOrder.map(\.key)
        #expect(try fixture.sweep("study", grid).jobsInRunningOrder.map(\.key) == order)
        #expect(try fixture.sweep("study", grid, overrides: ["seeds=[2]"]).jobsInRunningOrder.map(\.key) == Array(order[16..<32]))
        let other = try fixture.sweep("other", grid).jobsInRunningOrder.map(\.key)
        #expect(other != order && Set(other) == Set(order))
    }

    /// By Python: `hashlib.sha256(b"order-1\nstudy\n3\n")`, its first 64 bits exclusive-or those of the key, then SplitMix64's
    /// finaliser in integers of any length. It holds for every version: a half-done sweep goes on in its order.
    @Test("comes from a hash that any program can compute")
    func golden() {
        #expect(JobOrder.salt(spec: "study", seed: 3) == 17_086_083_132_547_461_130)
        let key = "cec0dd209335167a990350dc5dbe04b750554f78e77a113332fe9d54dc87c9e9"
        #expect(JobOrder.rank(key: key, salt: 17_086_083_132_547_461_130) == 12_700_112_661_295_249_185)
    }

    @Test("is that of the attempts in the store, jobs that share a training included")
    func attempts() throws {
        let fixture = try SweepFixture()
        let sweep = try fixture.sweep("run", "axes: {fusion.point: [0, 1], sample.guidance: [0, 1]}\nseeds: [2, 1]\n")
        #expect(try fixture.run(sweep).done == 8)
        let rows = try fixture.store.open(.readOnly).query("SELECT job FROM v_attempts ORDER BY attempt").rows
        #expect(rows == sweep.jobsInRunningOrder.map { [.text($0.key)] })
    }

    @Test("and worlds that vary with the seed: each seed's data and encoder are its own, planned and recorded")
    func variedWorlds() throws {
        let fixture = try SweepFixture()
        let sweep = try fixture.sweep(
            "worlds", "axes: {fusion.point: [0, 1], sample.guidance: [0, 1]}\nseeds: {count: 2, first: 4, vary: [data.seed, text.seed]}\n")
        #expect(Set(sweep.jobs.map(\.dataFingerprint)).count == 2)
        #expect(try fixture.run(sweep).done == 8)
        let rows = try fixture.store.open(.readOnly).query(
            """
            SELECT DISTINCT j.seed, d.value, t.value FROM jobs j JOIN job_options d ON d.job = j.key AND d.path = 'data.seed'
            JOIN job_options t ON t.job = j.key AND t.path = 'text.seed' ORDER BY 1
            """
        ).rows
        #expect(rows == [[.integer(4), .text("1"), .text("1")], [.integer(5), .text("2"), .text("2")]])
        let trained = try fixture.store.open(.readOnly).query("SELECT count(*) FROM measurements WHERE name = 'images_per_second'").rows
        #expect(trained == [[.integer(4)]], "guidances share a training within a seed, seeds share none")

        let encoders = try fixture.sweep(
            "encoders", "seeds: {count: 3, vary: [text.seed]}\n",
            overrides: ["text.encoder=mini-clip", "text.width=16", "evaluate.evaluator=mini-clip"])
        let plan = try SweepPlan(
            sweep: encoders, states: [:], store: fixture.store, pace: SweepPace(gflops: 50, source: "given"), workers: 1, threads: 1)
        #expect(plan.encoders == 4, "one judge, three conditioners")
        #expect(plan.varied == ["text.seed"])
    }
}

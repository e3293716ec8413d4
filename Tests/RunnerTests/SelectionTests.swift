import Experiments
import Foundation
import ResultsStore
@testable import Runner
import Testing

@Suite("Which jobs are meant")
struct SelectionTests {
    private static let grid = "axes: {fusion.point: [0, 1], train.weight_decay: [0, 0.1]}\nseeds: [3, 5]\n"

    private func registered() throws -> (SweepFixture, Sweep, ResultsDatabase) {
        let fixture = try SweepFixture(), sweep = try fixture.sweep("study", Self.grid)
        let database = try fixture.store.open(.readWrite)
        try sweep.register(in: database)
        return (fixture, sweep, database)
    }

    private func problem(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch { return "\(error)" }
    }

    @Test(
        "conditions on options, seeds and several values at once",
        arguments: [
            (["fusion.point=0"], 4), (["point=0,1"], 8), (["!point=0"], 4), (["point=0", "weight_decay=1e-1", "seed=3"], 1),
            (["seed=[3, 5]"], 8), (["state=new"], 8), (["!seed=5", "state=waiting"], 4), ([], 8),
        ])
    func conditions(texts: [String], count: Int) throws {
        let (_, sweep, database) = try registered()
        let part = try sweep.restricted(to: texts, in: database)
        #expect(part.jobs.count == count)
        #expect(part.cells == Array(Set(part.jobs.map(\.cellIndex))).sorted())
        #expect(part.jobsInRunningOrder.map(\.key) == sweep.jobsInRunningOrder.map(\.key).filter(Set(part.jobs.map(\.key)).contains))
    }

    @Test("a misspelt condition is told with what may be meant")
    func misspelt() throws {
        let (_, sweep, database) = try registered()
        func told(_ text: String) -> String? { problem { _ = try sweep.restricted(to: [text], in: database) } }
        #expect(told("fusion.pont=0")?.contains("did you mean `fusion.point`") == true)
        #expect(told("point=7") == "condition 'point=7': no job of study has `7`; there is: 0, 1")
        #expect(told("state=dnoe")?.hasSuffix("did you mean `done`?") == true)
        #expect(told("steps=6")?.contains("short for several options: `train.steps`, `sample.steps`") == true)
        #expect(told("state=done") == "no job of study is so: state=done")
        #expect(told("seed=x") == "condition 'seed=x': found `x`, allowed: an integer")
    }

    @Test("tags and archived jobs: a sweep without them, and nothing lost")
    func remarks() throws {
        let (_, sweep, database) = try registered()
        let keys = sweep.jobs.map(\.key)
        #expect(try database.tag([keys[0], keys[1], keys[0]], "odd") == 2 && database.tag([keys[0]], "odd") == 0)
        #expect(try sweep.restricted(to: ["tag=odd"], in: database).jobs.map(\.key) == [keys[0], keys[1]])
        #expect(try database.archive([keys[0], keys[7]]) == 2)
        let shown = try sweep.restricted(to: [], in: database)
        #expect(shown.archived == 2 && shown.jobs.map(\.key) == Array(keys[1..<7]) && shown.cells == [0, 1, 2, 3])
        #expect(try sweep.restricted(to: ["tag=odd"], in: database).archived == 1)
        #expect(try database.archive([keys[0], keys[7]], undo: true) == 2)
        #expect(try sweep.restricted(to: [], in: database).jobs.count == 8)
        try database.note("a remark", on: keys[0])
        #expect(try database.notes(on: keys[0]).map(\.text) == ["a remark"])
        #expect(try StoreCatalogue(database).entries(where: JobSelection(["spec=study", "!tag=odd"])).count == 6)
    }
}

import Foundation
import ResultsStore
@testable import Runner
import Testing

@Suite("What a run leaves behind beside results")
struct SweepEndTests {
    @Test("attempts name the program and the text of the spec with its overrides")
    func provenance() throws {
        let fixture = try SweepFixture(), sweep = try fixture.sweep("study", "seeds: [1]\n", overrides: ["train.steps=4"])
        #expect(try fixture.run(sweep).done == 1)
        let database = try fixture.store.open(.readOnly)
        let code = try #require(try database.attempts(sweep.jobs[0].key).first?.provenance)
        #expect(code.toolSHA256?.count == 64)
        let hash = try #require(code.specSHA256), text = try #require(try database.specText(sha256: hash))
        #expect(text == sweep.resolvedText && text.hasPrefix(sweep.spec.sourceText) && text.hasSuffix("# overrides:\n#   train.steps=4\n"))
    }

    @Test("a command is told on its standard input; its failure and its silence are told")
    func told() throws {
        let fixture = try SweepFixture(), sweep = try fixture.sweep("study", "seeds: [1]\n")
        let database = try fixture.store.open(.readWrite), key = sweep.jobs[0].key
        try sweep.register(in: database)
        #expect(try database.cancel(key, reason: "why") == .cancelled)
        let end = SweepEnd(
            sweep, store: fixture.store, states: try database.states([key]), outcome: .failed, reason: nil, exitCode: 1, seconds: 2)
        #expect(end.counts == ["cancelled": 1] && end.failed.map { $0.reason } == ["why"])
        let out = fixture.folder.appendingPathComponent("end.json")
        #expect(end.tell("cat > '\(out.path)'") == nil)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        #expect(try decoder.decode(SweepEnd.self, from: Data(contentsOf: out)) == end)
        #expect(end.tell("exit 3") == "it ended with exit 3")
        #expect(end.tell("sleep 5", seconds: 0.2)?.hasPrefix("it has not ended after 0 s") == true)
    }

    @Test("the done job that is most like a new one")
    func relatives() throws {
        let fixture = try SweepFixture(), done = try fixture.sweep("study", "axes: {fusion.point: [0, 1]}\nseeds: [1]\n")
        #expect(try fixture.run(done).done == 2)
        let database = try fixture.store.open(.readOnly)
        let next = try fixture.sweep("study", "axes: {fusion.point: [0, 1]}\nseeds: [1, 2]\n", overrides: ["train.steps=8"])
        let found = try next.relatives([:], in: database)
        #expect(found[1]?.differences == [.init(path: "train.steps", from: "6", to: "8")])
        #expect(found[1]?.text.hasPrefix("differs from done point=1 (") == true)
        let seeds = try fixture.sweep("study", "axes: {fusion.point: [0, 1]}\nseeds: [1, 2]\n")
        let states = try database.states(seeds.jobs.map(\.key))
        #expect(try seeds.relatives(states, in: database)[0]?.differences == [])
    }
}

import Foundation
import Testing
@testable import ResultsStore

@Suite("Rounds of a benchmark in the store")
struct SpeedTests {
    private let day = Date(timeIntervalSince1970: 1_700_000_000)

    private func session(_ spec: String = "grid") -> SpeedSession {
        SpeedSession(spec: spec, threads: 2, cpuModel: "CPU", host: "here", codeVersion: "7", started: day)
    }

    private func measurement(_ model: String, round: Int, place: Int, seconds: Double = 2) -> SpeedMeasurement {
        SpeedMeasurement(
            model: model, cell: "{\"fusion.point\":0}", round: round, place: place, batch: 8, lanes: 4, steps: 5, seconds: seconds,
            loadBefore: 0.25, loadAfter: nil, foreignCores: 0.125, started: day)
    }

    @Test("come back as they were, for these models only, whichever spec asked")
    func roundTrip() throws {
        let store = try ResultsDatabase.inMemory()
        let first = try store.begin(session()), second = try store.begin(session("other"))
        #expect(second > first)
        let rounds = [measurement("a", round: 1, place: 1), measurement("b", round: 1, place: 0)]
        try store.record(rounds, ofSession: first)
        try store.record([measurement("a", round: 1, place: 0, seconds: 1)], ofSession: second)
        let found = try store.speedRounds(models: ["a", "a", "unknown"])
        #expect(
            found == [
                SpeedRound(sessionID: first, session: session(), measurement: rounds[0]),
                SpeedRound(sessionID: second, session: session("other"), measurement: measurement("a", round: 1, place: 0, seconds: 1)),
            ])
        #expect(found.map(\.measurement.imagesPerSecond) == [20, 40])
        #expect(try store.speedRounds(models: ["b", "a"]).map(\.measurement.model) == ["b", "a", "a"], "in order of time")
        #expect(try store.speedRounds(models: []) == [])
        let view = try store.query("SELECT spec, model, images_per_second, threads, load_after FROM v_speed ORDER BY session, place").rows
        #expect(view[0] == [.text("grid"), .text("b"), .real(20), .integer(2), .null])
        #expect(view.count == 3)
    }

    @Test("are whole: a round with one impossible or repeated measurement is not written at all")
    func whole() throws {
        let store = try ResultsDatabase.inMemory(), session = try store.begin(session())
        let good = measurement("a", round: 1, place: 0)
        for bad in [
            measurement("b", round: 1, place: 1, seconds: 0), measurement("a", round: 1, place: 1), measurement("b", round: 1, place: 0),
        ] {
            #expect(throws: ResultsStoreError.self) { try store.record([good, bad], ofSession: session) }
        }
        #expect(throws: ResultsStoreError.self) { try store.record([good], ofSession: session + 1) }
        #expect(try store.speedRounds(models: ["a", "b"]).isEmpty)
        try store.record([good], ofSession: session)
        #expect(try store.speedRounds(models: ["a"]).count == 1)
    }
}

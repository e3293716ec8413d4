import Foundation
import ResultsStore
import Testing
@testable import Reports

@Suite("A report on speed")
struct SpeedReportTests {
    private let cells = [
        SpeedReport.Cell(model: "a", coordinates: [Grid.Coordinate(path: "fusion.point", value: "0")], cells: 2, isBaseline: true),
        SpeedReport.Cell(model: "b", coordinates: [Grid.Coordinate(path: "fusion.point", value: "2")], cells: 1, isBaseline: false),
        SpeedReport.Cell(model: "c", coordinates: [Grid.Coordinate(path: "fusion.point", value: "4")], cells: 1, isBaseline: false),
    ]

    /// - Parameter rates: images per second by round; nil where the round did not measure the model.
    private func rounds(
        _ rates: [String: [Double?]], session id: Int64 = 1, threads: Int = 2, foreign: Double? = 0.1
    ) -> [SpeedRound] {
        rates.sorted { $0.key < $1.key }.flatMap { model, values in
            values.enumerated().compactMap { index, rate in
                rate.map {
                    SpeedRound(
                        sessionID: id, session: SpeedSession(spec: "s", threads: threads, cpuModel: "CPU", host: "h", codeVersion: "7"),
                        measurement: SpeedMeasurement(
                            model: model, cell: "{}", round: index + 1, place: 0, batch: 10, lanes: 2, steps: 10, seconds: 100 / $0,
                            loadBefore: 1.5, loadAfter: 2, foreignCores: foreign))
                }
            }
        }
    }

    /// Ratios 1.3, 1.2, 1.25, 1.05 by hand; Python's `statistics.median` of them and of the rates.
    @Test("takes ratios within rounds: median, smallest, greatest; no p, no interval, no verdict")
    func ratios() throws {
        let report = SpeedReport(
            name: "grid", cells: cells, rounds: rounds(["a": [100, 80, 120, 110], "b": [130, 96, 150, 115.5], "c": [nil, 40, nil, nil]]))
        let rows = report.rows
        func near(_ value: Double?, _ other: Double) -> Bool { value.map { abs($0 - other) < 1e-9 } ?? false }
        #expect(near(rows[0].imagesPerSecond, 105) && near(rows[1].imagesPerSecond, 122.75) && near(rows[2].imagesPerSecond, 40))
        #expect(zip(rows[1].ratios, [1.3, 1.2, 1.25, 1.05]).allSatisfy { near($0, $1) })
        #expect(rows[2].ratios.count == 1 && near(rows[2].ratios.first, 0.5))
        #expect(rows.map(\.rounds) == [4, 4, 1])
        let csv = try report.rendered(.csv).split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let column = try #require(csv[0].firstIndex(of: "ratio"))
        #expect(csv[0][column...(column + 2)] == ["ratio", "ratio_smallest", "ratio_greatest"])
        #expect(near(Double(csv[2][column]), 1.225) && near(Double(csv[2][column + 1]), 1.05) && near(Double(csv[2][column + 2]), 1.3))
        #expect(csv[0].allSatisfy { !$0.contains("ci95") && $0 != "p" && $0 != "verdict" })
        let text = try report.rendered(.text)
        #expect(text.contains("1.225") && text.contains("1.050") && text.contains("1.300") && text.contains("1 (baseline)"))
        for format in [TableFormat.markdown, .latex, .json] { #expect(try !report.rendered(format).isEmpty) }
        #expect(report.warning == nil)
    }

    @Test("never mixes rounds of two sessions, nor threads, CPUs and versions")
    func settings() {
        let slow = rounds(["a": [10], "b": [20]], session: 1), fast = rounds(["a": [100], "b": [110]], session: 2)
        let both = SpeedReport(name: "grid", cells: cells, rounds: slow + fast)
        #expect(both.rows[1].ratios.map { ($0 * 1e9).rounded() } == [2e9, 1.1e9] && both.otherRounds == 0)
        let newest = SpeedReport(name: "grid", cells: cells, rounds: slow + rounds(["a": [50], "b": [60]], session: 3, threads: 1))
        #expect(newest.rows[1].ratios.map { ($0 * 1e9).rounded() } == [1.2e9] && newest.otherRounds == 2)
        let unpaired = SpeedReport(name: "grid", cells: cells, rounds: rounds(["a": [10]], session: 1) + rounds(["b": [20]], session: 2))
        #expect(unpaired.rows[1].ratios.isEmpty && unpaired.rows[1].imagesPerSecond != nil)
    }

    @Test("warns of rounds in which others kept more than half a core busy")
    func warning() throws {
        let calm = rounds(["a": [10, 10], "b": [20, 20]], foreign: 0.5), busy = rounds(["a": [10], "b": [20]], session: 2, foreign: 1.26)
        #expect(SpeedReport(name: "grid", cells: cells, rounds: calm).warning == nil)
        let report = SpeedReport(name: "grid", cells: cells, rounds: calm + busy)
        #expect(
            report.warning
                == "in 1 of 3 rounds other programs kept more than half a core busy (up to 1.3 cores): measure again on an idle machine")
        #expect(try report.rendered(.markdown).contains("Warning: in 1 of 3 rounds"))
        #expect(SpeedReport(name: "grid", cells: cells, rounds: rounds(["a": [1]], foreign: nil)).warning == nil)
    }

    @Test("says so when nothing was measured, and has no ratio without a baseline")
    func nothing() throws {
        #expect(try SpeedReport(name: "grid", cells: cells, rounds: []).rendered(.text).contains("Nothing was measured yet"))
        let plain = cells.map { SpeedReport.Cell(model: $0.model, coordinates: $0.coordinates, cells: $0.cells, isBaseline: false) }
        let report = SpeedReport(name: "grid", cells: plain, rounds: rounds(["a": [10], "b": [20]]))
        #expect(report.rows.allSatisfy { $0.ratios.isEmpty })
        #expect(try !report.rendered(.text).contains("ratio to baseline"))
    }
}

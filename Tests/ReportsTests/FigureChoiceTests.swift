import Claims
import Foundation
import Results
import ResultsStore
import Testing
@testable import Reports

@Suite("Which figures are drawn")
struct FigureChoiceTests {
    private let out: Folder

    init() throws { out = try Folder() }

    private func planted(claims: ClaimList = ClaimList(name: "")) throws -> PlantedStore {
        try PlantedStore(
            axes: PlantedStore.fusionAxes, seeds: 2, claims: claims,
            metrics: [
                ("x0_error/validation", { $0.point + Double($0.seed) }), ("oracle_all/all", { 0.1 * $0.depth }),
                ("precision/all", { _ in 0.5 }), ("loss/train", { Double($0.seed) }),
            ])
    }

    private func names(_ choice: FigureChoice, of planted: PlantedStore) throws -> [String] {
        try writeFigures(grid: planted.grid, store: planted.store, outDirectory: out.path("o"), choice: choice, gnuplot: nil).filter {
            if case .skipped = $0.outcome { false } else { true }
        }.map(\.name)
    }

    @Test("When nothing is asked for, the table's metrics of quality are drawn against the axes and as differences, and the claims")
    func answers() throws {
        #expect(
            try names(.answers, of: planted()) == [
                "x0-error-validation-by-fusion-point", "oracle-all-all-by-fusion-point", "x0-error-validation-by-fusion-text-depth",
                "oracle-all-all-by-fusion-text-depth", "compare-x0-error-validation", "compare-oracle-all-all", "claims",
            ])
    }

    @Test("A spec whose claims are judged by a metric has figures of that one, and of the table's where no claim's has values")
    func judging() throws {
        func list(_ metric: String) -> ClaimList {
            let claim = Claim(
                id: "c", statement: "c", question: .change("fusion.point", from: .first, to: .last),
                primary: [Measure(metric, expected: .higher)])
            return ClaimList(name: "own", claims: [claim])
        }
        #expect(
            try names(.answers, of: planted(claims: list("precision/all"))) == [
                "precision-all-by-fusion-point", "precision-all-by-fusion-text-depth", "compare-precision-all", "claims",
            ])
        #expect(try names(.answers, of: planted(claims: list("recall/all"))).contains("compare-x0-error-validation"))
    }

    @Test("Figures are chosen by name and pattern; a wrong name is told with the nearest one")
    func named() throws {
        let planted = try planted()
        #expect(try names(.named(["compare-precision-all"]), of: planted) == ["compare-precision-all"])
        #expect(
            try names(.named(["claims", "precision-all-by-*"]), of: planted) == [
                "precision-all-by-fusion-point", "precision-all-by-fusion-text-depth", "claims",
            ])
        let error = #expect(throws: ReportsError.self) { try names(.named(["compare-precison-all"]), of: planted) }
        #expect(
            error?.description
                == "figure `compare-precison-all`: there is none of that name; did you mean `compare-precision-all`? "
                + "`fusiongrid figures SPEC --list` names them")
        #expect(throws: ReportsError.unknownFigure("zzz*", closest: nil)) { try names(.named(["zzz*"]), of: planted) }
    }

    @Test("A comparison that is drawn alone says what it says among all")
    func alone() throws {
        let planted = try planted()
        _ = try names(.all, of: planted)
        let all = try Data(contentsOf: out.url("o/compare-x0-error-validation.csv"))
        _ = try names(.named(["compare-x0*"]), of: planted)
        #expect(try Data(contentsOf: out.url("o/compare-x0-error-validation.csv")) == all)
    }

    @Test("Every name is listed once, with the title that it is drawn under")
    func listed() throws {
        let made = try FabricatedStore(points: [0, 2])
        let listed = try figureNames(grid: made.grid, store: made.store)
        #expect(Set(listed.map(\.name)).count == listed.count)
        let files = try writeFigures(grid: made.grid, store: made.store, outDirectory: out.path("o"), gnuplot: nil)
        for file in files {
            let figure = listed.first { file.name.hasPrefix($0.name) && file.title.hasPrefix($0.title) }
            #expect(figure != nil, "\(file.name) is not listed")
        }
    }

    @Test("File names of all metrics are distinct")
    func metricNames() {
        let names = MetricRegistry.known.map(\.fileName)
        #expect(Set(names).count == names.count)
    }
}

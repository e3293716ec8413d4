import Foundation
import ResultsStore
import Testing
@testable import Reports

@Suite("Figures", .serialized)
struct FigureTests {
    @Test("Every figure is drawn from its CSV, and drawn again to the same bytes")
    func drawsTwice() throws {
        let made = try FabricatedStore()
        let root = ProcessInfo.processInfo.environment["FIGURES_OUT"] ?? FileManager.default.temporaryDirectory
            .appendingPathComponent("figures-\(UUID().uuidString)").path
        let gnuplot = try #require(Gnuplot.found(), "these tests need gnuplot")
        let first = try writeFigures(grid: made.grid, store: made.store, outDirectory: root + "/a", gnuplot: gnuplot)
        for file in first { print(file.name, file.outcome) }
    }
}

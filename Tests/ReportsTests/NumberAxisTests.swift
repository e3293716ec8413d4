import Foundation
import Testing
@testable import Reports

@Suite("Axes of numbers")
struct NumberAxisTests {
    @Test("Learning rates over decades stand on a logarithmic axis, and no two ticks' numbers on top of each other")
    func decades() {
        let axis = NumberAxis([1e-5, 1e-4, 2e-4, 5e-4, 1e-3, 1e-2], mayBeLogarithmic: true)
        #expect(axis.isLogarithmic)
        #expect(axis.range == "set logscale x\nset xrange [7.07946e-06:0.0141254]\n")
        // 0.0002 stands 64 pixels from 0.0001, and two such numbers take 65.
        #expect(axis.ticks == "set xtics ('1e-05' 1e-05, '0.0001' 0.0001, '' 0.0002, '0.0005' 0.0005, '0.001' 0.001, '0.01' 0.01)\n")
        #expect(axis.shifted("x", by: 0.01) == "x*10**(0.01)")
    }

    @Test(
        "The axis stays linear for a factor of up to 20, for zero and negative numbers, and for what is a place in order",
        arguments: [([1.0, 20], true), ([0.0, 1e-5, 1e-2], true), ([-1.0, 100], true), ([1.0, 8000], false)])
    func linear(values: [Double], mayBeLogarithmic: Bool) {
        let axis = NumberAxis(values, mayBeLogarithmic: mayBeLogarithmic)
        #expect(!axis.isLogarithmic && axis.shifted("x", by: 2) == "x+(2)" && axis.shifted("x", by: 0) == "x")
    }

    @Test("Where numbers would overlap the ends keep theirs and the others keep their ticks")
    func crowded() {
        let axis = NumberAxis([0, 0.0001, 0.0002, 0.01], mayBeLogarithmic: true)
        #expect(axis.ticks == "set xtics ('0' 0, '' 0.0001, '' 0.0002, '0.01' 0.01)\n")
    }

    @Test("A swept rate is drawn on a logarithmic axis, training steps are not")
    func figures() throws {
        let planted = try PlantedStore(
            axes: [("train.learning_rate", ["1e-5", "1e-3", "1e-2"])], seeds: 2,
            metrics: [("x0_error/validation", { Double($0.seed) })])
        let out = try Folder()
        _ = try writeFigures(
            grid: planted.grid, store: planted.store, outDirectory: out.path("o"), choice: .named(["*-by-train-learning-rate"]),
            gnuplot: Gnuplot.found())
        let script = try String(contentsOf: out.url("o/x0-error-validation-by-train-learning-rate.gp"), encoding: .utf8)
        #expect(script.contains("set logscale x") && script.contains("set xlabel 'train.learning_rate, logarithmic'"))
    }
}

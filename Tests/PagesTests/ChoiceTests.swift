import Datasets
import Foundation

import ResultsStore
import Testing
@testable import Pages
@testable import Reports

@Suite("What a page shows of much")
struct ChoiceTests {
    @Test("captions are chosen for their words, none twice, in their order")
    func captions() {
        let captions = [
            "two red circles", "two red circles", "two red squares", "a blue triangle", "two red circles and a cyan square", "",
        ]
        #expect(CaptionChoice.choose(2, of: captions) == [0, 3])
        #expect(CaptionChoice.choose(3, of: captions) == [0, 3, 4])
        #expect(CaptionChoice.choose(9, of: captions) == [0, 2, 3, 4, 5])
        #expect(CaptionChoice.choose(3, of: []) == [])
    }

    private func grid(_ points: Int, baseline: Int?) -> Grid {
        Grid(
            name: "g",
            cells: (0..<points).map { point in
                Grid.Cell(
                    coordinates: [Grid.Coordinate(path: "fusion.point", value: "\(point)")],
                    jobs: (1...5).map { Grid.Job(seed: $0, key: "\(point)/\($0)") })
            }, baseline: baseline)
    }

    @Test("of many cells the first are shown with the baseline; of the seeds those that most of them have")
    func cells() {
        let done: Set = ["0/2", "0/3", "1/3", "0/5", "1/5"]
        let few = SampleChoice(grid: grid(2, baseline: 1), isDone: done.contains)
        #expect(few.cells == [0, 1] && few.seeds == [3, 5, 2])
        let many = SampleChoice(grid: grid(20, baseline: 15)) { _ in true }
        #expect(many.cells == [15] + Array(0..<11) && many.seeds == [1, 2, 3])
        #expect(SampleChoice(grid: grid(2, baseline: nil)) { _ in false }.seeds.isEmpty)
    }

    @Test("large pictures leave room for fewer captions, never fewer than two")
    func room() {
        #expect(SampleChoice.captions(cells: 12, seeds: 3, pixels: 16 * 16) == 8)
        #expect(SampleChoice.captions(cells: 12, seeds: 3, pixels: 100 * 100) == 4)
        #expect(SampleChoice.captions(cells: 12, seeds: 3, pixels: 256 * 256) == 2)
    }

    @Test("attention compares the earliest with the latest fusion, everything else as in the baseline")
    func attention() {
        func cell(_ point: String, _ depth: String) -> Grid.Cell {
            Grid.Cell(
                coordinates: [
                    Grid.Coordinate(path: "fusion.point", value: point), Grid.Coordinate(path: "fusion.text_depth", value: depth),
                ],
                jobs: [])
        }
        let cells = ["10", "2", "0"].flatMap { point in ["0", "2"].map { cell(point, $0) } }
        #expect(AttentionLook.cells(of: Grid(name: "g", cells: cells, baseline: 1)) == [cell("0", "2"), cell("10", "2")])
        #expect(AttentionLook.cells(of: Grid(name: "g", cells: [cell("0", "0")])) == [cell("0", "0")])
        #expect(
            AttentionLook.cells(of: Grid(name: "g", cells: [cell("0", "0"), cell("0", "1"), cell("0", "2")])) == [
                cell("0", "0"), cell("0", "2"),
            ])
        #expect(AttentionLook.cells(of: Grid(name: "g", cells: [])).isEmpty)
    }

    @Test("at most six figures, the first questions first, none that the grid cannot have")
    func figures() {
        func names(_ names: [String]) -> [FigureName] { names.map { FigureName(name: $0, title: $0, isAnswer: $0.contains("answer")) } }
        let all = names([
            "loss-validation-by-fusion-point", "x0-error-validation-by-fusion-point", "x0-text-use-gap-validation-by-fusion-point",
            "oracle-count-all-by-fusion-point", "x0-error-validation-by-fusion-text-depth", "curve-loss-validation",
            "compare-oracle-all-all",
            "compare-oracle-count-all", "oracle-count-by-objects", "answer-more", "samples/answer",
        ])
        let metrics = MetricRegistry.known.filter { ["oracle_all/all", "oracle_count/all", "loss/validation"].contains($0.id) }
            .sorted { $0.id < $1.id }
        let point = grid(3, baseline: 0)
        #expect(
            ShownFigures(grid: point, names: all, decided: []).chosen == [
                "x0-error-validation-by-fusion-point", "x0-text-use-gap-validation-by-fusion-point", "oracle-count-all-by-fusion-point",
                "oracle-count-by-objects", "curve-loss-validation", "answer-more",
            ])
        // No comparison with the baseline of the loss is there to be drawn.
        #expect(
            ShownFigures(grid: point, names: all, decided: metrics).chosen == [
                "x0-error-validation-by-fusion-point", "x0-text-use-gap-validation-by-fusion-point", "oracle-count-all-by-fusion-point",
                "compare-oracle-all-all", "oracle-count-by-objects", "curve-loss-validation",
            ])
        #expect(ShownFigures(grid: point, names: [], decided: metrics).chosen == [])
    }

    @Test("pages of a figure stay together, in the order of the choice, and what has no room is left out whole")
    func pages() {
        func files(_ names: [String]) -> [FigureFile] {
            names.map { FigureFile(name: $0, title: $0, outcome: .drawn, files: []) }
        }
        let drawn = files(["b", "a-1", "a-2", "a-by-x", "c-1", "c-2", "c-3", "c-4", "d"])
        #expect(ShownFigures.pages(drawn, in: ["a", "b", "c", "d"]).map(\.name) == ["a-1", "a-2", "b", "d"])
    }
}

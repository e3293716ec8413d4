import Pages
import Platform
import Reports
import Results
import ResultsStore

/// Captions by cells: what each drew for the same caption from the same noise, after any of the steps at which sheets were kept.
struct SamplesPage {
    let view: SpecView
    private static let fewestCaptions = 8

    init(_ library: Library, _ target: Target) throws { view = try SpecView(library, target) }

    func response() throws -> Response {
        let results = try GridResults(grid: view.grid, store: view.store, metrics: []), seeds = view.seeds(results)
        let seed = try view.seed(results), cells = view.chosenCells(most: SampleChoice.mostCells)
        let jobs = cells.compactMap { cell in view.grid.cells[cell].jobs.first { $0.seed == seed }?.key }
        let steps = try view.store.sampleSteps(jobs)
        // Nobody who opens the page first wants anything but what the networks draw in the end.
        let place = try view.target.number("step").map { min(max($0, 0), max(0, steps.count - 1)) } ?? max(0, steps.count - 1)
        let rows = min(max(try view.target.number("captions") ?? Self.fewestCaptions, 1), 64)
        let matrix = try SamplesSection(
            grid: view.grid, store: view.store, results: results, pictures: view.library.pictures,
            choice: SampleChoice(cells: cells, seeds: [seed]), step: steps.isEmpty ? nil : steps[place], rows: rows
        ).html()
        return view.shell("/samples", "samples") {
            Form(to: view.page("/samples"), label: "What to show").html {
                Form.choice("seed", "Seed", seeds.map { .init("\($0)", "\($0)") }, chosen: "\(seed)")
                if steps.count > 1 { Form.slider("step", "After training step", steps.map(String.init), chosen: place) }
                Form.choice("captions", "Captions", [8, 16, 32, 64].map { .init("\($0)", "\($0)") }, chosen: "\(rows)")
                view.cellBoxes(cells)
            }
            tag("p", .kind("turns")) {
                turn("ArrowLeft", "← earlier step", steps, place - 1)
                turn("ArrowRight", "later step →", steps, place + 1)
                turn("ArrowUp", "↑ seed before", seeds, (seeds.firstIndex(of: seed) ?? 0) - 1, name: "seed")
                turn("ArrowDown", "↓ next seed", seeds, (seeds.firstIndex(of: seed) ?? 0) + 1, name: "seed")
            }
            matrix
        }
    }

    /// A link that a key follows, too.
    private func turn(_ key: String, _ text: String, _ stops: [Int], _ place: Int, name: String = "step") -> HTML {
        guard stops.indices.contains(place) else { return .nothing }
        let target = view.target.with(name, name == "step" ? "\(place)" : "\(stops[place])").with("spec", view.spec.name)
        return tag("a", .link(target), Attribute("data-key", key)) { text } + HTML(" ")
    }
}

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
        let guidance = try guidance()
        let matrix = try SamplesSection(
            grid: view.grid, store: view.store, results: results, pictures: view.library.pictures,
            choice: SampleChoice(cells: cells, seeds: [seed]), step: guidance != nil || steps.isEmpty ? steps.last : steps[place],
            rows: rows, guidance: guidance
        ).html()
        return view.shell("/samples", "samples") {
            Form(to: view.page("/samples"), label: "What to show").html {
                Form.choice("seed", "Seed", seeds.map { .init("\($0)", "\($0)") }, chosen: "\(seed)")
                if steps.count > 1, guidance == nil { Form.slider("step", "After training step", steps.map(String.init), chosen: place) }
                Form.choice(
                    "guidance", "Guidance",
                    [.init("", "as the jobs drew")] + Self.guidances(with: guidance).map { .init($0, $0) },
                    chosen: guidance.map(plain) ?? "")
                Form.choice("captions", "Captions", [8, 16, 32, 64].map { .init("\($0)", "\($0)") }, chosen: "\(rows)")
                view.cellBoxes(cells)
            }
            tag("p", .kind("turns")) {
                if guidance == nil {
                    turn("ArrowLeft", "← earlier step", steps, place - 1)
                    turn("ArrowRight", "later step →", steps, place + 1)
                }
                turn("ArrowUp", "↑ seed before", seeds, (seeds.firstIndex(of: seed) ?? 0) - 1, name: "seed")
                turn("ArrowDown", "↓ next seed", seeds, (seeds.firstIndex(of: seed) ?? 0) + 1, name: "seed")
            }
            matrix
        }
    }

    /// Pictures of another guidance are drawn from the last weights when the page is asked for.
    private func guidance() throws -> Double? {
        guard let text = view.target.value("guidance") else { return nil }
        guard let guidance = Double(text), (0...100).contains(guidance) else {
            throw PageProblem(.badRequest, "guidance=\(text): allowed: 0 to 100")
        }
        return guidance
    }

    private static func guidances(with chosen: Double?) -> [String] {
        Set([0, 0.5, 1, 2, 4, 8] + [chosen].compactMap(\.self)).sorted().map(plain)
    }

    /// A link that a key follows, too.
    private func turn(_ key: String, _ text: String, _ stops: [Int], _ place: Int, name: String = "step") -> HTML {
        guard stops.indices.contains(place) else { return .nothing }
        let target = view.target.with(name, name == "step" ? "\(place)" : "\(stops[place])").with("spec", view.spec.name)
        return tag("a", .link(target), Attribute("data-key", key)) { text } + HTML(" ")
    }
}

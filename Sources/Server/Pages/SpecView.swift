import Foundation
import Pages
import Platform
import Reports
import ResultsStore

/// What pages about one spec begin with.
struct SpecView {
    let library: Library
    let target: Target
    let spec: ServedSpec
    let grid: Grid
    private let specs: [String]

    init(_ library: Library, _ target: Target) throws {
        (self.library, self.target) = (library, target)
        spec = try library.spec(target.value("spec"))
        grid = try spec.grid(library.store)
        specs = try library.names()
        guard !grid.cells.isEmpty else { throw PageProblem(.notFound, "All jobs of \(spec.name) are archived.") }
    }

    var store: ResultsDatabase { library.store }
    /// The spec alone, to begin another page's address with.
    func page(_ path: String) -> Target { Target(path: path, values: [.init("spec", spec.name)]) }

    func shell(_ path: String, _ title: String, @HTMLBuilder body: () -> HTML) -> Response {
        Shell(
            title: "\(title): \(spec.name)", place: path, spec: spec.name, specs: specs,
            body: HTML([
                tag("h1") { "\(spec.name): \(title)" }, spec.note.map { paragraph($0, kind: "warning") } ?? .nothing, body(),
            ])
        ).response
    }

    var metrics: [String]? { target.list("metric") }

    func choice() throws -> StepChoice {
        guard let text = target.value("at") else { return .last }
        guard let choice = StepChoice(text) else {
            throw PageProblem(.badRequest, "at=\(text): allowed are last, step=N, common and best")
        }
        return choice
    }

    static let steps: [Form.Option] = [
        .init("last", "last step"), .init("common", "step that all have"), .init("best", "best (optimistic)"),
    ]

    // MARK: Cells

    /// "fusion.point=0,fusion.conditioning=concat": names a cell in addresses, whatever else the grid gets.
    static func name(_ cell: Grid.Cell) -> String { cell.coordinates.map { "\($0.path)=\($0.value)" }.joined(separator: ",") }

    /// The place of a cell that a value of the address names; nil where it names none.
    /// - Throws: ``PageProblem`` for a cell that the grid does not have.
    func cell(_ parameter: String) throws -> Int? {
        guard let text = target.value(parameter) else { return nil }
        guard let found = grid.cells.firstIndex(where: { Self.name($0) == text }) else {
            throw PageProblem(.notFound, "\(parameter)=\(text): \(spec.name) has no such cell")
        }
        return found
    }

    func cellOptions() -> [Form.Option] { grid.cells.map { Form.Option(Self.name($0), cellWords($0, in: grid)) } }

    /// The cells that boxes chose; the first ones, the baseline among them, where nobody chose.
    func chosenCells(most: Int) -> [Int] {
        let names = Set(target.values.filter { $0.name == "cell" }.map(\.text))
        let chosen = grid.cells.indices.filter { names.contains(Self.name(grid.cells[$0])) }
        if !chosen.isEmpty { return Array(chosen.prefix(most)) }
        var first = Array(grid.cells.indices.prefix(most))
        if let baseline = grid.baseline, !first.contains(baseline) { first = [baseline] + first.dropLast() }
        return first
    }

    func cellBoxes(_ chosen: [Int]) -> HTML {
        Form.boxes("cell", "Cells", cellOptions(), chosen: Set(chosen.map { Self.name(grid.cells[$0]) }), isFolded: true)
    }

    func metricBoxes(_ chosen: [MetricDefinition]) throws -> HTML {
        let offered = try MetricRegistry(store: store).offered
        return Form.boxes(
            "metric", "Metrics", offered.map { .init($0.id, $0.id) }, chosen: Set(chosen.map(\.id)), isFolded: true)
    }

    /// The seeds of the grid, those first of which most cells are done.
    func seeds(_ results: GridResults) -> [Int] {
        let seeds = unique(grid.cells.flatMap { $0.jobs.map(\.seed) })
        let done = seeds.map { seed in grid.cells.count { $0.jobs.contains { $0.seed == seed && results.state($0.key) == .done } } }
        return zip(seeds, done).enumerated().sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }.map(\.element.0)
    }

    func seed(_ results: GridResults) throws -> Int {
        let seeds = seeds(results)
        guard let seed = try target.number("seed") else { return seeds.first ?? 0 }
        guard seeds.contains(seed) else { throw PageProblem(.notFound, "seed=\(seed): no job of \(spec.name) has it") }
        return seed
    }

    // MARK: Files

    /// Links to the same report as a file, and buttons that copy it.
    func copies(_ path: String, papers: Bool = true) -> HTML {
        let target = target.at(path).with("spec", spec.name)
        let kinds = [("csv", "CSV"), ("latex", "LaTeX"), ("markdown", "Markdown"), ("json", "JSON")]
        return tag("p", .kind("copies")) {
            kinds.map { format, name in tag("a", .link(target.with("format", format))) { "Download \(name)" } }
            if papers { tag("a", .link(target.with("format", "latex").with("style", "paper"))) { "Download LaTeX for a paper" } }
            [("csv", "CSV"), ("latex", "LaTeX")].map { format, name in
                tag(
                    "button", Attribute("type", "button"), Attribute("hidden", nil),
                    Attribute("data-copy", target.with("format", format).link)
                ) { "Copy as \(name)" }
            }
        }
    }

    /// A report as the command prints it into a file.
    func file(_ report: some Report, named kind: String) throws -> Response {
        let format: TableFormat, style: TableStyle = target.value("style") == "paper" ? .paper : .full
        switch target.value("format") {
        case nil: format = .csv
        case let text?:
            guard let known = TableFormat(rawValue: text) else {
                throw PageProblem(
                    .badRequest, "format=\(text): allowed are \(TableFormat.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            format = known
        }
        let (ending, type) =
            switch format {
            case .csv: ("csv", "text/csv")
            case .latex: ("tex", "text/plain")
            case .markdown: ("md", "text/plain")
            case .json: ("json", "application/json")
            case .text: ("txt", "text/plain")
            }
        let name = "\(spec.name)-\(kind)".map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? String($0) : "-" }.joined()
        return .download(
            try report.rendered(format, style: style), name: "\(name).\(ending)", type: type + "; charset=utf-8")
    }
}

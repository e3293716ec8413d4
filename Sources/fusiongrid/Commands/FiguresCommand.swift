import ArgumentParser
import Foundation
import Reports

struct FiguresCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figures",
        abstract: "Draw figures of a spec: a tidy CSV each, and an SVG and PNG drawn from it by gnuplot.",
        discussion: """
            Draws what answers the spec's questions: the metrics that its claims are judged by against every swept number and \
            as differences from the baseline, the claims, and the newest contact sheet of each cell's first finished seed. \
            --list names every figure, --only and --all draw others. Running again on the same results gives the same bytes.
            """)

    @OptionGroup var specOptions: SpecOptions
    @Option(help: "The folder to write to.") var out: String?
    @Option(help: "Only these figures: names with commas between them; * stands for any text, as in 'compare-*'.") var only: String?
    @Flag(help: "Every figure.") var all = false
    @Flag(help: "Name the figures and draw none; * marks those that are drawn when nothing is asked for.") var list = false

    func validate() throws {
        guard [only != nil, all, list].count(where: \.self) <= 1 else {
            throw ValidationError("Give one of --only, --all and --list.")
        }
        guard list || out != nil else { throw ValidationError("Missing expected argument '--out <out>'") }
        if let only, names(in: only).isEmpty { throw ValidationError("--only takes names of figures; --list shows them.") }
    }

    func run() throws {
        let (sweep, database) = try specOptions.results()
        try reportingBadInput {
            let grid = sweep.grid
            guard let out else {
                for figure in try figureNames(grid: grid, store: database) {
                    print("\(figure.isAnswer ? "*" : " ") \(figure.name)  \(figure.title)")
                }
                return
            }
            let readings = SheetReadings(store: database, location: specOptions.storeOptions.location)
            let choice = only.map { FigureChoice.named(names(in: $0)) } ?? (all ? .all : .answers)
            let figures = try writeFigures(grid: grid, store: database, outDirectory: out, choice: choice, reader: readings.read)
            for figure in figures { print(Self.describe(figure)) }
            if let hint = figures.lazy.compactMap(Self.hint).first { print(hint) }
            print("in \(out)/")
            for note in readings.notes { printError("note: \(note)") }
            try figures.reportFailures(in: out)
        }
    }

    private func names(in list: String) -> [String] {
        list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    private static func describe(_ figure: FigureFile) -> String {
        switch figure.outcome {
        case .drawn: "  \(figure.name).csv .svg .png  \(figure.title)"
        case .sheet: "  \(figure.name).png .csv .txt  \(figure.title)"
        case .dataOnly, .table: "  \(figure.name).csv  \(figure.title)"
        case .failed: "  \(figure.name)  \(figure.title): not drawn, see below"
        case .skipped(let reason): "  (\(figure.title): \(reason))"
        }
    }

    private static func hint(_ figure: FigureFile) -> String? {
        if case .dataOnly(let hint) = figure.outcome { hint } else { nil }
    }
}

extension [FigureFile] {
    /// Names what could not be drawn.
    /// - Throws: exit 1 when there is any.
    func reportFailures(in folder: String) throws {
        let failures = compactMap { figure in
            if case .failed(let reason) = figure.outcome { (name: figure.name, reason: reason) } else { nil }
        }
        guard !failures.isEmpty else { return }
        // One cause most often costs many.
        for (reason, alike) in Dictionary(grouping: failures, by: \.reason).sorted(by: { $0.value[0].name < $1.value[0].name }) {
            let others = alike.count > 6 ? " and \(alike.count - 6) others" : ""
            printError("\(alike.prefix(6).map(\.name).joined(separator: ", "))\(others): not drawn: \(reason)")
        }
        printError("\(failures.count) of \(count) figures could not be drawn; all others, and all data, are in \(folder)/")
        throw ExitStatus.someFailed
    }
}

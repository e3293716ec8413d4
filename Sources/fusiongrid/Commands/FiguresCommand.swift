import ArgumentParser
import Foundation
import Reports

struct FiguresCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figures",
        abstract: "Write every figure of a spec: a tidy CSV each, and an SVG and PNG drawn from it by gnuplot.",
        discussion: """
            Also writes the newest sample grid of each cell's first finished seed. Running again on the same results \
            gives the same bytes.
            """)

    @OptionGroup var specOptions: SpecOptions
    @Option(help: "The folder to write to.") var out: String

    func run() throws {
        let sweep = try specOptions.sweep()
        let database = try specOptions.storeOptions.openForReading()
        try reportingBadInput {
            let grid = sweep.grid
            let figures = try writeFigures(grid: grid, store: database, outDirectory: out)
            for figure in figures { print(Self.describe(figure)) }
            if let hint = figures.lazy.compactMap(Self.hint).first { print(hint) }
            let folder = URL(fileURLWithPath: out, isDirectory: true)
            for file in try writeSampleGrids(grid: grid, store: database, to: folder) { print("  \(file)") }
            print("in \(out)/")
        }
    }

    private static func describe(_ figure: FigureFile) -> String {
        switch figure.outcome {
        case .drawn: "  \(figure.name).csv .svg .png  \(figure.title)"
        case .dataOnly, .table: "  \(figure.name).csv  \(figure.title)"
        case .skipped(let reason): "  (\(figure.title): \(reason))"
        }
    }

    private static func hint(_ figure: FigureFile) -> String? {
        if case .dataOnly(let hint) = figure.outcome { hint } else { nil }
    }
}

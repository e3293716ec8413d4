import ArgumentParser
import Exports
import Foundation

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a spec's results for other programs: Parquet or CSV tables with its pictures, or TensorBoard runs.",
        discussion: """
            Tables: jobs with their typed options and costs, final metrics, curves, comparisons with the baseline, claims, attention \
            statistics, samples. The folder's README.md explains every column; docs/export.md shows how to read it.
            """)

    @OptionGroup var specOptions: SpecOptions
    @Option(help: "The folder to write to.") var out: String
    @Option(help: "parquet, csv or tensorboard.") var format: ExportFormat = .parquet
    @Flag(help: "Write to a folder that has files: an earlier export's are replaced, others stay.") var force = false

    func run() throws {
        let (sweep, database) = try specOptions.results()
        try reportingBadInput {
            let study = sweep.study(database)
            let folder = try ExportFolder(URL(fileURLWithPath: out, isDirectory: true), replacing: force)
            let written = try study.write(format, to: folder)
            printFiles(written.files)
            for note in written.notes { print("  (\(note))") }
            print("in \(out)")
        }
    }
}

extension ExportFormat: ExpressibleByArgument {}

/// A line a file, what is in it under each other.
func printFiles(_ files: [(name: String, content: String)]) {
    let width = files.map(\.name.count).max() ?? 0
    for file in files { print("  \(file.name.padding(toLength: width, withPad: " ", startingAt: 0))  \(file.content)") }
}

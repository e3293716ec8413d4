import ArgumentParser
import Foundation
import Pages
import Reports

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "One page to look at: what was asked, what was found, figures, samples, attention.",
        discussion: """
            Writes OUT/index.html, which opens from disk and needs nothing from elsewhere, and OUT/data with every table and figure it \
            shows as CSV. Running again on the same results gives the same bytes. docs/report.md explains its parts.
            """)

    @OptionGroup var specOptions: SpecOptions
    @Option(help: "The folder to write to.") var out: String

    func run() throws {
        let (sweep, database) = try specOptions.results()
        try reportingBadInput {
            let jobs = JobPictures(store: database, location: specOptions.storeOptions.location)
            let page = ReportPage(
                study: ReportPage.Study(grid: sweep.grid, description: sweep.spec.description, specText: sweep.spec.sourceText),
                store: database, pictures: PictureSource(read: jobs.readings.read, draw: jobs.draw(_:_:guidance:)))
            let index = try page.write(to: URL(fileURLWithPath: out, isDirectory: true))
            print(index.path)
            for note in jobs.notes { printError("note: \(note)") }
            if Gnuplot.found() == nil { printError("note: \(Gnuplot.installHint)") }
        }
    }
}

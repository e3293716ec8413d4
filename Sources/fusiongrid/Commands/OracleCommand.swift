import ArgumentParser
import Reports

struct OracleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "oracle",
        abstract: "What the oracle says about a spec's pictures: accuracies with Wilson intervals, and a counting confusion matrix.",
        discussion: """
            One row a cell, kind of captions (all, seen in training, held out), number of objects asked for and question. \
            Pictures of all done seeds are pooled; the 95 % Wilson interval is over pictures, so it says how well these \
            networks do, not how other seeds would (`table` has the interval over seeds). With --confusion: pictures by \
            objects asked for and seen.
            """)

    @OptionGroup var specOptions: SpecOptions
    @Flag(help: "The counting confusion matrix instead.") var confusion = false
    @OptionGroup var paperOptions: PaperOptions

    func run() throws {
        try specOptions.show(paperOptions) { sweep, store in
            let report = try OracleReport(grid: sweep.grid, store: store)
            let table = confusion ? report.confusion : report.accuracies
            if table.rows.isEmpty { printError("note: no done job of this spec has been judged by an oracle") }
            return table
        }
    }
}

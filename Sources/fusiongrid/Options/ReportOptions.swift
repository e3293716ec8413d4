import ArgumentParser
import Platform
import Reports

/// How a report is printed.
struct ReportOptions: ParsableArguments {
    @Option(help: "text, csv, markdown, latex or json.") var format: TableFormat = .text
    @OptionGroup var widthOptions: WidthOptions

    func show(_ report: some Report, style: TableStyle = .full) throws {
        print(try report.rendered(format, style: style, width: widthOptions.columns), terminator: "")
    }
}

/// How wide a text may be.
struct WidthOptions: ParsableArguments {
    @Flag(help: "On a terminal: whole tables, as in files, however wide they are.") var wide = false

    /// Of the terminal; nil where lines may have any length.
    var columns: Int? { wide ? nil : Terminal.outputColumns }
}

/// The same for what papers print, too.
struct PaperOptions: ParsableArguments {
    @OptionGroup var reportOptions: ReportOptions
    @Option(help: "With --format latex or markdown: full, or paper (few metrics, one spread each, a caption).") var style: TableStyle =
        .full

    func validate() throws {
        let format = reportOptions.format
        guard style == .full || format == .latex || format == .markdown else { throw ValidationError("\(PaperError.format(format)).") }
    }
}

/// Which of a metric's values over training a report shows.
struct StepOptions: ParsableArguments {
    @Option(
        name: .customLong("at"),
        help: "last, step=N, common (the most steps that all jobs have) or best (of each job, optimistic): which values over training.")
    var choice: StepChoice = .last
}

extension TableFormat: ExpressibleByArgument {}
extension TableStyle: ExpressibleByArgument {}

extension StepChoice: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
    public static var allValueStrings: [String] { ["last", "step=N", "common", "best"] }
}

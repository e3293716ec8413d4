import ArgumentParser
import Cluster
import Reports
import ResultsStore
import Runner

/// The SPEC argument with its overrides, and the store that results live in.
struct WholeSpecOptions: ParsableArguments {
    @Argument(help: "The experiment spec (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var spec: String

    @Argument(help: "Overrides, e.g. train.steps=1000 or seeds=[1,2]; an override of a swept path replaces its axis.")
    var overrides: [String] = []

    @OptionGroup var storeOptions: StoreOptions

    func sweep() throws -> Sweep {
        let sweep = try reportingBadInput { try Sweep(path: spec, overrides: overrides) }
        for warning in sweep.spec.warnings { printError("\(warning)") }
        return sweep
    }
}

/// The same, of which `--where` may choose a part.
struct SpecOptions: ParsableArguments {
    @OptionGroup var whole: WholeSpecOptions
    @OptionGroup var selection: SelectionOptions

    var storeOptions: StoreOptions { whole.storeOptions }

    /// Every job of the spec; see ``chosen(_:in:)``.
    func sweep() throws -> Sweep { try whole.sweep() }

    /// The jobs of the sweep that are meant, without those that were put away.
    /// - Parameter database: nil where nothing has been run yet.
    func chosen(_ sweep: Sweep, in database: ResultsDatabase?) throws -> Sweep {
        try reportingBadInput { try sweep.restricted(to: selection.conditions, in: database) }
    }

    /// Brings in what a cluster has done of the spec.
    func takeIn(_ spec: String) { for message in StoreSpools.takeIn(spec: spec, at: storeOptions.location) { printError(message) } }

    /// The chosen jobs and the store, open for reading; nil where nothing has been run yet.
    func openedIfPresent() throws -> (sweep: Sweep, database: ResultsDatabase?) {
        let sweep = try sweep()
        takeIn(sweep.spec.name)
        let database = try storeOptions.openIfPresent()
        return (try chosen(sweep, in: database), database)
    }

    /// The chosen jobs and the store, open for reading, for a report on results: says what it is not about.
    func results() throws -> (sweep: Sweep, database: ResultsDatabase) {
        let sweep = try sweep()
        takeIn(sweep.spec.name)
        let database = try storeOptions.openForReading()
        let chosen = try chosen(sweep, in: database)
        if let text = chosen.archivedText { printError(text) }
        if chosen.jobs.isEmpty { throw ExitStatus.badInput }
        if selection.asksForState {
            printError("note: jobs are chosen by what became of them, so cells look more complete than they are")
        }
        if let baseline = sweep.spec.baseline, !chosen.cells.contains(baseline) {
            printError("note: the baseline, \(sweep.spec.cell(baseline).label), is not among the chosen cells")
        }
        return (chosen, database)
    }

    /// Prints a report on the spec's results.
    func show(_ options: PaperOptions, _ report: (Sweep, ResultsDatabase) throws -> some Report) throws {
        let (sweep, database) = try results()
        try reportingBadInput { try options.reportOptions.show(try report(sweep, database), style: options.style) }
    }
}

extension Sweep {
    /// What was put away; nil when nothing was.
    var archivedText: String? {
        guard archived > 0 else { return nil }
        let what = jobs.isEmpty ? "all \(archived) jobs are archived" : "\(archived) archived job(s) are left out"
        return "note: \(what); `fusiongrid archive --undo` takes jobs back"
    }
}

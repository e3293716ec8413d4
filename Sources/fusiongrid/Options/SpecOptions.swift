import ArgumentParser
import Reports
import ResultsStore
import Runner

/// The SPEC argument with its overrides, and the store that results live in.
struct SpecOptions: ParsableArguments {
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

    /// Prints a report on the spec's results.
    func show(in format: TableFormat, _ report: (Sweep, ResultsDatabase) throws -> some Report) throws {
        let sweep = try sweep(), database = try storeOptions.openForReading()
        try reportingBadInput { print(try report(sweep, database).rendered(format), terminator: "") }
    }
}

extension TableFormat: ExpressibleByArgument {}

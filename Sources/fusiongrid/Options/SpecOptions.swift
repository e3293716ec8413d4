import ArgumentParser
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
}

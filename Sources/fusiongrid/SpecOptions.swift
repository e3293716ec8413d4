import ArgumentParser
import Experiments
import Foundation
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
}

struct StoreOptions: ParsableArguments {
    @Option(help: "The results database; job files live beside it in NAME.files.")
    var store = StoreLocation.defaultPath

    var location: StoreLocation { StoreLocation(path: store) }

    /// - Throws: exit 2 with the reason when the database cannot be read.
    func openForReading() throws -> ResultsDatabase {
        try reportingBadInput { try location.open(.readOnly) }
    }

    /// The database for reading, or nil when nothing has been run into it yet.
    func openIfPresent() throws -> ResultsDatabase? {
        location.exists ? try openForReading() : nil
    }
}

/// Prints an error the way people read it and ends the command with exit code 2 (bad spec, data or store).
func reportingBadInput<Value>(_ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch let code as ExitCode {
        throw code
    } catch {
        printError("\(error)")
        throw ExitStatus.badInput
    }
}

/// Pretty-printed JSON with sorted keys; snake_case names.
func jsonText(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

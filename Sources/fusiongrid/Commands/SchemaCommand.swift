import ArgumentParser
import Experiments

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of specs, for editors.",
        discussion: "Save it and point your editor's YAML support at it, e.g. `# yaml-language-server: $schema=spec.schema.json`.")

    func run() { print(OptionSchema.jsonSchema(), terminator: "") }
}

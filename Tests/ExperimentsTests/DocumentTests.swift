import Foundation
import Testing
@testable import Experiments

@Suite struct DocumentTests {
    @Test(
        "The committed specs load as described",
        arguments: [
            ("quickstart", 4, Array(1...6), 24), ("shapes-16", 8, [1, 2], 16), ("fusion-small", 10, [1, 2, 3, 4, 5, 6], 60),
            ("stamps", 4, [1, 2, 3], 12),
            ("encoders", 8, [1, 2, 3, 4, 5, 6], 48), ("emoji", 3, [1, 2, 3], 9), ("emoji-scenes", 3, [1, 2, 3], 9), ("paper", 8, [1], 8),
            ("scenes", 2, [1], 2), ("latents", 8, [1, 2, 3], 24), ("fusion-points", 12, Array(1...9), 108),
        ]) func committedSpecs(_ name: String, _ cells: Int, _ seeds: [Int], _ jobs: Int) throws
    {
        let spec = try SpecLoader.load(path: packageRoot.appendingPathComponent("experiments/\(name).yaml").path)
        #expect(spec.name == name)
        #expect(spec.cellCount == cells)
        #expect(spec.seeds == seeds)
        #expect(spec.baseline == 0)
        #expect(spec.warnings == [])
        #expect(Set(spec.jobs(content: { $0 }, fingerprint: { _ in name }).map(\.key)).count == jobs)
    }

    /// With FUSIONGRID_REGENERATE set the tables are written anew instead.
    @Test("docs/spec.md holds the reference of every option as the schema has it") func reference() throws {
        let file = packageRoot.appendingPathComponent("docs/spec.md"), expected = OptionSchema.markdownReference()
        var document = try String(contentsOf: file, encoding: .utf8)
        if ProcessInfo.processInfo.environment["FUSIONGRID_REGENERATE"] != nil {
            let first = try #require(document.range(of: "### `data`")), last = try #require(document.range(of: "### Options that must fit"))
            document.replaceSubrange(first.lowerBound..<last.lowerBound, with: expected + "\n")
            try Data(document.utf8).write(to: file, options: .atomic)
        }
        #expect(document.contains(expected), "FUSIONGRID_REGENERATE=1 replaces the tables")
    }

    @Test("Every YAML example of a document is a valid spec", arguments: ["docs/spec.md", "docs/claims.md", "docs/slurm.md"])
    func examples(path: String) throws {
        let document = try String(contentsOf: packageRoot.appendingPathComponent(path), encoding: .utf8)
        let examples = document.components(separatedBy: "```yaml\n").dropFirst().map { $0.components(separatedBy: "\n```")[0] }
        #expect(!examples.isEmpty)
        let files = [
            "fusion-small.yaml": try String(
                contentsOf: packageRoot.appendingPathComponent("experiments/fusion-small.yaml"), encoding: .utf8)
        ]
        for example in examples { #expect(errors(example, files: files) == []) }
    }

    /// With FUSIONGRID_REGENERATE set the file is written anew instead.
    @Test("experiments/spec.schema.json is the JSON Schema of the options as they are") func committedSchema() throws {
        let file = packageRoot.appendingPathComponent("experiments/spec.schema.json")
        if ProcessInfo.processInfo.environment["FUSIONGRID_REGENERATE"] != nil {
            try Data(OptionSchema.jsonSchema().utf8).write(to: file, options: .atomic)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == OptionSchema.jsonSchema())
    }

    @Test("The JSON Schema is valid JSON with every top-level key and every option") func jsonSchema() throws {
        let root = try #require(JSONSerialization.jsonObject(with: Data(OptionSchema.jsonSchema().utf8)) as? [String: Any])
        let properties = try #require(root["properties"] as? [String: Any])
        #expect(Set(properties.keys) == Set(SpecReader.Key.words))
        let definitions = try #require(root["$defs"] as? [String: [String: Any]])
        for option in OptionSchema.options {
            #expect(definitions[option.path]?["description"] as? String == option.summary)
            #expect(definitions[option.path]?["default"] != nil)
            for name in ["assignments", "axes", "conditions"] {
                let mapping = try #require(definitions[name]?["properties"] as? [String: [String: Any]])
                #expect(mapping[option.path] != nil)
                #expect((mapping[option.section]?["properties"] as? [String: Any])?[option.name] != nil)
            }
        }
    }
}

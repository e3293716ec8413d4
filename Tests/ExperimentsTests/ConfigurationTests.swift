import Foundation
import Testing
@testable import Experiments

@Suite struct ConfigurationTests {
    /// No option at its default (but those with one value only), every kind of value.
    static let unusual: JobConfiguration = {
        var configuration = JobConfiguration()
        for option in OptionSchema.options {
            let value: OptionValue =
                switch option.kind {
                case .integer(let range, let multiple): .int(range.lowerBound + 2 * multiple)
                case .number: .double(0.1 + 0.2)
                case .boolean: .bool(true)
                case .choice(let words): .string(words.last!)
                case .path: .string("/pictures/ü \"x\"")
                case .integerList: .list([.int(3), .int(999)])
                case .choiceList(let words): .list([.string(words[1])])
                case .textList: .list([.string("ein Kreis: größer"), .string("line\nbreak\t\u{1}")])
                }
            option.write(&configuration, value)
        }
        return configuration
    }()

    @Test("A configuration survives JSON bit by bit, as text and through Codable") func roundTrip() throws {
        for configuration in [JobConfiguration(), Self.unusual] {
            let text = Data(configuration.resolvedJSON.utf8)
            #expect(try JSONDecoder().decode(JobConfiguration.self, from: text) == configuration)
            let coded = try JSONEncoder().encode(configuration)
            #expect(try JSONDecoder().decode(JobConfiguration.self, from: coded) == configuration)
        }
    }

    @Test("The JSON form writes every option under its YAML name") func json() throws {
        let root = try #require(JSONSerialization.jsonObject(with: Data(JobConfiguration().resolvedJSON.utf8)) as? [String: [String: Any]])
        #expect(Set(root.flatMap { section, options in options.keys.map { "\(section).\($0)" } }) == Set(OptionSchema.paths))
        #expect(JobConfiguration().resolvedJSON.hasPrefix(#"{"data":{"kind":"shapes","path":null,"image_size":32,"#))
    }

    @Test("Options missing from JSON take their defaults, unknown ones and bad values are errors") func partialJSON() throws {
        func decode(_ text: String) throws -> JobConfiguration { try JSONDecoder().decode(JobConfiguration.self, from: Data(text.utf8)) }
        #expect(try decode(#"{"train": {"steps": 9}}"#).train.steps == 9)
        #expect(throws: DecodingError.self) { try decode(#"{"train": {"stepz": 9}}"#) }
        #expect(throws: DecodingError.self) { try decode(#"{"train": {"steps": 0}}"#) }
        #expect(throws: DecodingError.self) { try decode(#"{"train": {"steps": "many"}}"#) }
        #expect(throws: DecodingError.self) { try decode(#"{"train": 5}"#) }
    }

    @Test("Values outside the limits and misfits are told of any configuration") func problems() {
        var configuration = JobConfiguration()
        configuration.fusion.point = 5
        #expect(configuration.problems() == ["`fusion.point` is 5, allowed: at most half of `model.depth` (8), which is 4"])
        configuration.model.patchSize = 0
        configuration.train.learningRate = .nan
        #expect(
            configuration.problems() == [
                "`model.patch_size`: found `0`, allowed: an integer from 1 to 64",
                "`train.learning_rate`: found `nan`, allowed: a number above 0",
            ])
    }

    @Test("Every option's member is its own") func accessors() {
        for option in OptionSchema.options {
            var configuration = JobConfiguration()
            option.write(&configuration, option.read(Self.unusual))
            let changed = OptionSchema.options.filter { $0.read(configuration) != $0.defaultValue }.map(\.path)
            let hasOneValue = option.kind == .choice(["random"])
            #expect(changed == (hasOneValue ? [] : [option.path]))
            #expect(configuration[option.path] == option.read(Self.unusual))
        }
        #expect(JobConfiguration()["fusion.pont"] == nil)
    }

    @Test("Rules read only the options they name") func rulePaths() {
        for rule in ConfigurationRule.all {
            // With every other option changed to something unusual the verdict stays the same.
            var configuration = Self.unusual
            for option in rule.options { option.write(&configuration, option.defaultValue) }
            #expect(rule.problem(configuration) == rule.problem(JobConfiguration()))
        }
    }

    @Test(
        "Values print as YAML that reads back as the same value",
        arguments: [
            (OptionValue.string("cross-attention"), "cross-attention"), (.string("a red circle"), "a red circle"),
            (.string("dpm-solver++"), "dpm-solver++"), (.string("a#b"), "\"a#b\""), (.string("true"), "\"true\""),
            (.string("No"), "\"No\""),
            (.string("12"), "\"12\""), (.string("1e3"), "\"1e3\""), (.string(""), "\"\""), (.string("a: b"), "\"a: b\""),
            (.string("a "), "\"a \""), (.string("x, y"), "\"x, y\""), (.string("[a]"), "\"[a]\""),
            (.string("tab\tnew\nline"), "\"tab\\tnew\\nline\""),
            (.string("ü"), "\"ü\""), (.double(0.1), "0.1"), (.double(1), "1.0"), (.double(1e-8), "1e-08"), (.double(1e300), "1e+300"),
            (.int(-3), "-3"), (.bool(false), "false"), (.null, "null"),
            (.list([.string("a"), .string("b, c"), .int(1)]), "[a, \"b, c\", 1]"),
        ]) func spelling(_ value: OptionValue, _ text: String)
    {
        #expect(value.description == text)
        let log = DiagnosticLog()
        #expect(YAMLTree.parse("- " + text, file: "f", log: log)?.items?.first?.value == value)
    }

    @Test("Values sort by kind, numbers by size whatever their type") func order() {
        let sorted: [OptionValue] = [
            .null, .bool(false), .bool(true), .double(-0.5), .int(0), .double(0.5), .int(1), .double(1), .int(2),
            .string("B"), .string("a"), .list([.int(1)]), .list([.int(1), .int(0)]), .list([.int(2)]),
        ]
        #expect(sorted.shuffled().sorted() == sorted)
        for (i, left) in sorted.enumerated() { for (j, right) in sorted.enumerated() { #expect((left < right) == (i < j)) } }
    }

    @Test("Values survive JSON; whole doubles come back as integers") func valueJSON() throws {
        let value = OptionValue.list([.null, .bool(true), .int(3), .double(0.25), .string("x"), .list([])])
        #expect(try JSONDecoder().decode(OptionValue.self, from: JSONEncoder().encode(value)) == value)
        #expect(try JSONDecoder().decode(OptionValue.self, from: JSONEncoder().encode(OptionValue.double(2))) == .int(2))
    }
}

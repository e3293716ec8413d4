import Foundation
import Testing
@testable import Experiments

@Suite struct YAMLTests {
    @Test(
        "Broken or needless YAML is an error with its place",
        arguments: [
            FaultySpec(
                "base: {train.steps: 1}\nbase: {train.steps: 2}", "spec.yaml:2:1: error: `base` is given twice; the first is on line 1"),
            FaultySpec(
                "base:\n  train.steps: 1\n  train: {steps: 2}",
                "spec.yaml:3:11: error: `train.steps` is given twice; the first is on line 2"),
            FaultySpec(
                "base: {train.steps: [1}",
                "spec.yaml:1:23: error: not valid YAML: while parsing a flow sequence: did not find expected ',' or ']'"),
            FaultySpec("base: *nothing", "spec.yaml:1:7: error: not valid YAML: found undefined alias"),
            FaultySpec(
                "a: 1\n---\nb: 1",
                "spec.yaml:2:1: error: not valid YAML: expected a single document in the stream: but found another document"),
            FaultySpec(
                "base: {train.steps: !!python/object:os.system 1}",
                "spec.yaml:1:21: error: found the YAML tag `tag:yaml.org,2002:python/object:os.system`, allowed: values without tags"),
            FaultySpec(
                "base: &b {train.steps: 1}\nwhen:\n  - {<<: *b}", "spec.yaml:3:5: error: a when rule needs both `if` and `set`",
                "spec.yaml:3:6: error: merge keys (`<<`) are not supported; use `extends`, or write the values out"),
            FaultySpec("? [a]\n: 1", "spec.yaml:1:3: error: found a list as a key, allowed: a word"),
            FaultySpec(
                "base: " + String(repeating: "[", count: 5000),
                "spec.yaml:1:71: error: values are nested too deep, allowed: at most 32 levels"),
            FaultySpec(
                String(repeating: "- ", count: 50_000) + "a",
                "spec.yaml:1:201: error: values are nested too deep, allowed: at most 32 levels"),
            FaultySpec(
                "base: " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40),
                "spec.yaml:1:38: error: values are nested too deep, allowed: at most 32 levels"),
        ]) func brokenYAML(_ spec: FaultySpec)
    { #expect(errors(spec.text) == spec.messages) }

    @Test("Aliases work, but cannot multiply without bound", .timeLimit(.minutes(1))) func aliasBomb() throws {
        let spec = try loadSpec("base: {train.steps: &n 12, train.warmup_steps: *n}")
        #expect(spec.cells[0].configuration.train.warmupSteps == 12)
        var lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
        for level in 1...15 {
            lines.append("a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]")
        }
        let text = lines.joined(separator: "\n")
        let found = errors(text)
        #expect(
            found.count == 1
                && found[0].hasSuffix(
                    ": error: more than \(1000 + 20 * text.utf8.count) values once aliases are followed, too many for a file of this "
                        + "size; use fewer aliases, or write the values out"),
            "\(found)")
        // Long files may hold more, but not without bound.
        #expect(errors(text + "\n" + String(repeating: "# comment\n", count: 5000)).first?.contains("more than 500000 values") == true)
    }

    @Test("Files that are not UTF-8 or too long are refused, a byte order mark is not") func bytes() throws {
        func load(_ data: Data) throws(SpecFailure) -> Spec { try SpecLoader.load(path: "spec.yaml") { _ in data } }
        #expect(
            throws: SpecFailure([
                SpecDiagnostic("cannot read the spec: it is not UTF-8 text", at: SourcePosition(file: "spec.yaml", line: 0, column: 0))
            ])
        ) { try load(Data([0x61, 0xFF])) }
        #expect(throws: SpecFailure.self) { try load(Data(repeating: 0x20, count: (16 << 20) + 1)) }
        #expect(try load(Data([0xEF, 0xBB, 0xBF] + Array("name: marked".utf8))).name == "marked")
        #expect(throws: SpecFailure.self) { try load(Data([0x61, 0x3A, 0x20, 0x00])) }
    }

    @Test(
        "Plain scalars follow the YAML 1.2 core schema",
        arguments: [
            ("1", OptionValue.int(1)), ("-7", .int(-7)), ("+3", .int(3)), ("010", .int(10)), ("0x1F", .int(31)), ("0o17", .int(15)),
            ("1e-3", .double(0.001)), ("1.", .double(1)), (".5", .double(0.5)), ("-1.5E+2", .double(-150)), (".inf", .double(.infinity)),
            ("true", .bool(true)), ("False", .bool(false)), ("yes", .string("yes")), ("off", .string("off")), ("~", .null), ("Null", .null),
            ("1_000", .string("1_000")), ("1e", .string("1e")), (".", .string(".")), ("e5", .string("e5")), ("0x", .string("0x")),
            ("0x-1", .string("0x-1")), ("1.2.3", .string("1.2.3")), ("infinity", .string("infinity")), ("nan", .string("nan")),
            ("+.inf", .double(.infinity)), ("-.nan", .string("-.nan")), ("\"1\"", .string("1")), ("'true'", .string("true")),
            ("!!str 5", .string("5")), ("12:30:00", .string("12:30:00")), ("0b1", .string("0b1")), ("--1", .string("--1")),
        ]) func scalars(_ text: String, _ value: OptionValue)
    {
        let log = DiagnosticLog()
        #expect(YAMLTree.parse("- " + text, file: "f", log: log)?.items?.first?.value == value)
        #expect(!log.hasErrors)
    }

    @Test("No damage to a spec crashes the loader: it loads, or it says why not") func mutations() {
        let whole = Array(
            """
            name: x
            extends: [spec2.yaml]
            base: {data: {kind: images, path: x, grammar: [counts]}, train.ema: &e 0.5, train.beta1: *e}
            axes: {fusion.point: [0, 2], evaluate.probes: [["a b"], ['c']]}
            zip: [{model.width: [64, 128], text.width: [1, 2]}]
            when: [{if: {fusion.point: [2]}, set: {train.steps: 9}}]
            exclude:
              - fusion.point: 0
                model.width: 128
            include: [{fusion.point: 3}]
            seeds: {count: 2, first: 5}
            baseline: {fusion.point: 3}
            """.unicodeScalars)
        let overrides = ["train.lanes=2"]
        let files = ["spec2.yaml": "base: {train.steps: 5}"]
        let wholeText = whole.reduce(into: "") { $0.unicodeScalars.append($1) }
        #expect(errors(wholeText, overrides: overrides, files: files) == [])
        let pieces = Array("[]{}:,-?&*!|>'\"%@`# \n\t0aé~<.=e9".unicodeScalars) + ["\u{0}", "\u{FEFF}", "\u{85}", "\u{1F600}"]
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        var (loaded, refused) = (0, 0)
        for _ in 0..<4000 {
            var text = whole
            for _ in 0...random(4) {
                let place = random(text.count)
                switch random(3) {
                case 0: text[place] = pieces[random(pieces.count)]
                case 1: text.insert(pieces[random(pieces.count)], at: place)
                default: text.removeSubrange(place..<Swift.min(text.count, place + 1 + random(12)))
                }
            }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: text)
            let found = Result { try loadSpec(String(view), overrides: overrides, files: files) }
            switch found {
            case .success(let spec): loaded += keys(spec).isEmpty ? 0 : 1
            case .failure(let error): refused += (error as? SpecFailure)?.diagnostics.isEmpty == false ? 1 : 0
            }
        }
        #expect(loaded + refused == 4000)
        #expect(loaded > 20)
        #expect(refused > 1000)
    }
}

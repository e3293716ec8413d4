import Foundation
import Testing
@testable import Experiments

@Suite struct OverrideTests {
    static let grid = """
        base: {train.steps: 5}
        axes: {fusion.point: [0, 2], fusion.text_depth: [0, 1]}
        exclude: [{fusion.point: 0, fusion.text_depth: 1}]
        when: [{if: {fusion.point: 2}, set: {train.steps: 6}}]
        baseline: {fusion.point: 0, fusion.text_depth: 0}
        """

    @Test("An override of a swept path leaves the axis with that one value; rules it empties only warn") func sweptPath() throws {
        let spec = try loadSpec(Self.grid, overrides: ["fusion.point=2"])
        #expect(labels(spec) == ["point=2 text_depth=0 steps=6", "point=2 text_depth=1 steps=6"])
        #expect(spec.grid.slots[0].path == "fusion.point")
        #expect(Set(spec.cells.map { $0.coordinates[0].value }) == [.int(2)])
        #expect(spec.baseline == nil)
        #expect(
            spec.warnings.map(\.description) == [
                "spec.yaml:3:11: warning: exclude rule matches no cell: `fusion.point` is never `0`, its values here: `2`",
                "spec.yaml:5:1: warning: baseline matches no cell: `fusion.point` is never `0`, its values here: `2`",
            ])
    }

    @Test("A value from the command line holds against every rule") func forced() throws {
        let spec = try loadSpec(Self.grid, overrides: ["train.steps=9", "seeds=[4, 5]"])
        #expect(Set(spec.cells.map(\.configuration.train.steps)) == [9])
        #expect(labels(spec) == ["point=0 text_depth=0", "point=2 text_depth=0", "point=2 text_depth=1"])
        #expect(spec.seeds == [4, 5])
    }

    @Test("Axes, rules and seeds can be replaced; of two overrides of one key the later holds") func replaced() throws {
        let spec = try loadSpec(
            Self.grid,
            overrides: [
                "axes.fusion.point=[4, 0]", "axes.model.width=[64]", "exclude=[]", "when=[]", "train.steps=1",
                " train.steps = 3", "seeds={count: 2, first: 8}", "name=other", "baseline={fusion.point: 4, fusion.text_depth: 1}",
            ])
        #expect(
            labels(spec) == [
                "point=4 text_depth=0 width=64", "point=4 text_depth=1 width=64",
                "point=0 text_depth=0 width=64", "point=0 text_depth=1 width=64",
            ])
        #expect((spec.name, spec.seeds, spec.baseline) == ("other", [8, 9], 1))
        #expect(spec.cells[0].configuration.train.steps == 3)
    }

    @Test("A zipped option that is overridden leaves its group; cells that become the same run once") func zipped() throws {
        let text = "zip: [{model.width: [64, 128, 256], fusion.point: [0, 1, 1]}]"
        let spec = try loadSpec(text, overrides: ["model.width=32"])
        #expect(labels(spec) == ["width=32 point=0", "width=32 point=1"])
        #expect(
            spec.warnings.map(\.description) == [
                "spec.yaml:1:7: warning: cell width=32 point=1 is the same job as an earlier cell; it runs once"
            ])
    }

    @Test(
        "Faulty overrides name themselves",
        arguments: [
            ("train.stepz=3", "override 'train.stepz=3': error: unknown option `train.stepz`; did you mean `train.steps`?"),
            ("seed=[3]", "override 'seed=[3]': error: unknown option `seed`; did you mean `data.seed`?"),
            ("sedes=[3]", "override 'sedes=[3]': error: unknown key `sedes`; did you mean `seeds`?"),
            ("train.steps", "override 'train.steps': error: found no `=`, allowed: key=value, such as `train.steps=100`"),
            ("train.steps=", "override 'train.steps=': error: `train.steps`: found nothing, allowed: an integer from 1 to 100000000"),
            (
                "train.steps=[1, 2",
                "override 'train.steps=[1, 2': error: not valid YAML: while parsing a flow sequence: did not find expected ',' or ']'"
            ),
            (
                "axes.fusion.point=3",
                "override 'axes.fusion.point=3': error: axis `fusion.point`: found `3`, allowed: a list of one or more values; did you mean `[3]`?"
            ),
            (
                "axes={}",
                "override 'axes={}': error: `axes` cannot be overridden as a whole, allowed: one option, such as `axes.fusion.point=[0, 2]`"
            ),
            (
                "fusion.point=5",
                "override 'fusion.point=5': error: `fusion.point` is 5, allowed: at most half of `model.depth` (8), which is 4 (in every cell)"
            ),
        ]) func faulty(_ override: String, _ message: String)
    {
        #expect(errors(Self.grid, overrides: [override]) == [message])
    }

    @Test("A data path on the command line starts from the current folder") func dataPath() throws {
        let spec = try loadSpec("base: {data.kind: images}", overrides: ["data.path=pictures"])
        let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath).appendingPathComponent("pictures")
        #expect(spec.cells[0].configuration.data.path == here.standardizedFileURL.path)
    }
}

@Suite struct ExtendsTests {
    @Test("A file inherits base, axes, rules, seeds and baseline, and its own come first or after") func merging() throws {
        let parent = """
            name: parent
            description: of the parent
            base: {train: {steps: 5, batch_size: 8}, model.width: 64}
            axes: {fusion.point: [0, 2], fusion.text_depth: [0, 1], train.ema: [0.5, 0.9]}
            exclude: [{fusion.point: 0, fusion.text_depth: 1}]
            seeds: [7]
            baseline: {fusion.point: 2, fusion.text_depth: 0}
            """
        let child = """
            extends: folder/parent.yaml
            base: {train.steps: 6, train.ema: 0.99}
            axes: {fusion.point: [0, 2, 4], fusion.conditioning: [concat]}
            exclude: [{fusion.point: 4, fusion.text_depth: 0}]
            """
        let spec = try loadSpec(child, files: ["folder/parent.yaml": parent])
        #expect(
            labels(spec) == [
                "point=0 text_depth=0 conditioning=concat", "point=2 text_depth=0 conditioning=concat",
                "point=2 text_depth=1 conditioning=concat", "point=4 text_depth=1 conditioning=concat",
            ])
        #expect((spec.name, spec.description, spec.seeds, spec.baseline) == ("spec", nil, [7], 1))
        let train = spec.cells[0].configuration.train
        #expect((train.steps, train.batchSize, train.ema) == (6, 8, 0.99))
        #expect(spec.files == ["spec.yaml", "folder/parent.yaml"])
    }

    @Test("Later parents win over earlier ones; paths start from each file's folder") func parents() throws {
        let files = [
            "a/one.yaml": "extends: ../b/deep.yaml\nbase: {train.steps: 1, data: {kind: images, path: x}}",
            "a/two.yaml": "base: {train.steps: 2}", "a/../b/deep.yaml": "base: {train.steps: 3, model.width: 32}",
        ]
        let configuration = try loadSpec("extends: [a/one.yaml, a/two.yaml]", files: files).cells[0].configuration
        #expect((configuration.train.steps, configuration.model.width) == (2, 32))
        #expect(configuration.data.path?.hasSuffix("/a/x") == true)
    }

    @Test("An inherited rule that no longer matches is a warning, one's own is an error") func inheritedRules() throws {
        let parent = "axes: {fusion.point: [0, 2]}\nexclude: [{fusion.point: 0}]\nbaseline: {fusion.point: 2}"
        let spec = try loadSpec("extends: p.yaml\naxes: {fusion.point: [3, 4]}", files: ["p.yaml": parent])
        #expect(labels(spec) == ["point=3", "point=4"])
        #expect(
            spec.warnings.map(\.description) == [
                "p.yaml:2:11: warning: exclude rule matches no cell: `fusion.point` is never `0`, its values here: `3`, `4`",
                "p.yaml:3:1: warning: baseline matches no cell: `fusion.point` is never `2`, its values here: `3`, `4`",
            ])
    }

    @Test("Circles, missing files and errors in other files are reported where they are") func faults() {
        #expect(
            errors("extends: a.yaml", files: ["a.yaml": "name: a\nextends: spec.yaml"]) == [
                "a.yaml:2:10: error: `extends` runs in a circle: spec.yaml -> a.yaml -> spec.yaml"
            ])
        #expect(errors("extends: spec.yaml") == ["spec.yaml:1:10: error: `extends` runs in a circle: spec.yaml -> spec.yaml"])
        #expect(
            errors("extends: [{}]") == [
                "spec.yaml:1:11: error: `extends`: found a mapping, allowed: the path of a spec file, or a list of them"
            ])
        #expect(errors("extends: gone.yaml") == ["spec.yaml:1:10: error: cannot read `gone.yaml`: no such file"])
        #expect(
            errors("extends: a.yaml\nnme: x", files: ["a.yaml": "base: {train.step: 1}"]) == [
                "spec.yaml:2:1: error: unknown key `nme`; did you mean `name`?",
                "a.yaml:1:8: error: unknown option `train.step`; did you mean `train.steps`?",
            ])
        #expect(
            throws: SpecFailure([
                SpecDiagnostic("cannot read the spec: no such file", at: SourcePosition(file: "/nowhere/x.yaml", line: 0, column: 0))
            ])
        ) { try SpecLoader.load(path: "/nowhere/x.yaml") }
        #expect(
            throws: SpecFailure([
                SpecDiagnostic(
                    "cannot read the spec: found a folder, allowed: a spec file", at: SourcePosition(file: "/tmp", line: 0, column: 0))
            ])
        ) { try SpecLoader.load(path: "/tmp") }
    }
}

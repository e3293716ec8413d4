import Testing
@testable import Experiments

@Suite struct GridTests {
    @Test("Axes multiply with the first slowest, in the order of the file") func product() throws {
        let spec = try loadSpec(
            """
            name: grid
            axes:
              fusion.point: [0, 2]
              fusion: {conditioning: [concat, cross-attention]}
            seeds: [3, 1]
            """)
        #expect(
            labels(spec) == [
                "point=0 conditioning=concat", "point=0 conditioning=cross-attention",
                "point=2 conditioning=concat", "point=2 conditioning=cross-attention",
            ])
        #expect(spec.name == "grid")
        #expect(spec.grid.slots.map(\.path) == ["fusion.point", "fusion.conditioning"])
        #expect(spec.grid.slots.map(\.shown) == [[.int(0), .int(2)], [.string("concat"), .string("cross-attention")]])
        #expect(spec.cells[3].configuration.fusion.conditioning == .crossAttention)
        #expect(spec.cells[3].configuration.fusion.point == 2)
        #expect(
            spec.cells[3].coordinates == [
                Coordinate(path: "fusion.point", value: .int(2)),
                Coordinate(path: "fusion.conditioning", value: .string("cross-attention")),
            ])
        let jobs = spec.jobs { _ in "f" }
        #expect(jobs.map(\.seed) == [3, 1, 3, 1, 3, 1, 3, 1])
        #expect(jobs.map(\.cellIndex) == [0, 0, 1, 1, 2, 2, 3, 3])
        #expect(jobs[6].configuration == spec.cells[3].configuration)
    }

    @Test("A spec without axes is one cell with seed 1, named after its file") func bare() throws {
        let spec = try loadSpec("base: {train.steps: 7}")
        #expect(spec.name == "spec")
        #expect(spec.seeds == [1])
        #expect(spec.baseline == nil)
        #expect(labels(spec) == ["base"])
        #expect(spec.cells[0].configuration.train.steps == 7)
        #expect(spec.cells[0].coordinates == [])
    }

    @Test("A file without options is the default job") func defaults() throws {
        let spec = try loadSpec("name: nothing\n")
        #expect(spec.cells.map(\.configuration) == [JobConfiguration()])
    }

    @Test("Short names that are not unique show the whole path") func labelsOfEqualNames() throws {
        let spec = try loadSpec("axes: {train.steps: [10], sample.steps: [20], model.depth: [4]}")
        #expect(labels(spec) == ["train.steps=10 sample.steps=20 depth=4"])
    }

    @Test("Zipped options advance together") func zip() throws {
        let spec = try loadSpec(
            """
            axes: {fusion.point: [0, 1]}
            zip:
              - {model.width: [64, 128], train.learning_rate: [1e-3, 5e-4]}
            """)
        #expect(
            labels(spec) == [
                "point=0 width=64 learning_rate=0.001", "point=0 width=128 learning_rate=0.0005",
                "point=1 width=64 learning_rate=0.001", "point=1 width=128 learning_rate=0.0005",
            ])
        #expect(spec.grid.slots.map(\.label) == ["point", "width", "learning_rate"])
    }

    @Test("When rules apply in order, and later ones see what earlier ones set") func when() throws {
        let spec = try loadSpec(
            """
            axes: {fusion.point: [0, 1, 2]}
            when:
              - {if: {fusion.point: [1, 2]}, set: {fusion.text_depth: 3}}
              - {if: {fusion.text_depth: 3, fusion.point: 2}, set: {train.steps: 9}}
            """)
        #expect(
            labels(spec) == [
                "point=0 text_depth=0 steps=4000", "point=1 text_depth=3 steps=4000", "point=2 text_depth=3 steps=9",
            ])
        #expect(spec.grid.slots.map(\.path) == ["fusion.point", "fusion.text_depth", "train.steps"])
    }

    @Test("Exclude takes cells out of the product, include adds cells that no rule removes") func excludeAndInclude() throws {
        let spec = try loadSpec(
            """
            base: {fusion.text_depth: 1}
            axes: {fusion.point: [0, 1], fusion.text_depth: [0, 2]}
            exclude:
              - {fusion.point: 0, fusion.text_depth: 2}
            include:
              - {fusion.point: 0, fusion.text_depth: 2, train.steps: 5}
              - {fusion.point: 3}
            when:
              - {if: {fusion.point: 3}, set: {train.steps: 8}}
              - {if: {fusion.text_depth: 2}, set: {train.steps: 6}}
            """)
        #expect(
            labels(spec) == [
                "point=0 text_depth=0 steps=4000", "point=1 text_depth=0 steps=4000", "point=1 text_depth=2 steps=6",
                "point=0 text_depth=2 steps=5", "point=3 text_depth=1 steps=8",
            ])
    }

    @Test("The baseline is the one cell with the named values") func baseline() throws {
        let spec = try loadSpec(
            """
            base: {model.depth: 4}
            axes: {fusion.point: [0, 1], fusion.conditioning: [concat, cross-attention]}
            baseline: {fusion.point: 1, fusion: {conditioning: concat}, model.depth: 4}
            """)
        #expect(spec.baseline == 2)
    }

    @Test("Seeds can be counted") func seeds() throws {
        #expect(try loadSpec("seeds: {count: 3, first: 5}").seeds == [5, 6, 7])
        #expect(try loadSpec("seeds: {count: 2}").seeds == [1, 2])
    }

    @Test("Data paths start from the folder of the file that names them") func dataPath() throws {
        let spec = try loadSpec(
            """
            base: {data.kind: images}
            axes: {data.path: [pictures, ../other, /absolute]}
            """)
        let here = SpecReader(file: "", folder: ".", log: DiagnosticLog()).absolute("pictures")
        #expect(here.hasPrefix("/") && here.hasSuffix("/pictures"))
        #expect(spec.cells[0].configuration.data.path == here)
        #expect(spec.cells[2].configuration.data.path == "/absolute")
        #expect(labels(spec) == ["path=pictures", "path=\"../other\"", "path=\"/absolute\""])
    }

    @Test("A fingerprint is asked for once per distinct data section") func fingerprints() throws {
        let spec = try loadSpec("axes: {fusion.point: [0, 1, 2], data.image_size: [16, 32], train.steps: [1, 2]}")
        var asked: [Int] = []
        let jobs = spec.jobs {
            asked.append($0.imageSize)
            return "size \($0.imageSize)"
        }
        #expect(asked == [16, 32])
        #expect(jobs.map(\.dataFingerprint).prefix(4) == ["size 16", "size 16", "size 32", "size 32"])
        #expect(Set(jobs.map(\.key)).count == 12)
        struct Unreadable: Error {}
        #expect(throws: Unreadable.self) { try spec.jobs { _ in throw Unreadable() } }
    }

    @Test("Lists and texts can be swept") func listAxes() throws {
        let spec = try loadSpec(
            """
            axes:
              data.grammar: [[relations, counts], [counts]]
              evaluate.probes: [["a red circle"], ["two: \\"x\\", y"]]
            exclude:
              - {data.grammar: [counts], evaluate.probes: ["a red circle"]}
            """)
        #expect(
            labels(spec) == [
                "grammar=[counts, relations] probes=[a red circle]",
                #"grammar=[counts, relations] probes=["two: \"x\", y"]"#,
                #"grammar=[counts] probes=["two: \"x\", y"]"#,
            ])
        #expect(spec.cells[0].configuration.data.grammar == [.counts, .relations])
        #expect(spec.cells[1].configuration.evaluate.probes == ["two: \"x\", y"])
    }

    @Test("Cells are found by conditions on swept and fixed options, by path or label") func matching() throws {
        let spec = try loadSpec("axes: {fusion.point: [0, 1, 2], fusion.text_depth: [0, 1]}")
        #expect(try spec.cellIndices(where: ["fusion.point=0", "text_depth=1.0"]) == [1])
        #expect(try spec.cellIndices(where: ["point=[0, 2]", "model.depth=8"]) == [0, 1, 4, 5])
        #expect(try spec.cellIndices(where: ["model.depth=6"]) == [])
        #expect(try spec.cellIndices(where: []).count == 6)
        #expect(
            throws: SpecFailure([
                SpecDiagnostic(
                    "unknown option `piont`; did you mean `fusion.point`?",
                    at: SourcePosition(file: "condition 'piont=1'", line: 0, column: 0)),
                SpecDiagnostic(
                    "found no `=`, allowed: path=value, such as `fusion.point=0`",
                    at: SourcePosition(file: "condition 'point'", line: 0, column: 0)),
                SpecDiagnostic(
                    "`fusion.point`: found nothing, allowed: an integer from 0 to 64",
                    at: SourcePosition(file: "condition 'point='", line: 0, column: 0)),
            ])
        ) { try spec.cellIndices(where: ["piont=1", "point", "point="]) }
    }
}

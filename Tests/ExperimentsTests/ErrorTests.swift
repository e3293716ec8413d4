import Testing
@testable import Experiments

/// One faulty spec and everything that is to be said about it.
struct FaultySpec: Sendable, CustomTestStringConvertible {
    let text: String
    let messages: [String]
    var testDescription: String { text }

    init(_ text: String, _ messages: String...) {
        self.text = text
        self.messages = messages
    }
}

@Suite struct ErrorTests {
    @Test(
        "Words that are not known get the nearest valid one",
        arguments: [
            FaultySpec("bse: {train.steps: 1}", "spec.yaml:1:1: error: unknown key `bse`; did you mean `base`?"),
            FaultySpec("train: {steps: 1}", "spec.yaml:1:1: error: unknown key `train`: it is an option; put it under `base`"),
            FaultySpec(
                "zzzzzz: 1",
                "spec.yaml:1:1: error: unknown key `zzzzzz`, allowed: `name`, `description`, `extends`, `base`, `axes`, `zip`, `when`, `exclude`, `include`, `seeds`, `baseline`, `claims`, `slurm`"
            ),
            FaultySpec("axes:\n  fusion.pont: [0]", "spec.yaml:2:3: error: unknown option `fusion.pont`; did you mean `fusion.point`?"),
            FaultySpec("base: {point: 1}", "spec.yaml:1:8: error: unknown option `point`; did you mean `fusion.point`?"),
            FaultySpec(
                "base: {train: {learning_rat: 1}}",
                "spec.yaml:1:16: error: unknown option `train.learning_rat`; did you mean `train.learning_rate`?"),
            FaultySpec("base: {train.width: 64}", "spec.yaml:1:8: error: unknown option `train.width`; did you mean `text.width`?"),
            FaultySpec(
                "base: {fusion.quantisation: 1}",
                "spec.yaml:1:8: error: unknown option `fusion.quantisation`, allowed in `fusion`: `point`, `conditioning`, `text_depth`"),
            FaultySpec(
                "base: {quantisation: 1}",
                "spec.yaml:1:8: error: unknown option `quantisation`, allowed sections: `data`, `model`, `fusion`, `text`, `train`, `sample`, `evaluate`"
            ),
            FaultySpec(
                "base: {fusion.conditioning: cros-attention}",
                "spec.yaml:1:29: error: `fusion.conditioning`: found `cros-attention`, allowed: `concat`, `cross-attention`; did you mean `cross-attention`?"
            ),
            FaultySpec(
                "base: {data.grammar: [counts, relation]}",
                "spec.yaml:1:31: error: `data.grammar`: found `relation`, allowed: a list of `counts`, `conjunctions`, `relations`; did you mean `relations`?"
            ),
        ]) func unknownWords(_ spec: FaultySpec)
    { #expect(errors(spec.text) == spec.messages) }

    @Test(
        "Values of the wrong type or size are named with what is allowed",
        arguments: [
            FaultySpec(
                "base: {train.steps: many}", "spec.yaml:1:21: error: `train.steps`: found `many`, allowed: an integer from 1 to 100000000"),
            FaultySpec(
                "base: {train.steps: 20_000}",
                "spec.yaml:1:21: error: `train.steps`: found `20_000`, allowed: an integer from 1 to 100000000; did you mean `20000`?"),
            FaultySpec(
                "base: {train.steps: 1.5}", "spec.yaml:1:21: error: `train.steps`: found `1.5`, allowed: an integer from 1 to 100000000"),
            FaultySpec(
                "base: {train.steps: \"7\"}",
                "spec.yaml:1:21: error: `train.steps`: found `\"7\"`, allowed: an integer from 1 to 100000000; write it without quotes"
            ),
            FaultySpec(
                "base: {train.steps: 99999999999999999999}",
                "spec.yaml:1:21: error: `train.steps`: found `99999999999999999999`, allowed: an integer from 1 to 100000000"),
            FaultySpec(
                "base: {train.steps: }", "spec.yaml:1:21: error: `train.steps`: found nothing, allowed: an integer from 1 to 100000000"),
            FaultySpec(
                "base: {train.steps: {a: 1}}",
                "spec.yaml:1:21: error: `train.steps`: found a mapping, allowed: an integer from 1 to 100000000"),
            FaultySpec(
                "base: {train.steps: [1, 2]}",
                "spec.yaml:1:21: error: `train.steps`: found `[1, 2]`, allowed: an integer from 1 to 100000000; to sweep it, list the values under `axes`"
            ),
            FaultySpec("base: {model.depth: 7}", "spec.yaml:1:21: error: `model.depth`: found `7`, allowed: an even integer from 2 to 128"),
            FaultySpec("base: {train.ema: 1}", "spec.yaml:1:19: error: `train.ema`: found `1`, allowed: a number from 0 to below 1"),
            FaultySpec(
                "base: {train.learning_rate: 0}", "spec.yaml:1:29: error: `train.learning_rate`: found `0`, allowed: a number above 0"),
            FaultySpec(
                "base: {train.learning_rate: .nan}", "spec.yaml:1:29: error: `train.learning_rate`: found `.nan`, allowed: a number above 0"
            ),
            FaultySpec(
                "base: {sample.guidance: -.inf}", "spec.yaml:1:25: error: `sample.guidance`: found `-.inf`, allowed: a number from 0 to 100"
            ),
            FaultySpec(
                "base: {sample.guidance: 1e999}", "spec.yaml:1:25: error: `sample.guidance`: found `1e999`, allowed: a number from 0 to 100"
            ),
            FaultySpec(
                "base: {model.qkv_bias: yes}",
                "spec.yaml:1:24: error: `model.qkv_bias`: found `yes`, allowed: `true` or `false`; did you mean `true`?"),
            FaultySpec(
                "base: {evaluate.timesteps: [1, 0]}",
                "spec.yaml:1:32: error: `evaluate.timesteps`: found `0`, allowed: a list of up to 100 different integers from 1 to 1000"),
            FaultySpec("base: {evaluate.timesteps: [5, 5]}", "spec.yaml:1:28: error: `evaluate.timesteps` lists `5` twice"),
            FaultySpec(
                "base: {evaluate.probes: [3]}",
                "spec.yaml:1:26: error: `evaluate.probes`: found `3`, allowed: a list of up to 64 texts; put it in quotes"),
            FaultySpec(
                "base: {evaluate.probes: a red circle}",
                "spec.yaml:1:25: error: `evaluate.probes`: found `a red circle`, allowed: a list of up to 64 texts; write `[...]` around it"
            ),
            FaultySpec(
                "base: {data.grammar: []}",
                "spec.yaml:1:22: error: `data.grammar`: found an empty list, allowed: a list of `counts`, `conjunctions`, `relations`"),
            FaultySpec(
                "base: {train: 5}",
                "spec.yaml:1:15: error: `train`: found `5`, allowed: a mapping of the section's options (`steps`, `batch_size`, `learning_rate`, `warmup_steps`, `weight_decay`, `beta1`, `beta2`, `epsilon`, `ema`, `unconditional`, `prediction`, `weighting`, `schedule`, `lanes`, `log_every`, `checkpoint_every`)"
            ),
            FaultySpec("base: 5", "spec.yaml:1:7: error: base: found `5`, allowed: a mapping from option paths such as `fusion.point`"),
            FaultySpec(
                "name: a/b",
                "spec.yaml:1:7: error: `name`: found `a/b`, allowed: up to 100 letters, digits, `.`, `_` and `-`, starting with a letter or digit"
            ),
            FaultySpec(
                "- a",
                "spec.yaml:1:1: error: found a list, allowed: a mapping with the keys `name`, `description`, `extends`, `base`, `axes`, `zip`, `when`, `exclude`, `include`, `seeds`, `baseline`, `claims`, `slurm`"
            ),
        ]) func wrongValues(_ spec: FaultySpec)
    { #expect(errors(spec.text) == spec.messages) }

    @Test(
        "Axes, zips, seeds and rules are checked for sense",
        arguments: [
            FaultySpec(
                "axes: {fusion.point: 2}",
                "spec.yaml:1:22: error: axis `fusion.point`: found `2`, allowed: a list of one or more values; did you mean `[2]`?"),
            FaultySpec(
                "axes: {fusion.point: []}",
                "spec.yaml:1:22: error: axis `fusion.point`: found an empty list, allowed: a list of one or more values"),
            FaultySpec("axes: {fusion.point: [1, 1.0]}", "spec.yaml:1:26: error: axis `fusion.point` lists `1` twice"),
            FaultySpec(
                "axes: {fusion.point: [1]}\nzip:\n  - {fusion.point: [1]}",
                "spec.yaml:3:6: error: `fusion.point` is swept twice; the first is on line 1"),
            FaultySpec(
                "zip: [{fusion.point: [1, 2], train.steps: [1]}]",
                "spec.yaml:1:30: error: zip group: `fusion.point` has 2 values and `train.steps` has 1, allowed: the same number"),
            FaultySpec(
                "zip: [{fusion.point: 1}]",
                "spec.yaml:1:22: error: axis `fusion.point`: found `1`, allowed: a list of one or more values; did you mean `[1]`?"),
            FaultySpec(
                "seeds: 3",
                "spec.yaml:1:8: error: `seeds`: found `3`, allowed: a list of integers, or `{count: 6, first: 1}`; `[3]` is the seed 3, `{count: 3}` are so many"
            ),
            FaultySpec(
                "seeds: [1, 1, -2]", "spec.yaml:1:12: error: `seeds` lists `1` twice",
                "spec.yaml:1:15: error: `seeds`: found `-2`, allowed: an integer from 0 to 9007199254740992"),
            FaultySpec(
                "seeds: {cout: 3}", "spec.yaml:1:8: error: `seeds` needs `count` or `list`",
                "spec.yaml:1:9: error: `seeds`: unknown key `cout`, allowed: `count`, `first`, `list`, `vary`"),
            FaultySpec("when: [{if: {fusion.point: 0}}]", "spec.yaml:1:8: error: a when rule needs both `if` and `set`"),
            FaultySpec("exclude: {fusion.point: 0}", "spec.yaml:1:10: error: `exclude`: found a mapping, allowed: a list"),
            FaultySpec(
                "axes: {fusion.point: [0, 2]}\nexclude:\n  - {fusion.point: 3}",
                "spec.yaml:3:5: error: exclude rule matches no cell: `fusion.point` is never `3`, its values here: `0`, `2`"),
            FaultySpec(
                "axes: {fusion.point: [0, 2]}\nwhen: [{if: {fusion.text_depth: [1, 2]}, set: {train.steps: 3}}]",
                "spec.yaml:2:8: error: when rule matches no cell: `fusion.text_depth` is never `1` or `2`, its values here: `0`"),
            FaultySpec(
                "zip: [{fusion.point: [0, 2], fusion.text_depth: [0, 2]}]\nexclude:\n  - {fusion.point: 0, fusion.text_depth: 2}",
                "spec.yaml:3:5: error: exclude rule matches no cell: no cell has `fusion.point` `0` and `fusion.text_depth` `2`"),
            FaultySpec(
                "axes: {fusion.point: [0, 2]}\nexclude: [{fusion.point: [0, 2]}]",
                "spec.yaml:2:11: error: no cell is left: the exclude rules remove the whole grid"),
            FaultySpec(
                "axes: {fusion.point: [0, 2]}\ninclude:\n  - {fusion.point: 2}",
                "spec.yaml:3:5: error: cell point=2 is the same job as an earlier cell"),
            FaultySpec(
                "axes: {fusion.point: [0, 1]}\nwhen: [{if: {fusion.point: 1}, set: {fusion.point: 0}}]",
                "spec.yaml:2:8: error: cell point=0 is the same job as an earlier cell"),
            FaultySpec(
                "include: [{fusion.point: 2},\n  {fusion.point: 2.0}]",
                "spec.yaml:2:3: error: cell point=2 is the same job as an earlier cell (the include entry on line 1)"),
            FaultySpec(
                "axes: {fusion.point: [0, 2]}\nbaseline: {fusion.point: 1}",
                "spec.yaml:2:1: error: baseline matches no cell: `fusion.point` is never `1`, its values here: `0`, `2`"),
            FaultySpec(
                "axes: {fusion.point: [0, 2], fusion.text_depth: [0, 1], train.steps: [5]}\nbaseline: {fusion.point: 0}",
                "spec.yaml:2:1: error: baseline names 2 cells, allowed: exactly one; name `fusion.text_depth` as well"),
            FaultySpec("axes: {data.seed: [0x10, 16]}", "spec.yaml:1:26: error: axis `data.seed` lists `16` twice"),
        ]) func senselessRules(_ spec: FaultySpec)
    { #expect(errors(spec.text) == spec.messages) }

    @Test(
        "Options that do not fit together are blamed on the cell and the axis value",
        arguments: [
            FaultySpec(
                "base: {model.depth: 4}\naxes:\n  fusion.conditioning: [concat, cross-attention]\n  fusion.point: [0, 2,\n    3]",
                "spec.yaml:5:5: error: `fusion.point` is 3, allowed: at most half of `model.depth` (4), which is 2 (in cell conditioning=concat point=3 and 1 more)"
            ),
            FaultySpec(
                "base: {fusion.point: 4}\naxes:\n  model.depth: [4, 8]",
                "spec.yaml:3:17: error: `fusion.point` is 4, allowed: at most half of `model.depth` (4), which is 2 (in cell depth=4)"),
            FaultySpec(
                "base:\n  text: {encoder: mini-clip, width: 40}",
                "spec.yaml:2:37: error: `text.width` is 40, allowed: a multiple of 16 when `text.encoder` is `mini-clip`"),
            FaultySpec(
                "base:\n  text: {encoder: mini-clip, seed: 7}\n  evaluate:\n    evaluator: mini-clip\n    evaluator_seed: 7",
                "spec.yaml:5:21: error: `evaluate.evaluator_seed` is 7, the seed of the encoder that conditions (`text.seed`): a judge must not be what it judges; give it another seed"
            ),
            FaultySpec("base:\n  model.width: 10", "spec.yaml:2:16: error: `model.heads` is 4, allowed: a divisor of `model.width` (10)"),
            FaultySpec(
                "base: {model.patch_size: 5}\naxes: {fusion.point: [0, 1]}",
                "spec.yaml:1:26: error: `model.patch_size` is 5, allowed: a divisor of `data.image_size` (32) (in every cell)"),
            FaultySpec("base: {train.batch_size: 3}", "spec.yaml:1:26: error: `train.lanes` is 4, allowed: at most `train.batch_size` (3)"),
            FaultySpec(
                "base: {data.image_size: 128}",
                "spec.yaml:1:25: error: `data.image_size` is 128, allowed: at most 64 when `data.kind` is `shapes`"),
            FaultySpec(
                "base: {data.train: 0}",
                "spec.yaml:1:20: error: `data.train` is 0, allowed: at least 1 when `data.kind` is `shapes` (only a folder has a rest to take)"
            ),
            FaultySpec(
                "base: {data.kind: images}",
                "spec.yaml:1:19: error: `data.path` is missing: `data.kind: images` needs the folder of the pictures"),
            FaultySpec(
                "base: {data.kind: scenes, data.image_size: 48}",
                "spec.yaml:1:19: error: `data.path` is missing: `data.kind: scenes` needs the folder of cut-outs that `make data-stamps` prepares (data/stamps)"
            ),
            FaultySpec(
                "base: {data.kind: scenes, data.path: x}",
                "spec.yaml:1:19: error: `data.image_size` is 32, allowed: 48 to 128 when `data.kind` is `scenes` (a smaller canvas has no room for five objects that can be told apart)"
            ),
            FaultySpec(
                "base: {data.kind: scenes, data.path: x, data.image_size: 48, data.kinds: 1}",
                "spec.yaml:1:74: error: `data.kinds`: found `1`, allowed: an integer from 4 to 256"),
            FaultySpec(
                "base: {data.kind: scenes, data.path: x, data.image_size: 48, data.grammar: [relations]}",
                "spec.yaml:1:76: error: `data.grammar` is [relations] with 1 to 5 objects: a kind then always occurs in one count, and `data.kind: scenes` holds out pairs of kind and count; widen the range of objects or add `counts` or `conjunctions`"
            ),
            FaultySpec(
                "base: {data.path: x}",
                "spec.yaml:1:19: error: `data.path` is set, but `data.kind: shapes` reads no folder; did you mean `data.kind: images`?"),
            FaultySpec(
                "base: {data.minimum_objects: 3}",
                "spec.yaml:1:30: error: `data.minimum_objects` is 3, allowed: at most 2 when `data.grammar` holds `relations`, which always shows two objects"
            ),
            FaultySpec(
                "base: {data.minimum_objects: 4, data.maximum_objects: 3}",
                "spec.yaml:1:30: error: `data.minimum_objects` is 4, allowed: at most `data.maximum_objects` (3)"),
            FaultySpec(
                "base: {data.maximum_objects: 1}",
                "spec.yaml:1:30: error: `data.grammar` holds `conjunctions`, which needs two objects, but `data.maximum_objects` is 1"),
            FaultySpec("base: {data.train: 50}", "spec.yaml:1:20: error: `train.batch_size` is 64, allowed: at most `data.train` (50)"),
            FaultySpec("base: {data.test: 100}", "spec.yaml:1:19: error: `evaluate.validation` is 256, allowed: at most `data.test` (100)"),
        ]) func misfits(_ spec: FaultySpec)
    { #expect(errors(spec.text) == spec.messages) }

    @Test("All errors are reported at once, in reading order") func several() {
        let text = """
            name: x
            nam: y
            base:
              train: {steps: 0, steps: 3}
              model.widht: 4
            seeds: []
            """
        #expect(
            errors(text) == [
                "spec.yaml:2:1: error: unknown key `nam`; did you mean `name`?",
                "spec.yaml:4:18: error: `train.steps`: found `0`, allowed: an integer from 1 to 100000000",
                "spec.yaml:4:21: error: `steps` is given twice; the first is on line 4",
                "spec.yaml:5:3: error: unknown option `model.widht`; did you mean `model.width`?",
                "spec.yaml:6:8: error: `seeds`: found an empty list, allowed: a list of integers, or `{count: 6, first: 1}`",
            ])
    }

    @Test(
        "What does not fit together is reported beside words that are not known, unless those may have meant it",
        arguments: [
            FaultySpec(
                "nam: x\nbase:\n  model.depth: 4\n  train.leraning_rate: 1e-3\naxes: {fusion.point: [0, 3]}",
                "spec.yaml:1:1: error: unknown key `nam`; did you mean `name`?",
                "spec.yaml:4:3: error: unknown option `train.leraning_rate`; did you mean `train.learning_rate`?",
                "spec.yaml:5:26: error: `fusion.point` is 3, allowed: at most half of `model.depth` (4), which is 2 (in cell point=3)"),
            // The depth that was meant is not known.
            FaultySpec(
                "base:\n  model.dept: 4\n  fusion.point: 5",
                "spec.yaml:2:3: error: unknown option `model.dept`; did you mean `model.depth`?"),
            FaultySpec(
                "base:\n  model.depth: 7\n  fusion.point: 5\n  model.width: 10",
                "spec.yaml:2:16: error: `model.depth`: found `7`, allowed: an even integer from 2 to 128",
                "spec.yaml:4:16: error: `model.heads` is 4, allowed: a divisor of `model.width` (10)"),
            FaultySpec(
                "base:\n  fusion: {quantisation: 1, point: 5}\n  model.width: 10",
                "spec.yaml:2:12: error: unknown option `fusion.quantisation`, allowed in `fusion`: `point`, `conditioning`, `text_depth`",
                "spec.yaml:3:16: error: `model.heads` is 4, allowed: a divisor of `model.width` (10)"),
            // The cell may be one that was to be left out.
            FaultySpec(
                "base: {model.depth: 4}\naxes: {fusion.point: [0, 3]}\nexclude:\n  - {fusion.pont: 3}",
                "spec.yaml:4:6: error: unknown option `fusion.pont`; did you mean `fusion.point`?"),
            FaultySpec(
                "base: {model.depth: 4}\naxes: {fusion.point: [0, 3]}\nexcude: [{fusion.point: 3}]",
                "spec.yaml:3:1: error: unknown key `excude`; did you mean `exclude`?"),
        ]) func misfitsBesideUnknownWords(_ spec: FaultySpec)
    { #expect(errors(spec.text) == spec.messages) }

    @Test("A failure prints fifty errors and counts the rest") func manyErrors() {
        let lines = (0..<60).map { "  bogus.option\($0): 1" }.joined(separator: "\n")
        do {
            _ = try loadSpec("base:\n" + lines)
            Issue.record("expected an error")
        } catch {
            #expect(error.diagnostics.count == 60)
            #expect(error.description.split(separator: "\n").count == 51)
            #expect(error.description.hasSuffix("... and 10 more errors"))
        }
    }
}

import Foundation
import Testing
@testable import Experiments

@Suite struct KeyTests {
    /// Published keys, also computed outside of Swift from the documented text. If this fails, the key format changed and every stored result would be
    /// orphaned: restore it, or give the format another name on purpose.
    @Test("Published keys stay as they are") func golden() {
        var configuration = JobConfiguration()
        configuration.data.grammar = [.counts, .relations]
        configuration.fusion.point = 2
        configuration.fusion.conditioning = .crossAttention
        configuration.model.qkvBias = true
        configuration.train.learningRate = 0.0005
        configuration.train.epsilon = 1e-9
        configuration.sample.guidance = 2
        configuration.evaluate.probes = ["two red circles", "a \"b\", c"]
        configuration.evaluate.timesteps = []
        #expect(
            configuration.canonicalText() == """
                data.grammar=[counts, relations]
                evaluate.probes=[two red circles, "a \\"b\\", c"]
                evaluate.timesteps=[]
                fusion.conditioning=cross-attention
                fusion.point=2
                model.qkv_bias=true
                sample.guidance=2.0
                train.epsilon=1e-09
                train.learning_rate=0.0005

                """)
        #expect(configuration.key(seed: 7, dataFingerprint: "abc") == "f41d1b57221a5d97211a56a710ae8b3d64ebc16aa0ee537bc3a6caf9684080dc")
        #expect(
            configuration.trainingKey(seed: 7, dataFingerprint: "abc") == "bd8d95b7ae33fea883ea95abe86909e3c965a596b1811e248c09af7d2c805e60"
        )
        #expect(JobConfiguration().key(seed: 1, dataFingerprint: "") == "13f02bc0b93fc390a160a5ef7a3da64fd2c643420d05c0b738dbe4fa8cbd15b4")
    }

    /// A default in this list never changes; a new option is added to it with the default that keeps old behaviour.
    @Test("Published defaults stay as they are") func defaults() {
        let lines = JobConfiguration().options.map { "\($0.path)=\($0.value)" }
        #expect(
            lines == [
                "data.kind=shapes", "data.path=null", "data.image_size=32", "data.train=20000", "data.test=2000",
                "data.seed=1", "data.on_error=fail", "data.minimum_objects=1", "data.maximum_objects=5",
                "data.grammar=[counts, conjunctions, relations]", "data.layout=scattered", "data.kinds=8", "data.canvas=grey",
                "data.latent_scale=0.2301",
                "model.patch_size=4", "model.width=128", "model.depth=8", "model.heads=4", "model.mlp_ratio=4",
                "model.qkv_bias=false", "model.time_mlp=false", "model.init=reference",
                "fusion.point=0", "fusion.conditioning=concat", "fusion.text_depth=0",
                "text.encoder=random", "text.max_tokens=16", "text.width=128", "text.seed=1", "text.encoder_steps=600",
                "text.path=null",
                "train.steps=4000", "train.batch_size=64", "train.learning_rate=0.0002", "train.warmup_steps=300",
                "train.weight_decay=0.03", "train.beta1=0.9", "train.beta2=0.9", "train.epsilon=1e-08",
                "train.ema=0.999", "train.unconditional=0.1", "train.prediction=epsilon", "train.weighting=uniform",
                "train.schedule=constant", "train.lanes=4", "train.log_every=50", "train.checkpoint_every=500",
                "sample.sampler=dpm-solver++", "sample.steps=50", "sample.guidance=1.0", "sample.images=256",
                "sample.autoencoder=null",
                "evaluate.every=500", "evaluate.validation=256", "evaluate.probes=[]", "evaluate.probe_count=4",
                "evaluate.probe_selection=first", "evaluate.timesteps=[50, 250, 500, 750, 950]", "evaluate.sample_every=0",
                "evaluate.sample_images=64",
                "evaluate.evaluator=none", "evaluate.evaluator_seed=101", "evaluate.evaluator_steps=600",
                "evaluate.evaluator_data=train", "evaluate.clip_score=none", "evaluate.clip_path=null", "evaluate.outside_judge=none",
                "evaluate.outside_judge_path=null", "evaluate.reference_statistics=null",
                "evaluate.localisation=0", "evaluate.knockout=0", "evaluate.block_probes=0",
            ])
        #expect(JobConfiguration().problems() == [])
        #expect(JobConfiguration().canonicalText() == "")
    }

    static let plain =
        "base: {train.learning_rate: 0.001, train.ema: 0, data.train: 10000, sample.guidance: 1}\naxes: {fusion.point: [0, 2]}"

    @Test(
        "Spelling, order, comments, written-out defaults, names and checkpoints do not change keys",
        arguments: [
            "base: {train.learning_rate: 1e-3, train.ema: 0.0, data.train: 1e4, sample.guidance: 1.0}\naxes: {fusion.point: [0, 2]}",
            "base: {sample: {guidance: +1}, data: {train: 10000}, train.ema: -0.0, train: {learning_rate: .1E-2}}\naxes: {fusion.point: [0x0, 2.0]}",
            "# comment\nname: other\ndescription: other\nseeds: [1]\n\(plain) # comment\nbaseline: {fusion.point: 0}",
            "base: {train.learning_rate: 0.001, train.ema: 0, data.train: 10000, model.depth: 8, fusion.conditioning: \"concat\", data.grammar: [relations, counts, conjunctions], evaluate.timesteps: [950, 50, 250, 500, 750]}\naxes: {fusion.point: [0, 2]}",
            "\(plain.replacingOccurrences(of: "train.ema", with: "train.checkpoint_every: 7, train.ema"))",
        ]) func invariance(_ text: String) throws
    {
        #expect(try keys(loadSpec(text)) == keys(loadSpec(Self.plain)))
    }

    @Test(
        "What can change a result changes the key",
        arguments: [
            "train.learning_rate=0.0011", "model.depth=10", "data.seed=2", "evaluate.probes=[a]", "train.lanes=2", "seeds=[2]",
            "sample.guidance=1.5", "data.image_size=16", "text.seed=2", "data.grammar=[counts]",
        ]) func sensitivity(_ override: String) throws
    {
        let changed = try Set(keys(loadSpec(Self.plain, overrides: [override])))
        #expect(changed.isDisjoint(with: try keys(loadSpec(Self.plain))))
        #expect(changed.count == 2)
    }

    @Test("An extended axis keeps the keys of the cells it had") func extension_() throws {
        let before = try keys(loadSpec("axes: {fusion.point: [0, 2], fusion.text_depth: [0, 1]}\nseeds: [1, 2]"))
        let after = try keys(loadSpec("axes: {fusion.text_depth: [1, 3, 0], fusion.point: [4, 2, 0]}\nseeds: [2, 1, 3]"))
        #expect(Set(before).isSubset(of: after))
        #expect(Set(after).count == 27)
    }

    @Test("Data folders with the same content share keys, wherever they are") func dataPath() throws {
        let one = try loadSpec("base: {data: {kind: images, path: /a}}").jobs { _ in "same" }
        let two = try loadSpec("base: {data: {kind: images, path: /b}}").jobs { _ in "same" }
        let other = try loadSpec("base: {data: {kind: images, path: /a}}").jobs { _ in "changed" }
        #expect(one.map(\.key) == two.map(\.key))
        #expect(one.map(\.key) != other.map(\.key))
    }

    @Test("Training keys are shared by jobs that only sample or evaluate differently") func trainingKeys() throws {
        let spec = try loadSpec("axes: {train.steps: [10, 20], sample.guidance: [0, 1, 2], evaluate.every: [5, 6]}")
        let jobs = spec.jobs { _ in "f" }
        #expect(Set(jobs.map(\.key)).count == 12)
        #expect(Set(jobs.map(\.trainingKey)).count == 2)
        #expect(Set(jobs.map(\.key)).isDisjoint(with: jobs.map(\.trainingKey)))
    }

    @Test("A trajectory is what is recorded before the end: final sampling and looks at the final weights are not in it")
    func trajectories() throws {
        func distinct(_ axes: String, base: String = "train.steps: 10") throws -> Int {
            Set(try loadSpec("base: {\(base)}\naxes: {\(axes)}").jobs { _ in "f" }.map(\.configuration.trajectory)).count
        }
        let end =
            "sample.images: [1, 2], evaluate.timesteps: [[1], [2]], evaluate.probes: [[a], [b]], evaluate.localisation: [0, 5], "
            + "evaluate.knockout: [0, 5], evaluate.block_probes: [0, 5], evaluate.probe_selection: [first, stratified]"
        let sampling = "sample.guidance: [0, 1], sample.steps: [5, 6], evaluate.evaluator_steps: [100, 200]"
        #expect(try distinct(end) == 1)
        #expect(try distinct(sampling) == 1)
        // Never before the end.
        #expect(try distinct(sampling, base: "train.steps: 10, evaluate.sample_every: 10") == 1)
        let meanwhile = "train.steps: 10, evaluate.sample_every: 5"
        #expect(try distinct(end, base: meanwhile) == 1)
        #expect(try distinct(sampling, base: meanwhile) == 8)
        #expect(try distinct("evaluate.every: [5, 6], evaluate.validation: [7, 8]") == 4)
    }

    @Test("A grid's keys are those of its configurations one by one") func gridKeys() throws {
        let spec = try loadSpec(
            """
            base: {model.width: 64, text.seed: 3, train.checkpoint_every: 9}
            axes: {train.learning_rate: [1e-3, 2e-4], fusion.point: [0, 1], data.image_size: [16, 32], evaluate.every: [10]}
            when: [{if: {fusion.point: 1}, set: {sample.steps: 10, train.checkpoint_every: 3}}]
            include: [{data.kind: images, data.path: x, text.width: 5}]
            seeds: [4, 5]
            """)
        let jobs = spec.jobs { "\($0.imageSize)" }
        #expect(jobs.count == 18)
        for job in jobs {
            let (configuration, data) = (job.configuration, "\(job.configuration.data.imageSize)")
            #expect(job.key == configuration.key(seed: job.seed, dataFingerprint: data))
            #expect(job.trainingKey == configuration.trainingKey(seed: job.seed, dataFingerprint: data))
        }
    }
}

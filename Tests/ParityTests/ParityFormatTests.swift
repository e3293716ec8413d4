import Foundation
import Kernels
import Parity
import Platform
import TensorFiles
import Testing
import Transformer
import UViT

/// A directory with one case that this engine recorded itself: other sizes and options than the reference cases.
///
/// It shows that the format is read as written; that the numbers are right is what the reference cases show.
private final class RecordedCase {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    private var tensors: [String: (shape: [Int], values: [Float])] = [:]

    deinit { try? FileManager.default.removeItem(at: directory) }

    init(reference: String = "uvit_t2i_cross", qkvBias: Bool = true, steps: Int = 3) throws {
        let configuration = ModelConfiguration(
            imageSize: 9, channels: 1, patchSize: 3, width: 10, depth: 2, heads: 5, mlpRatio: 3, textTokens: 2, textWidth: 6,
            conditioning: .crossAttention, imageDepth: 1, textDepth: 1, qkvBias: true, timeMLP: true)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let parameters = Parameters(configuration)
        parameters.initialise(seed: 1, scheme: .fanIn)
        try parameters.save(to: directory.appendingPathComponent("own.weights.safetensors"))
        try """
        {"own": {"reference": "\(reference)", "config": {"img_size": 9, "in_chans": 1, "patch_size": 3, "embed_dim": 10,
         "depth": 2, "num_heads": 5, "clip_dim": 6, "num_clip_token": 2, "caption_depth": 1, "image_only_depth": 1,
         "mlp_ratio": 3, "qkv_bias": \(qkvBias), "mlp_time_embed": true},
         "blocks": ["image_blocks.0", "caption_blocks.0", "mid_block", "image_skip_blocks.0"],
         "training": {"optimizer": "AdamW", "lr": 0.01, "weight_decay": 0.1, "betas": [0.8, 0.95], "eps": 1e-7,
         "warmup_steps": 2, "ema": 0.7, "steps": \(steps)}}}
        """.write(to: directory.appendingPathComponent("index.json"), atomically: true, encoding: .utf8)
        record(configuration, parameters)
        try write()
    }

    func drop(_ name: String) throws {
        #expect(tensors.removeValue(forKey: name) != nil)
        try write()
    }

    func change(_ name: String) throws {
        #expect(tensors[name] != nil)
        tensors[name]?.values[0] += 1
        try write()
    }

    func message() -> String {
        do {
            _ = try ParityCase.all(in: directory).map { try $0.check() }
            return "no error"
        } catch { return String(describing: error).replacingOccurrences(of: directory.path, with: "DIR") }
    }

    private func record(_ configuration: ModelConfiguration, _ parameters: Parameters) {
        func input(_ name: String, _ shape: [Int], _ step: UInt64) -> FloatBuffer {
            let buffer = FloatBuffer(count: shape.reduce(1, *))
            fillNormal(buffer.pointer, count: buffer.count, key: RandomKey(seed: 2, purpose: .noise, step: step))
            tensors[name] = (shape, buffer.array)
            return buffer
        }
        func keep(_ prefix: String, _ values: Parameters) {
            for entry in values.entries {
                tensors[prefix + entry.name] = (
                    entry.shape, Array(UnsafeBufferPointer(start: values[entry.name], count: entry.count))
                )
            }
        }
        let noisy = input("xt", [2, 1, 9, 9], 0)
        let noise = input("eps", [2, 1, 9, 9], 1)
        let context = input("context", [2, 2, 6], 2)
        let timesteps = FloatBuffer([3, 700])
        tensors["timesteps"] = ([2], timesteps.array)

        let predictor = Predictor(configuration: configuration, parameters: parameters, maximumBatch: 2, lanes: 1, threads: 1)
        let prediction = FloatBuffer(count: noisy.count)
        predictor.setContext(context.readPointer, batch: 2)
        predictor.predict(prediction.pointer, noisy: noisy.readPointer, timesteps: timesteps.readPointer) {
            tensors["attn.\($0.block.name)"] = ([2, 5, $0.block.queryTokens, $0.block.keyTokens], $0.attention().array)
        }
        tensors["pred"] = ([2, 1, 9, 9], prediction.array)

        let optimizer = AdamWOptimizer(parameters: parameters, pool: ThreadPool(threads: 1))
        let step = TrainingStep(configuration: configuration, batchSize: 2, lanes: 1, threads: 1)
        let losses = FloatBuffer(count: 2)
        var means: [Float] = []
        for index in 0..<3 {
            step.run(
                parameters: parameters, noisy: noisy.readPointer, timesteps: timesteps.readPointer,
                context: context.readPointer, target: noise.readPointer, weights: nil, losses: losses.pointer)
            if index == 0 { keep("grad.", Parameters(configuration, sharing: step.gradients)) }
            means.append((losses.pointer[0] + losses.pointer[1]) / 2)
            optimizer.step(
                parameters: parameters, gradients: step.gradients, learningRate: [0, 0.005, 0.01][index],
                settings: AdamWSettings(beta1: 0.8, beta2: 0.95, epsilon: 1e-7, weightDecay: 0.1, emaDecay: 0.7))
        }
        tensors["train5.losses"] = ([3], means)
        keep("train5.param.", parameters)
        keep("train5.ema.", Parameters(configuration, sharing: optimizer.average))
    }

    private func write() throws {
        let buffers = tensors.mapValues { (shape: $0.shape, buffer: FloatBuffer($0.values)) }
        try writeSafetensors(
            to: directory.appendingPathComponent("own.case.safetensors"),
            tensors: buffers.map { name, tensor in
                (name, tensor.shape, UnsafeBufferPointer(start: tensor.buffer.readPointer, count: tensor.buffer.count))
            })
        withExtendedLifetime(buffers) {}
    }
}

@Suite("The format of parity cases")
struct ParityFormatTests {
    @Test("other sizes, biases and the time MLP are read from the index")
    func options() throws {
        let recorded = try RecordedCase()
        let parityCase = try #require(try ParityCase.all(in: recorded.directory).first)
        #expect(parityCase.configuration.qkvBias && parityCase.configuration.timeMLP)
        #expect(parityCase.configuration.conditioning == .crossAttention && parityCase.configuration.mlpRatio == 3)
        let results = try parityCase.check()
        #expect(results.count == 6)
        for result in results { #expect(result.error < 2e-6, "\(result.kind): \(result.error)") }
    }

    @Test(
        "a wrong number fails its kind and no other",
        arguments: [
            ("pred", "pred"), ("attn.mid_block", "attn"), ("grad.norm.bias", "grad"), ("train5.losses", "train5.losses"),
            ("train5.param.norm.bias", "train5.param"), ("train5.ema.norm.bias", "train5.ema"),
        ])
    func wrongNumber(tensor: String, kind: String) throws {
        let recorded = try RecordedCase()
        try recorded.change(tensor)
        let results = try #require(try ParityCase.all(in: recorded.directory).first).check()
        #expect(results.filter { !$0.passes }.map(\.kind) == [kind])
    }

    @Test("a missing tensor is named", arguments: ["pred", "attn.caption_blocks.0", "context", "timesteps", "train5.losses"])
    func missing(tensor: String) throws {
        let recorded = try RecordedCase()
        try recorded.drop(tensor)
        #expect(recorded.message().hasPrefix("DIR/own.case.safetensors: no tensor '\(tensor)'; it has "))
    }

    @Test("a missing gradient, bias or block is named")
    func missingParameter() throws {
        let recorded = try RecordedCase()
        try recorded.drop("grad.time_embed.2.bias")
        #expect(
            recorded.message() == "DIR/own.case.safetensors: missing parameters: grad.time_embed.2.bias; "
                + "does the file belong to this model configuration?")
        #expect(
            try RecordedCase(qkvBias: false).message().hasPrefix(
                "DIR/own.weights.safetensors: parameters that this model does not have: caption_blocks.0.attn.kv.bias"))
    }

    @Test("an index that cannot be used says why")
    func index() throws {
        #expect(
            try RecordedCase(reference: "uvit_t3i").message() == "parity case 'own': unknown reference model 'uvit_t3i'; "
                + "allowed: uvit_t2i, uvit_t2i_cross, uvit_t2i_old")
        #expect(
            try RecordedCase(steps: -1).message() == "DIR/index.json: cannot read the index of parity cases: "
                + "'own' has -1 training steps and 2 betas; it needs at least 1 step and 2 betas")
        let recorded = try RecordedCase()
        let index = recorded.directory.appendingPathComponent("index.json")
        try "{\"own\": {\"reference\": 1}}".write(to: index, atomically: true, encoding: .utf8)
        #expect(recorded.message() == "DIR/index.json: cannot read the index of parity cases: expected String at own.reference")
        try FileManager.default.removeItem(at: index)
        #expect(recorded.message().hasPrefix("DIR/index.json: cannot read the index of parity cases: "))
    }
}

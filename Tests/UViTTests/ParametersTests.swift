import Foundation
import Kernels
import Platform
import TensorFiles
import Testing
import Transformer
@testable import UViT

@Suite("Parameters")
struct ParametersTests {
    private func values(_ parameters: Parameters, _ name: String) -> [Float] {
        let count = parameters.entries.first { $0.name == name }?.count ?? 0
        return Array(UnsafeBufferPointer(start: parameters[name], count: count))
    }

    private func deviation(_ values: [Float]) -> Double {
        let mean = values.reduce(0) { $0 + Double($1) } / Double(values.count)
        return (values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(values.count)).squareRoot()
    }

    @Test("entries are sorted, aligned and cover the storage", arguments: allFusions)
    func layout(configuration: ModelConfiguration) {
        let entries = Parameters(configuration).entries
        #expect(entries.map(\.name) == entries.map(\.name).sorted())
        #expect(entries.allSatisfy { $0.offset % 16 == 0 && $0.count == $0.shape.reduce(1, *) })
        for (entry, next) in zip(entries, entries.dropFirst()) {
            #expect(next.offset == (entry.offset + entry.count + 15) / 16 * 16)
        }
    }

    @Test("both schemes have their distributions")
    func initialisation() {
        let configuration = ModelConfiguration(
            imageSize: 16, channels: 3, patchSize: 4, width: 128, depth: 2, heads: 4, textTokens: 8, textWidth: 64,
            conditioning: .crossAttention, imageDepth: 0, textDepth: 1, qkvBias: true, timeMLP: true)
        let parameters = Parameters(configuration)
        parameters.initialise(seed: 5, scheme: .reference)
        #expect(abs(deviation(values(parameters, "mid_block.mlp.fc1.weight")) - 0.02) < 0.0002)
        #expect(abs(deviation(values(parameters, "pos_embed")) - 0.02) < 0.001)
        #expect(values(parameters, "mid_block.mlp.fc1.bias").allSatisfy { $0 == 0 })
        #expect(values(parameters, "mid_block.attn.q.bias").allSatisfy { $0 == 0 })
        #expect(values(parameters, "norm.weight").allSatisfy { $0 == 1 })
        #expect(values(parameters, "mid_block.norm1.bias").allSatisfy { $0 == 0 })
        let bound = 1 / Float(48).squareRoot()
        for name in ["patch_embed.proj.weight", "patch_embed.proj.bias"] {
            let drawn = values(parameters, name)
            #expect(drawn.allSatisfy { abs($0) <= bound })
            #expect(abs(deviation(drawn) - Double(bound) / 3.0.squareRoot()) < 0.01)
        }
        #expect(values(parameters, "final_layer.bias").allSatisfy { abs($0) <= 1 / Float(27).squareRoot() && $0 != 0 })
        parameters.initialise(seed: 5, scheme: .fanIn)
        #expect(abs(deviation(values(parameters, "mid_block.mlp.fc2.weight")) - 1 / 512.0.squareRoot()) < 0.0005)
        #expect(abs(deviation(values(parameters, "context_embed.weight")) - 1 / 8.0) < 0.002)
        #expect(abs(deviation(values(parameters, "pos_embed")) - 0.02) < 0.001)
    }

    @Test("wide deviations are truncated at -2 and 2 without piling up there")
    func truncation() {
        // One text feature: a fan-in of 1 gives a deviation of 1.
        let parameters = Parameters(
            ModelConfiguration(
                imageSize: 2, channels: 1, patchSize: 2, width: 1200, depth: 2, heads: 1, mlpRatio: 1, textTokens: 1, textWidth: 1,
                conditioning: .concat, imageDepth: 0, textDepth: 0))
        parameters.initialise(seed: 3, scheme: .fanIn)
        let drawn = values(parameters, "context_embed.weight")
        #expect(drawn.count == 1200)
        #expect(drawn.allSatisfy { abs($0) < 2 })
        #expect(drawn.contains { abs($0) > 1.8 })
        #expect(Set(drawn).count > 1190)
        // A normal distribution cut at two deviations has a deviation of 0.8796.
        #expect(abs(deviation(drawn) - 0.88) < 0.06)
    }

    @Test("initial values are a function of the seed")
    func seeds() {
        let configuration = tinyConfiguration()
        func drawn(_ seed: UInt64) -> [Float] {
            let parameters = Parameters(configuration)
            parameters.initialise(seed: seed)
            return parameters.storage.array
        }
        #expect(drawn(1) == drawn(1))
        #expect(drawn(1) != drawn(2))
    }

    @Test("saved parameters load bit for bit", arguments: allFusions)
    func roundTrip(configuration: ModelConfiguration) throws {
        let url = temporaryURL()
        defer { try? FileManager.default.removeItem(at: url) }
        let saved = randomParameters(configuration)
        try saved.save(to: url, metadata: ["seed": "1"])
        let file = try SafetensorsFile(contentsOf: url)
        #expect(file.metadata == ["seed": "1"])
        #expect(file.names == saved.entries.map(\.name))
        let loaded = Parameters(configuration)
        try loaded.load(from: file)
        #expect(loaded.storage.array.map(\.bitPattern) == saved.storage.array.map(\.bitPattern))
    }

    @Test("the original layout renames blocks and moves the time token to the front")
    func originalLayout() throws {
        let url = temporaryURL()
        defer { try? FileManager.default.removeItem(at: url) }
        let configuration = tinyConfiguration()
        let saved = randomParameters(configuration)
        try saved.save(to: url, layout: .original)
        let file = try SafetensorsFile(contentsOf: url)
        #expect(
            file.names.filter { $0.hasSuffix("attn.qkv.weight") } == [
                "in_blocks.0.attn.qkv.weight", "in_blocks.1.attn.qkv.weight", "mid_block.attn.qkv.weight",
                "out_blocks.0.attn.qkv.weight", "out_blocks.1.attn.qkv.weight",
            ])
        let positions = try file.tensor("pos_embed").floats
        let ours = values(saved, "pos_embed")
        // Theirs: time, three text tokens, four image tokens. Ours: four image tokens, time, three text tokens.
        #expect(Array(positions[..<12]) == Array(ours[48..<60]))
        #expect(Array(positions[12..<48]) == Array(ours[60...]))
        #expect(Array(positions[48...]) == Array(ours[..<48]))
        let loaded = Parameters(configuration)
        try loaded.load(from: file)
        #expect(loaded.storage.array == saved.storage.array)
    }

    @Test("a file of another model is refused and changes nothing")
    func refusals() throws {
        let url = temporaryURL()
        defer { try? FileManager.default.removeItem(at: url) }
        func message(
            _ saved: ModelConfiguration, into configuration: ModelConfiguration, layout: ParameterFileLayout = .reference
        ) throws -> String {
            try randomParameters(saved).save(to: url, layout: layout)
            let parameters = Parameters(configuration)
            do {
                try parameters.load(from: SafetensorsFile(contentsOf: url))
                return "loaded"
            } catch {
                #expect(parameters.storage.array.allSatisfy { $0 == 0 })
                return String(describing: error).replacingOccurrences(of: url.path, with: "FILE")
            }
        }
        #expect(
            try message(tinyConfiguration(timeMLP: true), into: tinyConfiguration())
                == "FILE: parameters that this model does not have: time_embed.0.bias, time_embed.0.weight, time_embed.2.bias, "
                + "time_embed.2.weight; does the file belong to this model configuration?")
        #expect(
            try message(tinyConfiguration(), into: tinyConfiguration(qkvBias: true))
                == "FILE: missing parameters: joint_blocks.0.attn.qkv.bias, joint_blocks.1.attn.qkv.bias, "
                + "joint_skip_blocks.0.attn.qkv.bias, joint_skip_blocks.1.attn.qkv.bias, mid_block.attn.qkv.bias; "
                + "does the file belong to this model configuration?")
        var wider = tinyConfiguration()
        wider.textWidth = 6
        #expect(
            try message(tinyConfiguration(), into: wider)
                == "FILE: parameter 'context_embed.weight' has the shape [12, 5]; the model configuration needs [12, 6]")
        #expect(
            try message(tinyConfiguration(), into: tinyConfiguration(.concat, textDepth: 1), layout: .original)
                == "the original U-ViT layout holds early fusion by concatenation without text blocks only: textDepth is 1")
        #expect(throws: ModelError.originalLayout(reason: "conditioning is cross-attention")) {
            try randomParameters(tinyConfiguration(.crossAttention)).save(to: url, layout: .original)
        }
    }

    @Test("the optimizer follows AdamW's formulas, and the average trails the parameters")
    func optimizer() {
        let configuration = tinyConfiguration()
        let parameters = randomParameters(configuration)
        let optimizer = AdamWOptimizer(parameters: parameters, pool: ThreadPool(threads: 2))
        let settings = AdamWSettings(beta1: 0.8, beta2: 0.95, epsilon: 1e-6, weightDecay: 0.1, emaDecay: 0.5)
        #expect(optimizer.average.array == parameters.storage.array)
        let index = ParameterLayout(configuration).offset("norm.weight") + 3
        var (p, m, v) = (Double(parameters.storage.pointer[index]), 0.0, 0.0)
        var average = p
        let gradients = FloatBuffer(count: parameters.storage.count)
        for step in 1...3 {
            let g = 0.3 * Double(step) - 0.5
            gradients.fill(Float(g))
            optimizer.step(parameters: parameters, gradients: gradients, learningRate: 0.01, settings: settings)
            p *= 1 - 0.01 * 0.1
            m = 0.8 * m + 0.2 * g
            v = 0.95 * v + 0.05 * g * g
            let (mHat, vHat) = (m / (1 - pow(0.8, Double(step))), v / (1 - pow(0.95, Double(step))))
            p -= 0.01 * mHat / (vHat.squareRoot() + 1e-6)
            average = 0.5 * average + 0.5 * p
            #expect(abs(Double(parameters.storage.pointer[index]) - p) < 1e-6)
            #expect(abs(Double(optimizer.average.pointer[index]) - average) < 1e-6)
        }
        #expect(optimizer.stepsTaken == 3)
    }
}

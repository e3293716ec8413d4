import Choices
import Foundation
import Kernels
import Platform
import Transformer
import UViT

// Training steps of one small, fixed model, for tools that count from outside what a step does: instructions and allocations
// (scripts/check-step-counts.sh). Usage: StepProbe early|concat|cross STEPS [THREADS]

let words = Array(CommandLine.arguments.dropFirst())
guard words.count == 2 || words.count == 3, let steps = Int(words[1]), steps > 0,
    let threads = words.count == 3 ? Int(words[2]) : 1, threads > 0,
    let shape = ["early": (Conditioning.concat, 0), "concat": (.concat, 1), "cross": (.crossAttention, 1)][words[0]]
else {
    print("usage: StepProbe early|concat|cross STEPS [THREADS]")
    exit(64)
}

let configuration = ModelConfiguration(
    imageSize: 8, channels: 3, patchSize: 2, width: 32, depth: 4, heads: 2, textTokens: 5, textWidth: 16, conditioning: shape.0,
    imageDepth: shape.1, textDepth: shape.1)
let batch = 2
let parameters = Parameters(configuration)
parameters.initialise(seed: 1, scheme: .reference)
let optimizer = AdamWOptimizer(parameters: parameters, pool: ThreadPool(threads: threads))
let step = TrainingStep(configuration: configuration, batchSize: batch, lanes: 2, threads: threads)

func values(_ count: Int, sample: UInt64) -> FloatBuffer {
    let buffer = FloatBuffer(count: count)
    fillNormal(buffer.pointer, count: count, key: RandomKey(seed: 1, purpose: .noise, step: 0, sample: sample))
    return buffer
}

let noisy = values(batch * configuration.imageElements, sample: 1)
let target = values(batch * configuration.imageElements, sample: 2)
let context = values(batch * configuration.contextElements, sample: 3)
let times = FloatBuffer([250, 750])
let losses = FloatBuffer(count: batch)
for _ in 0..<steps {
    step.run(
        parameters: parameters, noisy: noisy.readPointer, timesteps: times.readPointer, context: context.readPointer,
        target: target.readPointer, weights: nil, losses: losses.pointer)
    step.update(parameters, optimizer: optimizer, learningRate: 2e-4, settings: AdamWSettings())
}
print("\(steps) steps, loss \(losses.array.reduce(0, +) / Float(batch))")

import Foundation
import Platform
import TensorFiles

// Runs one forward pass of a frozen network, for programs that compare it with another implementation (scripts/parity).
// Usage: FrozenProbe NETWORK WEIGHTS INPUTS.safetensors OUTPUTS.safetensors [--time]
// With --time, every line read from standard input runs another pass and prints its seconds, so that a caller can alternate.

let networks = transformers.merging(convolutions) { first, _ in first }
let words = Array(CommandLine.arguments.dropFirst())
guard words.count == 4 || (words.count == 5 && words[4] == "--time"), let network = networks[words[0]] else {
    print("usage: FrozenProbe NETWORK WEIGHTS INPUTS OUTPUTS [--time]; networks: \(networks.keys.sorted().joined(separator: ", "))")
    exit(64)
}

do {
    let run = try network(words[1], WeightArchive(contentsOf: URL(fileURLWithPath: words[2])))
    let outputs = try run()
    let buffers = outputs.map { UnsafeMutableBufferPointer<Float>.allocate(capacity: $0.values.count) }
    for (buffer, output) in zip(buffers, outputs) { _ = buffer.initialize(from: output.values) }
    try writeSafetensors(
        to: URL(fileURLWithPath: words[3]),
        tensors: zip(buffers, outputs).map { ($1.name, $1.shape, UnsafeBufferPointer($0)) })
    print("ready")
    fflush(nil)
    while words.count == 5, readLine() != nil {
        let watch = Stopwatch()
        _ = try run()
        print(watch.seconds)
        fflush(nil)
    }
} catch {
    FileHandle.standardError.write(Data("FrozenProbe: \(error)\n".utf8))
    exit(1)
}

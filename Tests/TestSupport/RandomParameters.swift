import Kernels
import Transformer

extension NetworkParameters {
    /// Leaves no special values: norms' scales differ from 1, biases from 0.
    public func addNoise(seed: UInt64) {
        for (index, entry) in entries.enumerated() {
            let noise = FloatBuffer(count: entry.count)
            fillNormal(
                noise.pointer, count: entry.count, key: RandomKey(seed: seed, purpose: .other, step: UInt64(index)), deviation: 0.1)
            addInPlace(storage.pointer + entry.offset, noise.pointer, count: entry.count)
        }
    }
}

/// What a random number is for. Streams of different purposes never meet. Raw values are part of every result's
/// meaning: never renumber them.
public enum RandomPurpose: UInt32, Sendable, Hashable, CaseIterable {
    case initialisation = 1
    case timesteps = 2
    case noise = 3
    case dropout = 4
    case batchOrder = 5
    case validation = 6
    case sampling = 7
    case text = 8
    case data = 9
    case shuffle = 10
    case captions = 11
    case latents = 12
    case evaluation = 13
    case bootstrap = 14
    case blockProbes = 16
    case denoising = 20
    case subsets = 21
    case humanStudies = 30
    case simulation = 40
    case benchmarkOrder = 41
    case other = 255
}

/// The name of one random stream. Value number `index` of a stream is a pure function of `(key, index)`: no state, no
/// order, no thread matters.
///
/// Take different keys for different kinds of draws (uniform, normal, integer): within one key they come from the same
/// bits.
public struct RandomKey: Sendable, Hashable {
    public var seed: UInt64
    public var purpose: RandomPurpose
    public var step: UInt64
    public var sample: UInt64

    public init(seed: UInt64, purpose: RandomPurpose, step: UInt64 = 0, sample: UInt64 = 0) {
        self.seed = seed
        self.purpose = purpose
        self.step = step
        self.sample = sample
    }
}

/// A key spread out for Philox. One Philox block of (step, sample) under the seed yields 128 bits, a bijection: two of
/// them become the key of the stream, two half of its counter. So no two keys of one seed share a stream.
struct PhiloxStream {
    let key: (UInt32, UInt32)
    let purposeWord: UInt32
    let counterTail: (UInt32, UInt32)

    init(_ key: RandomKey) {
        let bits = philox4x32(
            counter: (
                UInt32(truncatingIfNeeded: key.step), UInt32(truncatingIfNeeded: key.step >> 32),
                UInt32(truncatingIfNeeded: key.sample), UInt32(truncatingIfNeeded: key.sample >> 32)
            ),
            key: (UInt32(truncatingIfNeeded: key.seed), UInt32(truncatingIfNeeded: key.seed >> 32)))
        self.key = (bits.0, bits.1)
        purposeWord = key.purpose.rawValue << 24
        counterTail = (bits.2, bits.3)
    }

    /// Block `index` of the stream.
    /// - Precondition: `0 <= index < 2^56`.
    func block(_ index: Int) -> (UInt32, UInt32, UInt32, UInt32) {
        philox4x32(
            counter: (
                UInt32(truncatingIfNeeded: index), purposeWord | UInt32(truncatingIfNeeded: index >> 32),
                counterTail.0, counterTail.1
            ),
            key: key)
    }
}

import Kernels

/// Values of `RandomKey.step` under the purpose `data`: what an item's random numbers are for.
enum DrawPurpose {
    static let heldOut: UInt64 = 0

    static func items(_ split: Split) -> UInt64 { split.choose(train: 1, test: 2) }
}

/// Random integers in a row, for one item: number k is a pure function of (key, k).
struct ItemDraws {
    private let key: RandomKey
    private var next = 0

    init(seed: UInt64, split: Split, index: Int) {
        key = RandomKey(seed: seed, purpose: .data, step: DrawPurpose.items(split), sample: UInt64(index))
    }

    mutating func integer(below bound: Int) -> Int {
        defer { next += 1 }
        return uniformInteger(below: bound, key, next)
    }

    mutating func integer(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + integer(below: range.count)
    }

    mutating func element<T>(of values: [T]) -> T { values[integer(below: values.count)] }
}

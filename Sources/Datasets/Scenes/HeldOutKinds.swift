import Kernels

/// The split of all pairs of kind and count into those that training shows and those kept for testing.
///
/// About 15 % are held out, at least one per count. No kind is held out in more than half of the counts, so every kind
/// and every count is seen in training: only the combination is new.
public struct HeldOutKinds: Sendable, Equatable {
    public static let share = 0.15

    /// In the order of count, then kind.
    public let heldOut: [KindGroup]
    private let trainingByCount: [Int: [String]]
    private let heldOutByCount: [Int: [String]]

    /// - Precondition: at least four kinds and two counts.
    init(kinds: [String], counts: [Int], seed: UInt64) {
        precondition(kinds.count >= 4 && counts.count >= 2)
        let quota = max(1, Int((Double(kinds.count) * Self.share).rounded()))
        let most = counts.count / 2
        var times: [Int: Int] = [:], chosen: [Int: Set<Int>] = [:]
        for count in counts {
            let order = permutation(
                count: kinds.count,
                key: RandomKey(seed: seed, purpose: .data, step: DrawPurpose.heldOut, sample: UInt64(count)))
            // Those held out least often so far come first.
            let ranked = order.map(Int.init).enumerated().sorted {
                (times[$0.element, default: 0], $0.offset) < (times[$1.element, default: 0], $1.offset)
            }
            for candidate in ranked.map(\.element).prefix(quota) where times[candidate, default: 0] < most {
                times[candidate, default: 0] += 1
                chosen[count, default: []].insert(candidate)
            }
        }
        func split(_ isHeldOut: Bool) -> [Int: [String]] {
            Dictionary(uniqueKeysWithValues: counts.map { count in
                (count, kinds.indices.filter { (chosen[count]?.contains($0) ?? false) == isHeldOut }.map { kinds[$0] })
            })
        }
        let (kept, out) = (split(false), split(true))
        trainingByCount = kept
        heldOutByCount = out
        heldOut = counts.flatMap { count in out[count]!.map { KindGroup(count: count, kind: $0) } }
    }

    public func contains(_ group: KindGroup) -> Bool { heldOutByCount[group.count]?.contains(group.kind) ?? false }

    func training(count: Int) -> [String] { trainingByCount[count]! }
    func heldOut(count: Int) -> [String] { heldOutByCount[count]! }
}

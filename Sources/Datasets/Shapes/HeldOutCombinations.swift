import Kernels

/// The split of all count-colour-shape combinations into those that training shows and those kept for testing.
///
/// About 15 % are held out, spread evenly over the counts, at least one per count. Within a count every colour and
/// every shape keeps at least one training combination, so no count, colour, shape, or pair of count and colour or
/// count and shape is new at test time: only the combination of three is.
public struct HeldOutCombinations: Sendable, Equatable {
    public static let share = 0.15

    /// In the order of count, colour, shape.
    public let heldOut: [ObjectGroup]
    private let members: Set<ObjectGroup>
    private let trainingByCount: [Int: [ObjectGroup]]
    private let heldOutByCount: [Int: [ObjectGroup]]

    init(counts: [Int], seed: UInt64) {
        let kinds = ObjectColour.allCases.flatMap { colour in ShapeKind.allCases.map { (colour, $0) } }
        let target = Int((Double(counts.count * kinds.count) * Self.share).rounded())
        var chosen = Set<ObjectGroup>()
        for (place, count) in counts.enumerated() {
            // Counts take turns: the first `target % counts` of them hold out one more than the others.
            let quota = max(1, target / counts.count + (place < target % counts.count ? 1 : 0))
            let order = permutation(
                count: kinds.count, key: RandomKey(seed: seed, purpose: .data, step: DrawPurpose.heldOut, sample: UInt64(count)))
            var perColour: [ObjectColour: Int] = [:], perShape: [ShapeKind: Int] = [:], taken = 0
            for candidate in order where taken < quota {
                let (colour, shape) = kinds[Int(candidate)]
                // One per colour and two per shape at most: each keeps most of its combinations.
                guard perColour[colour, default: 0] < 1, perShape[shape, default: 0] < 2 else { continue }
                perColour[colour, default: 0] += 1
                perShape[shape, default: 0] += 1
                chosen.insert(ObjectGroup(count: count, colour: colour, shape: shape))
                taken += 1
            }
        }
        members = chosen
        let all = counts.flatMap { count in kinds.map { ObjectGroup(count: count, colour: $0.0, shape: $0.1) } }
        heldOut = all.filter(chosen.contains)
        trainingByCount = Dictionary(grouping: all.filter { !chosen.contains($0) }, by: \.count)
        heldOutByCount = Dictionary(grouping: heldOut, by: \.count)
    }

    public func contains(_ group: ObjectGroup) -> Bool { members.contains(group) }

    func training(count: Int) -> [ObjectGroup] { trainingByCount[count]! }
    func heldOut(count: Int) -> [ObjectGroup] { heldOutByCount[count]! }
}

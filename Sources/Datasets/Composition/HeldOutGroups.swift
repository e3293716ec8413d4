import Kernels

/// The split of all groups that captions can name into those that training shows and those kept for testing, about 15 %.
///
/// Which ones are held out is each data set's own rule.
public struct HeldOutGroups<Group: CountedGroup>: Sendable, Equatable {
    static var share: Double { 0.15 }

    /// In the order of count, then kind.
    public let heldOut: [Group]
    private let all: [Group]
    private let members: Set<Group>
    private let trainingByCount, heldOutByCount: [Int: [Group]]

    /// - Precondition: of every count some groups are not held out, and some are where a test split is drawn.
    init(_ chosen: Set<Group>, of all: [Group]) {
        self.all = all
        members = chosen
        heldOut = all.filter(chosen.contains)
        trainingByCount = Dictionary(grouping: all.filter { !chosen.contains($0) }, by: \.count)
        heldOutByCount = Dictionary(grouping: heldOut, by: \.count)
    }

    /// The same groups with none held out: training shows all.
    var withNothingHeldOut: HeldOutGroups {
        HeldOutGroups([], of: all)
    }

    public func contains(_ group: Group) -> Bool { members.contains(group) }

    func training(count: Int) -> [Group] { trainingByCount[count]! }
    func heldOut(count: Int) -> [Group] { heldOutByCount[count]! }

    /// The numbers below `kinds` in random order: who is asked first to be held out in this count.
    static func order(kinds: Int, count: Int, seed: UInt64) -> [Int] {
        let key = RandomKey(seed: seed, purpose: .data, step: DrawPurpose.heldOut, sample: UInt64(count))
        return permutation(count: kinds, key: key).map(Int.init)
    }
}

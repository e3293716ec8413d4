import Kernels
import ResultsStore

/// What a rater is shown, in which order, and on which side: a function of the study's seed and the rater's
/// ``StudyRater/orderSeed``.
///
/// Items come in a random order of the rater's own, so that whoever stops early leaves a random part. Half of the pairs stand the other
/// way round. Some judged items of the first half come again in the second, with sides exchanged: nobody can be consistent by
/// preferring a side.
public struct RaterSequence: Sendable, Equatable {
    public struct Showing: Sendable, Equatable {
        /// Place in ``HumanStudy/items``.
        public var item: Int
        /// 0, or 1 for the second time.
        public var showing: Int
        /// Whether the first picture stands on the right.
        public var isFlipped: Bool

        public init(item: Int, showing: Int, isFlipped: Bool) {
            (self.item, self.showing, self.isFlipped) = (item, showing, isFlipped)
        }
    }

    public let showings: [Showing]

    public init(_ study: HumanStudy, orderSeed rater: Int) {
        let count = study.items.count
        func key(_ purpose: UInt64) -> RandomKey {
            RandomKey(seed: UInt64(bitPattern: Int64(study.seed)), purpose: .humanStudies, step: UInt64(rater), sample: purpose)
        }
        let order = permutation(count: count, key: key(0)).map(Int.init)
        var isFlipped = [Bool](repeating: false, count: count)
        // Halves of the pairs, and of the checks, whose number is even or whose odd one falls by chance.
        for kind in [false, true] {
            let pairs = study.items.indices.filter { study.items[$0].second != nil && study.items[$0].isCheck == kind }
            let sides = permutation(count: pairs.count, key: key(kind ? 2 : 1))
            let most = (pairs.count + uniformInteger(below: 2, key(3), kind ? 1 : 0)) / 2
            for (place, item) in pairs.enumerated() where Int(sides[place]) < most { isFlipped[item] = true }
        }
        var showings = order.map { Showing(item: $0, showing: 0, isFlipped: isFlipped[$0]) }
        let half = count / 2
        let repeated = order.prefix(half).filter { !study.items[$0].isCheck }.prefix(study.repeats)
        // From the back, so that places before stay.
        for (number, item) in repeated.enumerated().reversed() {
            let place = half + (number + 1) * (count - half) / (repeated.count + 1)
            showings.insert(
                Showing(item: item, showing: 1, isFlipped: study.items[item].second == nil ? false : !isFlipped[item]), at: place)
        }
        self.showings = showings
    }
}

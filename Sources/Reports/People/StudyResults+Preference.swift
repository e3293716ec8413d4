import Platform
import Statistics

extension StudyResults {
    /// How one cell's pictures fare against another's.
    public struct WinRate: Sendable, Equatable {
        public var first: Int
        public var second: Int
        public var better: Int
        public var ties: Int
        public var worse: Int
        /// Of the first cell, ties counted half.
        public var rate: StudyShare
        /// Over all comparisons of the study.
        public var holmP: Double?
        /// With the raters who were kept out.
        public var withAll: Double
        /// By seed, in order.
        public var bySeed: [(seed: Int, rate: Double)]

        public static func == (one: Self, other: Self) -> Bool {
            one.first == other.first && one.second == other.second && one.rate == other.rate && one.withAll == other.withAll
        }
    }

    /// One for each pair of cells that was compared, in the study's order.
    public var winRates: [WinRate] {
        func pairs(_ ballots: [Ballot]) -> [[Int]: [Ballot]] {
            Dictionary(grouping: ballots) {
                let cells = cells($0); return [cells.first, cells.second]
            }
        }
        let kept = pairs(ballots), all = pairs(allBallots)
        let order = unique(allBallots.sorted { $0.item < $1.item }.map { [cells($0).first, cells($0).second] })
        var rates = order.compactMap { pair -> WinRate? in
            guard let ballots = kept[pair], let rate = share(ballots, centre: 0.5, { comparison($0).score }) else { return nil }
            let seeds = Dictionary(grouping: ballots) { picture($0).seed ?? 0 }.sorted { $0.key < $1.key }
            return WinRate(
                first: pair[0], second: pair[1], better: ballots.count { $0.answer == 1 }, ties: ballots.count { $0.answer == 0 },
                worse: ballots.count { $0.answer == 2 }, rate: rate, withAll: mean(all[pair] ?? []),
                bySeed: seeds.map { ($0.key, mean($0.value)) })
        }
        for (index, p) in holmAdjusted(rates.map(\.rate.p)).enumerated() { rates[index].holmP = p }
        return rates
    }

    private func mean(_ ballots: [Ballot]) -> Double {
        ballots.reduce(0) { $0 + comparison($1).score } / Double(max(ballots.count, 1))
    }

    /// Strengths of Bradley and Terry, and their intervals.
    public struct Strength: Sendable, Equatable {
        public var cell: Int
        /// The natural logarithm; strengths add up to 0.
        public var value: Double
        public var interval: ConfidenceInterval?
    }

    /// By cell; nil where somebody never loses, so that the best fit lies at infinity.
    public var strengths: [Strength]? {
        guard let found = BradleyTerry(ballots.map(comparison), count: study.cells.count) else { return nil }
        let clusters = clusters(ballots)
        return found.strengths.enumerated().map { cell, value in
            Strength(cell: cell, value: value, interval: clusters.spread(found.influences[cell])?.interval(value))
        }
    }
}

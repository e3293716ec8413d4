import Platform
import ResultsStore
import Statistics

extension StudyResults {
    /// What people counted in one cell's pictures.
    public struct CountShare: Sendable, Equatable {
        public var cell: Int
        public var pictures: Int
        /// Votes that name the number that the caption asks for.
        public var right: StudyShare
        /// With the raters who were kept out.
        public var withAll: Double
        /// Of these pictures, those of which the oracle says so; nil without an oracle.
        public var oracleRight: Double?
        /// Votes that name what the oracle sees.
        public var asOracle: StudyShare?
    }

    /// By cell, in the study's order; cells without votes are missing.
    public var countShares: [CountShare] {
        study.cells.indices.compactMap { cell in
            let own = ballots.filter { cells($0).first == cell }
            guard let right = share(own, { isRight($0) ? 1 : 0 }) else { return nil }
            let all = allBallots.filter { cells($0).first == cell }, pictures = unique(own.map(\.item)).map { study.items[$0].first }
            let read = pictures.map { study.pictures[$0] }.filter { $0.oracle != nil }
            return CountShare(
                cell: cell, pictures: pictures.count, right: right,
                withAll: Double(all.count(where: isRight)) / Double(max(all.count, 1)),
                oracleRight: read.isEmpty ? nil : Double(read.count { $0.asked == $0.oracle }) / Double(read.count),
                asOracle: share(own.filter { picture($0).oracle != nil }) { seen($0) == $0.answer ? 1 : 0 })
        }
    }

    private func seen(_ ballot: Ballot) -> Int? { picture(ballot).oracle.map { min($0, StudyVote.mostCounted) } }

    /// Votes by what the oracle sees (row) and people say (0 to 9); rows without votes are missing. Of one cell, or of all.
    public func confusionWithOracle(cell: Int? = nil) -> [Int: [Int]] {
        confusion(ballots.filter { cell == nil || cells($0).first == cell }, row: seen)
    }

    /// The same by what the caption asks for.
    func confusionWithCaption(cell: Int) -> [Int: [Int]] {
        confusion(ballots.filter { cells($0).first == cell }) { picture($0).asked.map { min($0, StudyVote.mostCounted) } }
    }

    private func confusion(_ ballots: [Ballot], row: (Ballot) -> Int?) -> [Int: [Int]] {
        ballots.reduce(into: [:]) { rows, ballot in
            guard let number = row(ballot) else { return }
            rows[number, default: [Int](repeating: 0, count: StudyVote.mostCounted + 1)][ballot.answer] += 1
        }
    }

    /// How far the middle of people's counts and the oracle's agree beyond chance, by the square of the distance.
    public var agreementWithOracle: Double? {
        let units = Dictionary(grouping: ballots, by: \.item).sorted { $0.key < $1.key }.compactMap { _, ballots -> [Int]? in
            let counts = ballots.map(\.answer).sorted()
            return seen(ballots[0]).map { [counts[(counts.count - 1) / 2], $0] }
        }
        return KrippendorffAlpha.alpha(units, .interval)
    }
}

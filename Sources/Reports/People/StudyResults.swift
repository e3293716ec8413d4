import Platform
import Results
import ResultsStore
import Statistics

/// What people said in a study, and who of them counts.
///
/// Results are about first showings of judged items. Raters whom the study's rule keeps out count in none of them; `all` says what
/// it would be with them.
public struct StudyResults: Sendable {
    public let study: HumanStudy
    /// In the order in which they came.
    public let quality: [RaterQuality]
    /// That count.
    let ballots: [Ballot]
    /// The same with raters who were kept out.
    let allBallots: [Ballot]

    /// One vote that says something about cells.
    struct Ballot: Sendable, Equatable {
        var rater: Int
        /// Stands for the caption.
        var caption: Int
        var item: Int
        var answer: Int
    }

    public init(_ study: HumanStudy, raters: [String], votes: [StudyVote]) {
        self.study = study
        let byRater = Dictionary(grouping: votes, by: \.rater)
        quality = raters.indices.map { RaterQuality(study, rater: $0, name: raters[$0], votes: byRater[$0] ?? []) }
        var captions: [String: Int] = [:]
        let captionOf = study.items.map { item -> Int in
            let number = captions[item.caption] ?? captions.count
            captions[item.caption] = number
            return number
        }
        allBallots = votes.filter { $0.showing == 0 && !study.items[$0.item].isCheck }.map {
            Ballot(rater: $0.rater, caption: captionOf[$0.item], item: $0.item, answer: $0.answer)
        }
        let excluded = Set(quality.filter { $0.exclusion != nil }.map(\.rater))
        ballots = allBallots.filter { !excluded.contains($0.rater) }
    }

    /// - Parameter key: enough of the beginning of a study's key.
    /// - Throws: errors of the store.
    public init(_ key: String, store: ResultsDatabase) throws {
        let study = try store.study(key)
        self.init(study, raters: try store.raters(ofStudy: study.key).map(\.name), votes: try store.votes(ofStudy: study.key))
    }

    /// The cells of an item's pictures.
    func cells(_ ballot: Ballot) -> (first: Int, second: Int) {
        let item = study.items[ballot.item]
        return (study.pictures[item.first].cell ?? 0, item.second.flatMap { study.pictures[$0].cell } ?? 0)
    }

    func comparison(_ ballot: Ballot) -> PairedComparison {
        let cells = cells(ballot)
        return PairedComparison(
            first: cells.first, second: cells.second, score: ballot.answer == 1 ? 1 : ballot.answer == 2 ? 0 : 0.5)
    }

    func picture(_ ballot: Ballot) -> HumanStudy.Picture { study.pictures[study.items[ballot.item].first] }

    /// Whether a count is what the caption asks for. Nine stands for nine or more, asked and seen.
    func isRight(_ ballot: Ballot) -> Bool { picture(ballot).asked.map { min($0, StudyVote.mostCounted) == ballot.answer } ?? false }

    func clusters(_ ballots: [Ballot]) -> CrossedClusters {
        CrossedClusters(raters: ballots.map(\.rater), captions: ballots.map(\.caption))
    }

    /// A mean of votes with its interval; nil without votes.
    func share(_ ballots: [Ballot], centre: Double? = nil, _ value: (Ballot) -> Double) -> StudyShare? {
        guard !ballots.isEmpty else { return nil }
        let values = ballots.map(value), count = Double(values.count), mean = values.reduce(0, +) / count
        let spread = clusters(ballots).spread(values.map { ($0 - mean) / count })
        let interval = spread?.interval(mean).map { ConfidenceInterval(low: max(0, $0.low), high: min(1, $0.high)) }
        return StudyShare(
            votes: values.count, mean: mean, interval: interval, p: centre.flatMap { centre in spread?.p(mean, centre: centre) })
    }

    /// How far raters agree on items that several saw; nil where that means nothing.
    public func agreement(_ level: KrippendorffAlpha.Level) -> Double? {
        let values = Dictionary(grouping: ballots, by: \.item).sorted { $0.key < $1.key }.map { _, ballots in
            // Neither lies between one and the other.
            ballots.map { study.task == .preference ? [1: 0, 0: 1, 2: 2][$0.answer] ?? 1 : $0.answer }
        }
        return KrippendorffAlpha.alpha(values, level)
    }
}

/// A share of votes, by raters and about captions that both stand for others.
public struct StudyShare: Sendable, Equatable {
    public var votes: Int
    public var mean: Double
    /// 95 %, clustered by rater and caption; nil for one rater or one caption, and where all votes are alike.
    public var interval: ConfidenceInterval?
    public var p: Double?
}

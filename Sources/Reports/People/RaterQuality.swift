import Platform
import ResultsStore

/// How carefully somebody voted, and whether the votes count.
public struct RaterQuality: Sendable, Equatable {
    public var rater: Int
    public var name: String
    public var votes: Int
    /// Attention checks: right, of those answered.
    public var rightChecks: Int
    public var checks: Int
    /// Items that were shown twice and got one answer; of how many. Honest doubt is inconsistent, too: it keeps nobody out.
    public var sameAnswers: Int
    public var repeats: Int
    /// Nil where nobody measured.
    public var medianSeconds: Double?
    /// Of decided votes on pairs, checks left out: how many chose the left picture.
    public var left: Int
    public var decided: Int
    /// Why the votes count in no result; nil when they do.
    public var exclusion: String?

    /// Fewer checks say nothing of somebody.
    static let fewestChecks = 4

    init(_ study: HumanStudy, rater: Int, name: String, votes: [StudyVote]) {
        (self.rater, self.name, self.votes) = (rater, name, votes.count)
        let checks = votes.filter { study.items[$0.item].isCheck }
        self.checks = checks.count
        rightChecks = checks.count { $0.answer == study.items[$0.item].truth }
        let first = Dictionary(votes.filter { $0.showing == 0 }.map { ($0.item, $0.answer) }) { first, _ in first }
        let again = votes.filter { $0.showing > 0 && first[$0.item] != nil }
        repeats = again.count
        sameAnswers = again.count { $0.answer == first[$0.item] }
        let seconds = votes.compactMap(\.seconds).sorted()
        medianSeconds = seconds.isEmpty ? nil : (seconds[(seconds.count - 1) / 2] + seconds[seconds.count / 2]) / 2
        let decided = votes.filter { study.items[$0.item].second != nil && !study.items[$0.item].isCheck && $0.answer != 0 }
        self.decided = decided.count
        left = decided.count { ($0.answer == 1) != $0.isFlipped }
        if checks.count >= Self.fewestChecks, Double(rightChecks) < study.leastChecks * Double(checks.count) {
            exclusion = "\(rightChecks) of \(checks.count) checks right"
        } else if let medianSeconds, medianSeconds < study.leastSeconds {
            exclusion = "a vote every \(fixed(medianSeconds, digits: 2)) s"
        }
    }
}

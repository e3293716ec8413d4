import Foundation
import HumanEvaluation
import Kernels
import Results
import ResultsStore
import Statistics

/// A crowd whose opinions are known.
///
/// An attentive rater prefers the first cell of a pair with a chance that is the truth, plus what the rater and the caption add, plus a
/// leaning to the left that grows with the place in the order, plus a leaning to the side chosen last. All of these are symmetric, so
/// that the truth is exactly the win rate over all raters, captions, sides and orders.
public struct CrowdTruth: Sendable, Equatable {
    public var name: String
    /// Of cells, in logarithms; of two cells the truth is exp(a - b) / (1 + exp(a - b)).
    public var strengths: [Double]
    public var attentive: Int
    /// Guessers, raters who press left, and raters who press at once, in turn.
    public var careless = 0
    public var pairs: Int
    public var captions: Int
    public var raterDeviation = 0.0
    public var captionDeviation = 0.0
    /// Chance that a rater says neither.
    public var ties = 0.0
    /// At the beginning; twice as much at the end.
    public var leftLeaning = 0.0
    public var carryOver = 0.0
    /// Whether the pairs are those of a plan, whose power then is to be seen.
    public var plan: PairPlan?

    public static let all: [CrowdTruth] = [
        CrowdTruth(name: "nobody differs", strengths: odds(0.6), attentive: 10, pairs: 60, captions: 60),
        CrowdTruth(
            name: "raters and captions differ", strengths: odds(0.6), attentive: 10, pairs: 80, captions: 40, raterDeviation: 0.07,
            captionDeviation: 0.1, ties: 0.15),
        CrowdTruth(
            name: "nothing to find", strengths: odds(0.5), attentive: 10, pairs: 80, captions: 40, raterDeviation: 0.07,
            captionDeviation: 0.1, ties: 0.15),
        CrowdTruth(
            name: "a third is careless", strengths: odds(0.65), attentive: 8, careless: 4, pairs: 60, captions: 60,
            raterDeviation: 0.05, captionDeviation: 0.1, ties: 0.1),
        CrowdTruth(
            name: "sides and order", strengths: odds(0.6), attentive: 10, pairs: 80, captions: 80, raterDeviation: 0.05,
            captionDeviation: 0.08, leftLeaning: 0.06, carryOver: 0.03),
        CrowdTruth(
            name: "four raters", strengths: odds(0.6), attentive: 4, pairs: 100, captions: 50, raterDeviation: 0.07, captionDeviation: 0.1),
        CrowdTruth(
            name: "three cells", strengths: [0.4, 0, -0.4], attentive: 10, pairs: 60, captions: 60, raterDeviation: 0.05,
            captionDeviation: 0.06),
        planned("planned for 0.6", effect: 0.6, raters: 10, captions: 200, raterDeviation: 0.07, captionDeviation: 0.15),
        planned("planned for 0.65, few captions", effect: 0.65, raters: 6, captions: 40, raterDeviation: 0.05, captionDeviation: 0.1),
    ]

    private static func odds(_ rate: Double) -> [Double] { [log(rate / (1 - rate)) / 2, -log(rate / (1 - rate)) / 2] }

    private static func planned(
        _ name: String, effect: Double, raters: Int, captions: Int, raterDeviation: Double, captionDeviation: Double
    ) -> CrowdTruth {
        let vote = effect * (1 - effect)
        let plan = PairPlan(
            effect: effect, raters: raters, captions: captions, raterShare: raterDeviation * raterDeviation / vote,
            captionShare: captionDeviation * captionDeviation / vote)
        return CrowdTruth(
            name: name, strengths: odds(effect), attentive: raters, pairs: plan.pairs() ?? 1, captions: captions,
            raterDeviation: raterDeviation, captionDeviation: captionDeviation, plan: plan)
    }

    /// The share of votes for one cell against another, ties counted half.
    func rate(_ first: Int, _ second: Int) -> Double { 0.5 + (1 - ties) * (preference(first, second) - 0.5) }

    private func preference(_ first: Int, _ second: Int) -> Double { 1 / (1 + exp(strengths[second] - strengths[first])) }

    /// A study for it: of pictures that nobody looks at.
    func study() throws -> HumanStudy {
        let cells = strengths.indices.map { cell in
            StudyDesign.Cell(
                label: "cell \(cell)", coordinates: "{}",
                jobs: (1...4).map { seed in
                    let pictures = max(captions, pairs)
                    return StudyDesign.Job(
                        key: "\(cell) \(seed)", seed: seed, captions: (0..<pictures).map { "caption \($0 % captions)" },
                        pictures: [Data](repeating: Data(), count: pictures), asked: [Int?](repeating: nil, count: pictures),
                        oracle: [Int?](repeating: nil, count: pictures))
                })
        }
        let comparisons = strengths.indices.flatMap { a in strengths.indices.filter { $0 > a }.map { (a, $0) } }
        let checks = (0..<8).map { StudyDesign.Check(caption: "check \($0)", first: Data(), second: Data(), truth: 1) }
        return try StudyDesign(
            spec: "crowd", task: .preference, seed: 0, cells: cells, comparisons: comparisons, checks: checks, repeats: pairs / 10,
            plan: "{}"
        ).draw(scenes: pairs).study
    }

    /// What its raters say in study number `number`.
    func votes(_ study: HumanStudy, number: Int) -> [StudyVote] {
        func key(_ step: Int, _ sample: Int) -> RandomKey {
            RandomKey(seed: UInt64(number), purpose: .simulation, step: UInt64(1000 + step), sample: UInt64(sample))
        }
        func spread(_ key: RandomKey, _ index: Int, _ deviation: Double) -> Double {
            (2 * uniform(key, index) as Double - 1) * deviation * 3.0.squareRoot()
        }
        var captionNumbers: [String: Int] = [:]
        for item in study.items where captionNumbers[item.caption] == nil { captionNumbers[item.caption] = captionNumbers.count }
        let captionEffects = (0..<captionNumbers.count).map { spread(key(0, 0), $0, captionDeviation) }
        var study = study
        study.seed = number
        return (0..<attentive + careless).flatMap { rater -> [StudyVote] in
            let showings = RaterSequence(study, orderSeed: rater).showings, own = key(1 + rater, 1)
            let raterEffect = spread(key(0, 1), rater, raterDeviation), isCareless = rater >= attentive
            var last: Int?
            return showings.enumerated().map { place, shown in
                let item = study.items[shown.item], draw: Double = uniform(own, 2 * place)
                let tie: Double = uniform(own, 2 * place + 1)
                var answer = draw < 0.5 ? 1 : 2, seconds = 2.5
                if isCareless {
                    switch (rater - attentive) % 3 {
                    case 0: seconds = 1.2
                    case 1: (answer, seconds) = (shown.isFlipped ? 2 : 1, 0.9)
                    default: seconds = 0.2
                    }
                } else if let truth = item.truth {
                    // Attention lapses.
                    answer = tie < 0.02 ? (draw < 0.5 ? 1 : 2) : truth
                } else if tie < ties {
                    answer = 0
                } else {
                    let cells = [item.first, item.second!].map { study.pictures[$0].cell! }
                    let towardsFirst = shown.isFlipped ? -1.0 : 1
                    var chance = preference(cells[0], cells[1]) + raterEffect + captionEffects[captionNumbers[item.caption]!]
                    chance += towardsFirst * leftLeaning * (1 + Double(place) / Double(showings.count))
                    if let last { chance += (last == (shown.isFlipped ? 2 : 1) ? 1.0 : -1) * carryOver }
                    precondition((0...1).contains(chance), "\(name): a chance of \(chance)")
                    answer = draw < chance ? 1 : 2
                }
                // 1: left, 2: right.
                if answer != 0 { last = (answer == 1) != shown.isFlipped ? 1 : 2 }
                return StudyVote(
                    rater: rater, item: shown.item, showing: shown.showing, answer: answer, isFlipped: shown.isFlipped, place: place,
                    seconds: seconds, at: Date(timeIntervalSince1970: 0))
            }
        }
    }
}

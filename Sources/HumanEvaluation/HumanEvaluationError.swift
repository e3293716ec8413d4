/// What a study, or somebody's vote, can be refused for.
public enum HumanEvaluationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Fewer pictures that can be compared than the study needs.
    case tooFewPictures(what: String, found: Int, wanted: Int)
    /// No number of pairs is enough.
    case powerOutOfReach(raters: Int, captions: Int, effect: Double, raterAdvice: Int?)
    case notComparable(String)
    case badNumber(name: String, found: String, allowed: String)
    case unknownCode
    /// A form that is not one of ours.
    case badField(name: String, found: String, allowed: String)
    /// A vote on something that was not shown yet.
    case notShownYet(place: Int, next: Int)

    public var description: String {
        switch self {
        case .tooFewPictures(let what, let found, let wanted):
            "\(what): \(found) with the same caption and noise on both sides, \(wanted) are wanted; ask for fewer (--pairs), "
                + "finish more seeds, or raise `sample.images`"
        case .powerOutOfReach(let raters, let captions, let effect, let advice):
            "\(raters) raters and \(captions) captions: no number of pairs finds a win rate of \(effect) in so many cases; "
                + (advice.map { "\($0) raters would; " } ?? "") + "or declare a larger --effect, or smaller --rater-share and "
                + "--caption-share"
        case .notComparable(let what): what
        case .badNumber(let name, let found, let allowed): "\(name): found \(found), allowed: \(allowed)"
        case .unknownCode: "nobody votes with this code: ask whoever runs the study for a link"
        case .badField(let name, let found, let allowed): "field `\(name)`: found `\(found.prefix(40))`, allowed: \(allowed)"
        case .notShownYet(let place, let next): "a vote on number \(place + 1), but number \(next + 1) comes next: load the page again"
        }
    }
}

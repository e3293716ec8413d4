import Foundation
import Results
import ResultsStore

/// Where raters come with their code: says what comes next, and takes votes.
///
/// Nothing is kept in memory: any number of processes may do this beside each other, and beside a sweep.
public struct StudyDesk: Sendable {
    public let store: ResultsDatabase

    public init(_ store: ResultsDatabase) { self.store = store }

    /// How far a rater has come, and what is next.
    public struct Progress: Sendable, Equatable {
        /// Votes that are stored, of all.
        public var done: Int
        public var of: Int
        /// The place of what comes next in the rater's order.
        public var place: Int
        /// nil when all is done.
        public var next: RaterSequence.Showing?
        /// PNG files as they stand from left to right.
        public var pictures: [Data]

        public init(done: Int, of: Int, place: Int, next: RaterSequence.Showing?, pictures: [Data]) {
            (self.done, self.of, self.place, self.next, self.pictures) = (done, of, place, next, pictures)
        }
    }

    /// Whose code it is, with the study and what comes next.
    /// - Throws: ``HumanEvaluationError/unknownCode``; errors of the store.
    public func visit(code: String) throws -> (study: HumanStudy, rater: StudyRater, progress: Progress) {
        guard let (rater, key) = try store.rater(code: code) else { throw HumanEvaluationError.unknownCode }
        let study = try store.study(key), showings = RaterSequence(study, orderSeed: rater.orderSeed).showings
        let voted = try store.votedPlaces(of: rater)
        guard let place = showings.indices.first(where: { !voted.contains($0) }) else {
            return (study, rater, Progress(done: voted.count, of: showings.count, place: showings.count, next: nil, pictures: []))
        }
        let next = showings[place], item = study.items[next.item]
        let places = [item.first] + (item.second.map { [$0] } ?? [])
        let pictures = try (next.isFlipped ? places.reversed() : places).map { place in
            guard let file = try store.studyPicture(key, place) else {
                throw ResultsStoreError.corrupt(table: "study_pictures", column: "number", found: "no \(place) of study \(key)")
            }
            return file
        }
        return (study, rater, Progress(done: voted.count, of: showings.count, place: place, next: next, pictures: pictures))
    }

    /// Takes what a form holds: `code`, `place` (from 0), `answer` (left, right, tie; a count) and `shown`, when its page was made, in
    /// milliseconds since 1970. A form that was sent before changes nothing.
    /// - Throws: ``HumanEvaluationError``; errors of the store.
    public func vote(_ form: [String: String], now: Date = Date()) throws {
        guard let code = form["code"], let (rater, key) = try store.rater(code: code) else { throw HumanEvaluationError.unknownCode }
        let study = try store.study(key), showings = RaterSequence(study, orderSeed: rater.orderSeed).showings
        func number(_ name: String, _ range: ClosedRange<Int>) throws -> Int {
            guard let value = form[name].flatMap({ Int($0) }), range.contains(value) else {
                throw HumanEvaluationError.badField(
                    name: name, found: form[name] ?? "", allowed: "\(range.lowerBound) to \(range.upperBound)")
            }
            return value
        }
        let place = try number("place", 0...(showings.count - 1)), voted = try store.votedPlaces(of: rater)
        let next = showings.indices.first { !voted.contains($0) } ?? showings.count
        guard place <= next else { throw HumanEvaluationError.notShownYet(place: place, next: next) }
        let shown = showings[place]
        let answer = try study.task.answer(form["answer"] ?? "", isFlipped: shown.isFlipped)
        let start = form["shown"].flatMap { Double($0) }.map { $0 / 1000 }
        let seconds = start.map { now.timeIntervalSince1970 - $0 }.flatMap { $0.isFinite && (0...86_400).contains($0) ? $0 : nil }
        _ = try store.record(
            StudyVote(
                item: shown.item, showing: shown.showing, answer: answer, isFlipped: shown.isFlipped, place: place,
                seconds: seconds, at: now), by: rater)
    }
}

extension StudyTask {
    /// What a form says, as the store keeps it.
    func answer(_ text: String, isFlipped: Bool) throws -> Int {
        switch self {
        case .preference:
            switch text {
            case "left": return isFlipped ? 2 : 1
            case "right": return isFlipped ? 1 : 2
            case "tie": return 0
            default: throw HumanEvaluationError.badField(name: "answer", found: text, allowed: "left, right, tie")
            }
        case .count:
            guard let count = Int(text), (0...StudyVote.mostCounted).contains(count) else {
                throw HumanEvaluationError.badField(name: "answer", found: text, allowed: "0 to \(StudyVote.mostCounted)")
            }
            return count
        }
    }
}

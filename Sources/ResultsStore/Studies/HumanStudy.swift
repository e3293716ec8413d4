import Foundation
import Results

/// Pictures that people judge: what was drawn before anybody voted. It does not change.
public struct HumanStudy: Sendable, Equatable {
    /// Stands for all of it, hexadecimal.
    public var key: String
    /// The spec's name.
    public var spec: String
    public var task: StudyTask
    /// As raters read it.
    public var question: String
    /// Of each rater's order and sides.
    public var seed: Int
    /// How many items a rater sees a second time.
    public var repeats: Int
    /// Raters below count in no result: the share of attention checks that they must have right, and the median seconds of a vote.
    public var leastChecks: Double
    public var leastSeconds: Double
    /// What the number of items was planned from: a JSON object.
    public var plan: String
    public var created: Date
    public var cells: [Cell]
    public var pictures: [Picture]
    public var items: [Item]

    public init(
        key: String, spec: String, task: StudyTask, question: String, seed: Int, repeats: Int, leastChecks: Double, leastSeconds: Double,
        plan: String, created: Date, cells: [Cell], pictures: [Picture], items: [Item]
    ) {
        (self.key, self.spec, self.task, self.question, self.seed) = (key, spec, task, question, seed)
        (self.repeats, self.leastChecks, self.leastSeconds, self.plan) = (repeats, leastChecks, leastSeconds, plan)
        (self.created, self.cells, self.pictures, self.items) = (created, cells, pictures, items)
    }

    /// A cell of the grid.
    public struct Cell: Sendable, Equatable {
        public var label: String
        /// A JSON object.
        public var coordinates: String

        public init(label: String, coordinates: String) { (self.label, self.coordinates) = (label, coordinates) }
    }

    /// Without its pixels, see ``ResultsDatabase/studyPicture(_:_:)``.
    public struct Picture: Sendable, Equatable {
        /// Of ``HumanStudy/cells``; nil for pictures of attention checks, as all that follows.
        public var cell: Int?
        public var job: String?
        public var seed: Int?
        /// Which of the job's pictures: it names the noise.
        public var position: Int?
        /// Objects that the caption asks for, and that an oracle sees; nil where nobody knows.
        public var asked: Int?
        public var oracle: Int?

        public init(cell: Int? = nil, job: String? = nil, seed: Int? = nil, position: Int? = nil, asked: Int? = nil, oracle: Int? = nil) {
            (self.cell, self.job, self.seed, self.position) = (cell, job, seed, position)
            (self.asked, self.oracle) = (asked, oracle)
        }
    }

    /// What a rater is shown at a time.
    public struct Item: Sendable, Equatable {
        public var caption: String
        /// Places in ``HumanStudy/pictures``; one picture is counted, two are compared.
        public var first: Int
        public var second: Int?
        /// The right answer of an attention check.
        public var truth: Int?

        public var isCheck: Bool { truth != nil }

        public init(caption: String, first: Int, second: Int? = nil, truth: Int? = nil) {
            (self.caption, self.first, self.second, self.truth) = (caption, first, second, truth)
        }
    }
}

/// Somebody who judges a study's pictures.
public struct StudyRater: Sendable, Equatable {
    public var id: Int64
    /// Unique in the study.
    public var name: String
    /// Whoever has it may vote under this name.
    public var code: String
    /// With the study's seed it decides order and sides; it follows from the name, so that it is the same in every store.
    public var orderSeed: Int
    public var created: Date
}

/// What somebody said about an item.
public struct StudyVote: Sendable, Equatable {
    /// Place among the study's raters, in the order in which they came, of votes that are read; who gives one is said beside it.
    public var rater: Int
    /// Place among the study's items.
    public var item: Int
    /// 0, or 1 where the item was shown again.
    public var showing: Int
    /// Preference: 1 for the first picture, 2 for the second, 0 for neither. Count: objects, 9 stands for nine or more.
    public var answer: Int
    /// Whether the first picture stood on the right.
    public var isFlipped: Bool
    /// In the rater's order, from 0.
    public var place: Int
    /// From the page to the vote; nil where nobody measured.
    public var seconds: Double?
    public var at: Date

    public init(rater: Int = 0, item: Int, showing: Int, answer: Int, isFlipped: Bool, place: Int, seconds: Double?, at: Date) {
        (self.rater, self.item, self.showing, self.answer) = (rater, item, showing, answer)
        (self.isFlipped, self.place, self.seconds, self.at) = (isFlipped, place, seconds, at)
    }

    /// The greatest count that a rater can name: it stands for as many or more.
    public static let mostCounted = 9
}

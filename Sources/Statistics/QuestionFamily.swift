/// Questions to the same seeds that are judged together: at most one family in twenty holds a false verdict.
///
/// A question is a difference of each seed. It ends as *above* or *below* when its 95 % interval lies on that side of the
/// claimed size and its step-down max-T p (``JointSignFlips``) is at most ``level``; those that do not are asked whether
/// they lie within their margin (the 90 % interval does, and both one-sided tests have p at most ``level``, adjusted in one step over all
/// that are still open); the rest is undecided. A question has one true hypothesis at most (no effect, or one beyond the margin), so
/// both steps share one level; the second must be one step, because a question that is found within its margin was at risk in the first.
///
/// Source: Westfall & Young (1993); Schuirmann, "A comparison of the two one-sided tests procedure" (1987).
public struct QuestionFamily: Sendable {
    public static let level = 0.05

    public struct Question: Sendable, Hashable {
        /// By seed; nil where a seed has no answer.
        public var differences: [Double?]
        /// The difference that counts as no effect.
        public var centre: Double
        /// Differences no farther than this from `centre` are as good as none; nil when nobody said so.
        public var margin: Double?

        public init(_ differences: [Double?], centre: Double = 0, margin: Double? = nil) {
            (self.differences, self.centre, self.margin) = (differences, centre, margin)
        }
    }

    public enum Verdict: Sendable, Equatable {
        case above, below
        /// No farther from the claimed size than the margin.
        case within
        case undecided(Reason)
    }

    public enum Reason: Sendable, Equatable {
        /// No seed answers.
        case noPair
        /// So few seeds that no result whatever would have decided.
        case tooFewSeeds
        /// All differences are alike: no spread to judge by.
        case noSpread
        /// The interval holds the claimed size.
        case intervalHoldsIt
        /// The interval does not, but the adjusted p is above the level.
        case adjustedP
    }

    public struct Answer: Sendable, Equatable {
        public var verdict: Verdict
        /// Seeds that answered.
        public var seeds: Int
        public var mean: Double?
        /// 95 %.
        public var interval: MeanInterval?
        /// 90 %: within the margin or not.
        public var narrowInterval: MeanInterval?
        /// Two-sided, of the question by itself and adjusted over the family.
        public var p: Double?
        public var adjustedP: Double?
        /// Of a drawn p.
        public var standardError: Double?
        /// The greater of both one-sided p of "beyond the margin", adjusted; nil where it was not asked.
        public var equivalenceP: Double?
        /// The difference that these seeds would have found with ``StudentPower/wanted`` power; nil when none would.
        public var smallestEffect: Double?
        /// What |t| of this question must reach beside those that are still open; nil when no t is enough.
        public var critical: Double?
        /// The two-sided level at which this question alone would be as hard as it is in its family.
        public var ownLevel: Double
        /// Sample standard deviation of the differences.
        public var deviation: Double?

        /// How many seeds would find so large a difference with ``StudentPower/wanted`` power; nil when that cannot be told.
        public func seeds(for effect: Double) -> Int? {
            deviation.flatMap { $0 > 0 ? StudentPower.pairs(effect: abs(effect) / $0, level: ownLevel) : nil }
        }
    }

    public let answers: [Answer]

    /// Families whose signs are drawn take long enough to be worth remembering.
    private static let known = Memory<[Question], [Answer]>(mostWeight: 16 << 20) { questions in
        questions.reduce(0) { $0 + $1.differences.count * MemoryLayout<Double?>.stride }
    }

    /// - Precondition: all questions have as many seeds.
    public init(_ questions: [Question]) {
        let isDrawn = questions.contains { $0.differences.count > SignFlipTest.exactPairs }
        answers = isDrawn ? Self.known.answer(questions) { Self.answers(questions) } : Self.answers(questions)
    }

    private static func answers(_ questions: [Question]) -> [Answer] {
        let offsets = questions.map { question in question.differences.map { $0.map { $0 - question.centre } } }
        // What is no number cannot be judged, and must not keep others from it.
        let asked = offsets.indices.filter { index in
            offsets[index].contains { $0 != nil } && offsets[index].allSatisfy { $0?.isFinite ?? true }
        }
        let flips = JointSignFlips(asked.map { offsets[$0] }, tail: .both)
        var answers = questions.map { _ in
            Answer(verdict: .undecided(.noPair), seeds: 0, ownLevel: level / Double(max(questions.count, 1)))
        }
        let intervals = MeanInterval.intervals(
            ofEach: asked.map { questions[$0].differences.compactMap { $0 } }, levels: [MeanInterval.level, 0.9])
        for (place, index) in asked.enumerated() {
            answers[index].measure(
                questions[index].differences.compactMap { $0 }, centre: questions[index].centre, intervals: intervals[place], flips: flips,
                place: place)
        }
        let critical = critical(asked, answers, offsets)
        for index in asked { answers[index].see(critical: critical) }
        askWithinMargin(&answers, questions, offsets)
        return answers
    }

    /// What a statistic must reach at the level, once the questions that were decided have left: of those still open, and one besides,
    /// for which any decided question may be taken. From what is left of the differences without their mean: of few seeds the
    /// assignment that was observed is a large share of all, and an effect that is there would pass for chance.
    private static func critical(_ asked: [Int], _ answers: [Answer], _ offsets: [[Double?]]) -> Double? {
        let last = asked.filter { answers[$0].isDecided }.max { (answers[$0].adjustedP ?? 0, $0) < (answers[$1].adjustedP ?? 0, $1) }
        let residuals = asked.filter { (!answers[$0].isDecided || $0 == last) && answers[$0].deviation != nil }.map { index in
            let values = offsets[index].compactMap { $0 }, mean = values.reduce(0, +) / Double(values.count)
            return offsets[index].map { $0.map { $0 - mean } }
        }
        return residuals.isEmpty ? nil : JointSignFlips(residuals, tail: .both)?.critical(level: level)
    }

    private static func askWithinMargin(_ answers: inout [Answer], _ questions: [Question], _ offsets: [[Double?]]) {
        let open = answers.indices.filter { index in
            switch answers[index].verdict {
            case .above, .below, .undecided(.noPair), .undecided(.tooFewSeeds): false
            case .within, .undecided: true
            }
        }
        guard open.contains(where: { questions[$0].margin != nil }) else { return }
        // Of the two one-sided tests the nearer border decides. A question without a margin counts in the family all the same.
        let distances = open.map { index -> [Double?] in
            guard let margin = questions[index].margin else { return offsets[index] }
            let isAbove = (answers[index].mean ?? 0) >= questions[index].centre
            return offsets[index].map { $0.map { isAbove ? margin - $0 : margin + $0 } }
        }
        guard let tests = JointSignFlips(distances, tail: .upper) else { return }
        let singleStep = tests.singleStep
        for (place, index) in open.enumerated() {
            guard let margin = questions[index].margin else { continue }
            answers[index].equivalenceP = singleStep[place]
            guard let interval = answers[index].narrowInterval?.interval, singleStep[place] <= level else { continue }
            let centre = questions[index].centre
            if interval.low > centre - margin, interval.high < centre + margin { answers[index].verdict = .within }
        }
    }
}

extension QuestionFamily.Answer {
    fileprivate mutating func measure(
        _ differences: [Double], centre: Double, intervals: [MeanInterval], flips: JointSignFlips?, place: Int
    ) {
        seeds = differences.count
        mean = SeedStatistics.mean(differences)
        (interval, narrowInterval) = (intervals.first, intervals.last)
        // Equal differences show no spread, whatever their last bits say.
        deviation = interval == nil ? nil : SeedStatistics.sampleStandardDeviation(differences)
        p = flips?.p[place]
        adjustedP = flips?.adjusted[place]
        standardError = flips.flatMap { flips in p.flatMap(flips.standardError) }
        verdict = decision(centre: centre)
    }

    /// - Parameter statistic: what the sum over the root of the sum of squares must reach.
    fileprivate mutating func see(critical statistic: Double?) {
        let freedom = Double(seeds - 1)
        // As t: u² = t² n / (n - 1 + t²).
        guard let statistic, seeds > 1, statistic * statistic < Double(seeds) else { return }
        let t = statistic * (freedom / (Double(seeds) - statistic * statistic)).squareRoot()
        critical = t
        ownLevel = 2 * studentUpperTail(t, degreesOfFreedom: freedom)
        if let deviation, let shift = StudentPower.shift(degreesOfFreedom: freedom, critical: t) {
            smallestEffect = shift * deviation / Double(seeds).squareRoot()
        }
    }

    fileprivate var isDecided: Bool {
        switch verdict {
        case .above, .below: true
        case .within, .undecided: false
        }
    }

    private func decision(centre: Double) -> QuestionFamily.Verdict {
        if SignFlipTest.smallestP(pairs: seeds) > QuestionFamily.level { return .undecided(.tooFewSeeds) }
        guard let interval = interval?.interval else { return .undecided(.noSpread) }
        guard interval.low > centre || interval.high < centre else { return .undecided(.intervalHoldsIt) }
        guard let adjustedP, adjustedP <= QuestionFamily.level else { return .undecided(.adjustedP) }
        return interval.low > centre ? .above : .below
    }
}

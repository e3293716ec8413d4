/// Sign-flip tests of several questions to the same seeds, together: a seed's whole vector of differences flips its sign, so
/// that what the questions have in common stays in common.
///
/// Each question's statistic is its sum over the root of its sum of squares, which flips leave alone; Student's t rises with
/// it. The step-down adjustment holds the chance of any false rejection at the level, whatever the dependence, if a
/// seed's vector without effects is as likely as its negative.
///
/// Source: Westfall & Young, "Resampling-based multiple testing" (1993), algorithm 4.1 with maxima of statistics.
public struct JointSignFlips: Sendable {
    public enum Tail: Sendable {
        /// A difference either way is a finding.
        case both
        /// Only a positive one is.
        case upper
    }

    /// Of each question by itself.
    public let p: [Double]
    /// Adjusted over all questions, step down.
    public let adjusted: [Double]
    /// Adjusted over all questions in one step: how often any of them reaches as far. No smaller than ``adjusted``.
    public let singleStep: [Double]
    /// Assignments counted or drawn.
    public let assignments: Int
    /// Whether all assignments were counted.
    public let isExact: Bool
    /// The greatest statistic of every assignment, falling.
    private let maxima: [Double]
    private let slack: Double

    /// - Parameter questions: by question, then by seed, what lies between a difference and the hypothesis; nil where a seed has no answer.
    /// - Returns: nil without a question, or when a number is not finite.
    /// - Precondition: all questions have as many seeds.
    public init?(_ questions: [[Double?]], tail: Tail) {
        guard let seeds = questions.first?.count, questions.joined().allSatisfy({ $0?.isFinite ?? true }) else { return nil }
        precondition(questions.allSatisfy { $0.count == seeds }, "questions to different seeds")
        // A seed that answers nothing would only double the assignments.
        let asked = (0..<seeds).filter { seed in questions.contains { $0[seed] != nil } }
        guard !asked.isEmpty else { return nil }
        let offsets = questions.map { question -> [Double] in
            let values = asked.map { question[$0] ?? 0 }
            let size = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return size > 0 ? values.map { $0 / size } : values
        }
        // Assignments with equal sums must count as equal, however their additions round.
        let slack = 1e-12 * Double(asked.count).squareRoot()
        func statistic(_ sum: Double) -> Double {
            switch tail {
            case .both: abs(sum)
            case .upper: sum
            }
        }
        let observed = offsets.map { statistic($0.reduce(0, +)) }
        let order = observed.indices.sorted { (observed[$0], $1) > (observed[$1], $0) }
        let isExact = asked.count <= SignFlipTest.exactPairs
        var alone = [Int](repeating: 0, count: questions.count), together = alone
        var maxima: [Double] = []
        func count(_ sums: UnsafeBufferPointer<Double>) {
            var greatest = -Double.infinity
            for place in order.indices.reversed() {
                let row = order[place], value = statistic(sums[row]), limit = observed[row] - slack
                if value >= limit { alone[row] += 1 }
                greatest = max(greatest, value)
                if greatest >= limit { together[row] += 1 }
            }
            maxima.append(greatest)
        }
        let sums = SignedSums(offsets)
        if isExact {
            switch tail {
            case .both: sums.forEachAssignment(isHalved: true, count)
            case .upper: sums.forEachAssignment(isHalved: false, count)
            }
        } else {
            sums.forEachDraw(SignFlipTest.draws, count)
            // What was observed is one of the assignments.
            for row in alone.indices { (alone[row], together[row]) = (alone[row] + 1, together[row] + 1) }
            maxima.append(observed.max() ?? 0)
        }
        let total = Double(maxima.count)
        maxima.sort(by: >)
        singleStep = observed.map { observed in Double(maxima.count { $0 >= observed - slack }) / total }
        p = alone.map { Double($0) / total }
        var adjusted = p, least = 0.0
        for row in order {
            least = max(least, Double(together[row]) / total)
            adjusted[row] = least
        }
        self.adjusted = adjusted
        self.isExact = isExact
        self.slack = slack
        assignments = maxima.count
        self.maxima = maxima
    }

    /// Of a drawn p: its standard error. nil when p is exact.
    public func standardError(of p: Double) -> Double? {
        isExact ? nil : (p * (1 - p) / Double(assignments)).squareRoot()
    }

    /// The least statistic that at most a share `level` of the assignments reaches in any question; nil when none is so rare.
    func critical(level: Double) -> Double? {
        let allowed = Int(level * Double(assignments) + 1e-9)
        guard allowed > 0, allowed < maxima.count else { return allowed > 0 ? maxima.last : nil }
        // Those that are equal to the first that is not allowed are not allowed either.
        let border = maxima[allowed] + slack
        return maxima[..<allowed].last { $0 > border }
    }
}

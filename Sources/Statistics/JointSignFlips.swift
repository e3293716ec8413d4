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
    /// Assignments counted or drawn.
    public let assignments: Int
    /// Whether all assignments were counted.
    public let isExact: Bool
    private let observed: [Double]
    /// The greatest statistic of every assignment.
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
        let isTwoSided = tail == .both
        let observed = offsets.map { offsets in
            let sum = offsets.reduce(0, +)
            return isTwoSided ? abs(sum) : sum
        }
        // From the least remarkable question to the most: a step of the adjustment is then a running maximum.
        let order = observed.indices.sorted { (observed[$0], $1) < (observed[$1], $0) }
        let isExact = asked.count <= SignFlipTest.exactPairs
        var reached = Reached(limits: order.map { observed[$0] - slack }, isTwoSided: isTwoSided)
        let sums = SignedSums(order.map { offsets[$0] })
        if isExact {
            sums.forEachAssignment(isHalved: isTwoSided) { reached.count($0) }
        } else {
            reached.maxima.reserveCapacity(SignFlipTest.draws + 1)
            sums.forEachDraw(SignFlipTest.draws) { reached.count($0) }
            reached.countObserved(observed.max() ?? 0)
        }
        let total = Double(reached.maxima.count)
        var p = [Double](repeating: 0, count: questions.count), adjusted = p, least = 0.0
        for place in order.indices.reversed() {
            p[order[place]] = Double(reached.alone[place]) / total
            least = max(least, Double(reached.together[place]) / total)
            adjusted[order[place]] = least
        }
        self.p = p
        self.adjusted = adjusted
        self.isExact = isExact
        self.slack = slack
        self.observed = observed
        assignments = reached.maxima.count
        maxima = reached.maxima
    }

    /// Adjusted over all questions in one step: how often any of them reaches as far. No smaller than ``adjusted``.
    public var singleStep: [Double] {
        observed.map { observed in Double(maxima.count { $0 >= observed - slack }) / Double(assignments) }
    }

    /// Of a drawn p: its standard error. nil when p is exact.
    public func standardError(of p: Double) -> Double? {
        isExact ? nil : (p * (1 - p) / Double(assignments)).squareRoot()
    }

    /// The least statistic that at most a share `level` of the assignments reaches in any question; nil when none is so rare.
    func critical(level: Double) -> Double? {
        let allowed = Int(level * Double(assignments) + 1e-9)
        guard allowed > 0, allowed < assignments else { return allowed > 0 ? maxima.min() : nil }
        // Those that are equal to the first that is not allowed are not allowed either.
        var order = OrderStatistics(maxima)
        let border = order.value(at: assignments - 1 - allowed) + slack
        let rarer = maxima.reduce(Double.infinity) { $1 > border ? min($0, $1) : $0 }
        return rarer.isFinite ? rarer : nil
    }
}

/// How often questions reach what was observed, from the least remarkable one to the most.
private struct Reached {
    let limits: [Double]
    let isTwoSided: Bool
    /// By the question itself, and by it or one before it.
    var alone: [Int]
    var together: [Int]
    var maxima: [Double] = []

    init(limits: [Double], isTwoSided: Bool) {
        (self.limits, self.isTwoSided) = (limits, isTwoSided)
        alone = [Int](repeating: 0, count: limits.count)
        together = alone
    }

    mutating func count(_ block: SignedSums.Block) {
        let isTwoSided = isTwoSided
        limits.withUnsafeBufferPointer { limits in
            alone.withUnsafeMutableBufferPointer { alone in
                together.withUnsafeMutableBufferPointer { together in
                    for assignment in 0..<block.count {
                        let sums = block[assignment]
                        var greatest = -Double.infinity
                        for row in limits.indices {
                            let value = isTwoSided ? abs(sums[row]) : sums[row], limit = limits[row]
                            greatest = value > greatest ? value : greatest
                            alone[row] &+= value >= limit ? 1 : 0
                            together[row] &+= greatest >= limit ? 1 : 0
                        }
                        maxima.append(greatest)
                    }
                }
            }
        }
    }

    /// What was observed is one of the assignments.
    mutating func countObserved(_ greatest: Double) {
        for row in alone.indices { (alone[row], together[row]) = (alone[row] + 1, together[row] + 1) }
        maxima.append(greatest)
    }
}

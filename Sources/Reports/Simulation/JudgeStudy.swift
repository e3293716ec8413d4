import Claims
import Platform
import Statistics

/// The judge is judged: claims are asked of many simulated stores whose truth is known, and wrong verdicts are counted.
public struct JudgeStudy: Report {
    /// What came of one truth.
    public struct Row: Sendable, Equatable {
        public var truth: SimulatedTruth
        public var stores: Int
        /// Stores with a false verdict among the primary measures: a difference that is not there or the other way round, or none
        /// where there is one as large as the margin.
        public var falseFamilies = 0
        /// The same of `compare`, over the cells of the first measured metric.
        public var falseComparisons = 0
        /// Questions with a true difference, how many were decided, and how many the formula expects.
        public var differences = 0
        public var found = 0
        public var expected = 0.0
        /// Differences within the margin, and how many were found to be so.
        public var equivalences = 0
        public var foundEquivalent = 0
        /// Questions that lack cells, speeds, or seeds, and were answered all the same.
        public var answeredInVain = 0
    }

    public let rows: [Row]

    /// - Parameters:
    ///   - stores: of each truth.
    ///   - stop: asked before every store.
    /// - Throws: store errors; `Stopped`.
    public init(
        claims: ClaimList, truths: [SimulatedTruth] = SimulatedTruth.all, stores: Int, stop: StopSignal = StopSignal(),
        report: @Sendable (String) -> Void = { _ in }
    ) throws {
        rows = try truths.map { truth in
            let halves = try inParallel(Array(0..<8)) { part in
                var row = Row(truth: truth, stores: 0)
                for number in stride(from: part, to: stores, by: 8) {
                    try stop.check()
                    try row.add(SimulatedStore(truth, claims: claims, number: number))
                }
                return row
            }
            report(truth.name)
            return halves.dropFirst().reduce(into: halves[0]) { $0.add($1) }
        }
    }

    public var shown: ShownReport {
        let table = DataTable(rows) {
            Column.left("truth") { $0.truth.name }
            Column.right("seeds") { "\($0.truth.seeds)" }
            Column.right("stores") { "\($0.stores)" }
            Column.right("false, claims") { Self.share($0.falseFamilies, $0.stores) }
            Column.right("false, compare") { Self.share($0.falseComparisons, $0.stores) }
            Column.right("power") { Self.share($0.found, $0.differences) }
            Column.right("formula") { $0.differences == 0 ? "-" : fixed(100 * $0.expected / Double($0.differences), digits: 1) + " %" }
            Column.right("equivalent") { Self.share($0.foundEquivalent, $0.equivalences) }
            Column.right("in vain") { "\($0.answeredInVain)" }
        }
        return ShownReport(
            tables: [table],
            notes: [
                Note(
                    text:
                        "false: families (of all claims; of the cells of one metric) with any false verdict. power: true differences that "
                        + "were decided, and what the non-central t expects. equivalent: differences within the margin that were "
                        + "found to be so. "
                        + "in vain: answers to questions without cells, on speed, or with too few seeds.")
            ])
    }

    public var data: DataTable {
        DataTable(rows) {
            Column("truth") { $0.truth.name }
            Column("seeds") { $0.truth.seeds }
            Column("stores") { $0.stores }
            Column("false_families") { $0.falseFamilies }
            Column("false_comparisons") { $0.falseComparisons }
            Column("differences") { $0.differences }
            Column("found") { $0.found }
            Column("expected") { $0.expected }
            Column("equivalences") { $0.equivalences }
            Column("found_equivalent") { $0.foundEquivalent }
            Column("answered_in_vain") { $0.answeredInVain }
        }
    }

    private static func share(_ count: Int, _ of: Int) -> String {
        of == 0 ? "-" : fixed(100 * Double(count) / Double(of), digits: 1) + " %"
    }
}

extension JudgeStudy.Row {
    fileprivate mutating func add(_ other: Self) {
        stores += other.stores
        falseFamilies += other.falseFamilies
        falseComparisons += other.falseComparisons
        differences += other.differences
        found += other.found
        expected += other.expected
        equivalences += other.equivalences
        foundEquivalent += other.foundEquivalent
        answeredInVain += other.answeredInVain
    }

    fileprivate mutating func add(_ made: SimulatedStore) throws {
        stores += 1
        let report = try ClaimsReport(grid: made.grid, store: made.store)
        var isFalse = false
        // Nobody votes on simulated stores.
        for answer in report.answers where answer.isPrimary && !answer.isExact && !answer.metric.isOfPeople {
            guard let (effect, deviation) = made.truth(of: answer) else {
                if answer.verdict != .unasked { answeredInVain += 1 }
                continue
            }
            if truth.seeds < 6, answer.verdict != .undecided { answeredInVain += 1 }
            isFalse = check(answer, effect, deviation) || isFalse
        }
        falseFamilies += isFalse ? 1 : 0
        falseComparisons += try hasFalseComparison(made) ? 1 : 0
    }

    /// Counts what was found; whether it is false.
    private mutating func check(_ answer: ClaimAnswer, _ effect: Double, _ deviation: Double) -> Bool {
        let isThere = abs(effect) > 1e-9
        if isThere {
            differences += 1
            expected += StudentPower.power(
                shift: effect * Double(answer.seeds).squareRoot() / deviation, degreesOfFreedom: Double(answer.seeds - 1),
                critical: answer.critical ?? .infinity)
        }
        if let margin = answer.margin, abs(effect) < margin - 1e-9 {
            equivalences += 1
            foundEquivalent += answer.verdict == .equivalent ? 1 : 0
        }
        switch answer.verdict {
        case .supported, .contradicted:
            let isPositive = (answer.verdict == .supported) == (answer.measure.expected == .higher)
            if isThere, isPositive == (effect > 0) {
                found += 1
                return false
            }
            return true
        case .equivalent:
            // The margin itself is estimated: a per cent of a mean.
            return answer.margin.map { abs(effect) >= $0 * 0.98 } ?? true
        case .undecided, .measured, .unasked, nil: return false
        }
    }

    private func hasFalseComparison(_ made: SimulatedStore) throws -> Bool {
        guard
            let metric = made.grid.claims.claims.flatMap(\.primary).first(where: {
                $0.metric.contains("/") && !$0.metric.hasSuffix("/cost")
            })
        else { return false }
        let comparison = try Comparison(grid: made.grid, store: made.store, metrics: [metric.metric])
        let base = made.mean(metric.metric, made.grid.cells[0])
        return zip(comparison.metrics[0].cells, made.grid.cells.dropFirst()).contains { found, cell in
            let effect = made.mean(metric.metric, cell) - base
            switch found.answer?.verdict {
            case .above: return effect < 1e-9
            case .below: return effect > -1e-9
            case .within: return abs(effect) >= (found.margin ?? 0)
            case .undecided, nil: return false
            }
        }
    }
}

extension SimulatedStore {
    /// What the answer's question would find without noise, and the deviation between seeds; nil for what the grid, or a sweep, cannot
    /// say.
    fileprivate func truth(of answer: ClaimAnswer) -> (effect: Double, deviation: Double)? {
        guard !answer.metric.isMeasured else { return nil }
        let row = QuestionRows(grid: grid, claim: answer.claim).rows().first { $0.place == answer.place }
        guard case .asked(let contrast) = row?.question else { return nil }
        let sum = contrast.weights.reduce(0, +), squares = contrast.weights.reduce(0) { $0 + $1 * $1 }
        let variance = squares * Self.deviation * Self.deviation + sum * sum * Self.seedDeviation * Self.seedDeviation
        return (contrast.effect(contrast.cells.map { mean(answer.metric.id, grid.cells[$0]) }), variance.squareRoot())
    }
}

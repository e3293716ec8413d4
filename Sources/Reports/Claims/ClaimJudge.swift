import Claims
import Foundation
import Platform
import Results
import ResultsStore
import Statistics

/// Answers the questions of a list of claims.
struct ClaimJudge {
    let grid: Grid
    let results: GridResults
    let metrics: [String: MetricDefinition]
    /// Of the grid's cells, as benchmarks have them.
    let speeds: [SpeedRound]
    private let seeds: [Int]

    init(grid: Grid, results: GridResults, metrics: [String: MetricDefinition], speeds: [SpeedRound]) {
        (self.grid, self.results, self.metrics, self.speeds) = (grid, results, metrics, speeds)
        seeds = unique(grid.cells.flatMap { $0.jobs.map(\.seed) })
    }

    /// Every question with its primary measure and then the others, in the list's order. Primary measures are judged as one family.
    func answers() -> [ClaimAnswer] {
        var asked = grid.claims.claims.flatMap { claim in
            QuestionRows(grid: grid, claim: claim).rows().flatMap { row in
                (claim.primary.prefix(1).map { ($0, true) } + claim.others.map { ($0, false) }).compactMap { measure, isPrimary in
                    self.asked(claim, row, measure, isPrimary: isPrimary)
                }
            }
        }
        let family = asked.indices.filter { asked[$0].answer.isPrimary && asked[$0].question != nil }
        settle(&asked, family, QuestionFamily(family.compactMap { asked[$0].question }).answers)
        for index in asked.indices where !asked[index].answer.isPrimary {
            guard let question = asked[index].question else { continue }
            settle(&asked, [index], QuestionFamily([question]).answers)
        }
        return asked.map(\.answer)
    }

    private func settle(_ asked: inout [Asked], _ indices: [Int], _ found: [QuestionFamily.Answer]) {
        for (index, answer) in zip(indices, found) { asked[index].settle(answer) }
    }

    // MARK: Asking

    /// An answer on its way, and what is still to be judged.
    fileprivate struct Asked {
        var answer: ClaimAnswer
        var question: QuestionFamily.Question?
        var scale = Scale.difference
        /// Differences of a comparison that must agree.
        var check: [Double?] = []
        /// What votes say of other raters and captions, which must agree, too.
        var people: CrossedClusters.Spread?
        var isOfPeople = false
    }

    private func asked(_ claim: Claim, _ row: QuestionRows.Row, _ measure: Measure, isPrimary: Bool) -> Asked? {
        let metric = metrics[measure.metric] ?? MetricDefinition(source: .measurement(measure.metric), label: measure.metric)
        var answer = ClaimAnswer(
            claim: claim, place: row.place, metric: metric, measure: measure, isPrimary: isPrimary, verdict: isPrimary ? .unasked : nil)
        answer.isExact = metric.isExact
        let contrast: CellContrast
        switch row.question {
        case .absent(let reason):
            answer.reason = reason
            return isPrimary ? Asked(answer: answer) : nil
        case .incomplete(let missing, let jobs):
            let shown = missing.prefix(4).joined(separator: "; ") + (missing.count > 4 ? "; ..." : "")
            answer.reason =
                "the grid lacks \(missing.count) \(missing.count == 1 ? "cell" : "cells") (\(jobs) \(jobs == 1 ? "job" : "jobs")): \(shown)"
            return isPrimary ? Asked(answer: answer) : nil
        case .asked(let found): contrast = found
        }
        answer.compared = contrast.text
        answer.rate = contrast.unit
        answer.remarks = sideRemarks(contrast, metric)
        if metric.isExact { return exact(answer, contrast) }
        if metric.isMeasured { return speed(answer, contrast) }
        return measured(answer, contrast)
    }

    private func exact(_ answer: ClaimAnswer, _ contrast: CellContrast) -> Asked? {
        var answer = answer
        let cells = contrast.cells.map { grid.cells[$0] }
        let values = cells.compactMap { $0.costs[answer.metric.id] ?? results.summary($0, answer.metric).mean }
        let scale = Scale(answer.measure, isRatio: answer.metric.hasNaturalZero && contrast.isDifference)
        guard values.count == cells.count, values.allSatisfy({ $0 > 0 }) else {
            answer.reason = "not recorded"
            return answer.isPrimary ? Asked(answer: answer) : nil
        }
        let effect = contrast.effect(values.map(scale.compared)), distance = effect - centre(answer, scale)
        answer.isRatio = scale.isRatio
        answer.effect = scale.shown(effect)
        answer.interval = answer.effect.map { ConfidenceInterval(low: $0, high: $0) }
        answer.intervalMethod = "exact"
        if answer.isPrimary {
            let isExpected = answer.measure.expected.map { distance * $0.sign > 0 } ?? true
            answer.verdict = distance == 0 ? .undecided : isExpected ? .supported : .contradicted
            answer.reason = distance == 0 ? "equal" : ""
        }
        return Asked(answer: answer)
    }

    private func measured(_ answer: ClaimAnswer, _ contrast: CellContrast) -> Asked? {
        var answer = answer
        let summaries = contrast.cells.map { results.summary(grid.cells[$0], answer.metric) }
        answer.planned = summaries.map(\.planned).max() ?? 0
        let pairs = SeedPairs(summaries)
        let scale = Scale(answer.measure, isRatio: false)
        guard !pairs.seeds.isEmpty else {
            answer.reason = gap(
                pairs, summaries,
                absence: answer.metric.isOfPeople ? "people were not asked: `fusiongrid rate new` makes a study" : "not recorded")
            return answer.isPrimary || answer.reason != "not recorded" ? Asked(answer: answer) : nil
        }
        if answer.isPrimary, let problem = results.evaluatorProblem(grid.claims, answer.metric, contrast.cells.map { grid.cells[$0] }) {
            answer.reason = problem
            return Asked(answer: answer)
        }
        if scale.isRatio, pairs.values.contains(where: { $0.contains { $0 <= 0 } }) {
            answer.reason = "a value is not positive, so there is no ratio"
            return Asked(answer: answer)
        }
        let values = pairs.values.map { $0.map(scale.compared) }
        func differences(_ contrast: CellContrast, _ places: [Int]) -> [Double?] {
            let bySeed = Dictionary(
                uniqueKeysWithValues: pairs.seeds.indices.map { seed in
                    (pairs.seeds[seed], contrast.effect(places.map { values[$0][seed] }))
                })
            return seeds.map { bySeed[$0] }
        }
        answer.isRatio = scale.isRatio
        answer.differences = differences(contrast, Array(contrast.cells.indices))
        let means = pairs.values.map { SeedStatistics.mean($0) ?? 0 }
        let declared = answer.measure.margin ?? grid.claims.margins[answer.metric.id]
        let margin = declared.flatMap { scale.margin($0, of: contrast.mean(means, ofSide: -1)) }
        answer.margin = margin.map(scale.shown)
        let check = contrast.check.first.map { check in
            differences(check, check.cells.compactMap { contrast.cells.firstIndex(of: $0) })
        }
        let people = peopleSpread(answer.metric, contrast, seeds: pairs.seeds)
        return Asked(
            answer: answer, question: .init(answer.differences, centre: centre(answer, scale), margin: margin), scale: scale,
            check: check ?? [], people: people.spread, isOfPeople: people.isAsked)
    }

    /// Seeds know nothing of other raters and captions: what a study's votes say of them.
    private func peopleSpread(
        _ metric: MetricDefinition, _ contrast: CellContrast, seeds: [Int]
    ) -> (isAsked: Bool, spread: CrossedClusters.Spread?) {
        guard case .people(let task) = metric.source else { return (false, nil) }
        let jobs = contrast.cells.map { cell in
            Dictionary(grid.cells[cell].jobs.map { ($0.seed, $0.key) }, uniquingKeysWith: { first, _ in first })
        }
        return (true, results.people?.spread(task, weights: contrast.weights, jobs: jobs, seeds: seeds))
    }

    /// What counts as no effect: 0, the claimed size, or the level that is asked about.
    private func centre(_ answer: ClaimAnswer, _ scale: Scale) -> Double {
        if case .level(let value) = answer.claim.question { value } else { scale.centre(answer.measure) }
    }

    /// Of rounds that timed all compared cells: the median change in per cent, and how far the rounds reach.
    private func speed(_ answer: ClaimAnswer, _ contrast: CellContrast) -> Asked? {
        var answer = answer
        let rates = SpeedReport(name: grid.name, cells: [], rounds: speeds).byRound
        let cells = contrast.cells.map { grid.cells[$0].speedModel }
        let effects = rates.compactMap { rates -> Double? in
            let values = cells.compactMap { rates[$0] }
            return values.count == cells.count ? Scale.ratio.shown(contrast.effect(values.map(log))) : nil
        }.sorted()
        guard answer.metric.id == Metric.imagesPerSecond.name, contrast.isDifference, let least = effects.first,
            let greatest = effects.last
        else {
            answer.reason = "a sweep cannot say: its speeds depend on what else ran; ask `fusiongrid bench`"
            return answer.isPrimary ? Asked(answer: answer) : nil
        }
        let middle = effects.count / 2
        answer.isRatio = true
        answer.effect = effects.count % 2 == 1 ? effects[middle] : (effects[middle - 1] + effects[middle]) / 2
        answer.verdict = .measured
        answer.reason =
            "median of \(effects.count) \(effects.count == 1 ? "round" : "rounds"), from \(signed(least, digits: 1)) to "
            + "\(signed(greatest, digits: 1)) %"
        return Asked(answer: answer)
    }

    /// Why no seed has a value in every cell; that no finished job has the metric comes first.
    private func gap(_ pairs: SeedPairs, _ summaries: [CellSummary], absence: String = "not recorded") -> String {
        let reasons = unique(pairs.leftOut.map(\.reason))
        let isRecorded = summaries.contains { $0.outcomes.contains { $0.value != nil } }
        if !isRecorded, reasons.contains("not recorded") { return absence }
        if reasons.count == 1, let reason = reasons.first { return reason }
        let counts = reasons.map { reason in "\(pairs.leftOut.count { $0.reason == reason }) \(reason)" }
        return "no seed has all compared cells: " + counts.joined(separator: ", ")
    }

    /// What differs between the sides beside what the question is about: networks of other sizes and costs.
    private func sideRemarks(_ contrast: CellContrast, _ metric: MetricDefinition) -> [String] {
        [("parameters/cost", "parameters"), ("executed_forward_flops/cost", "FLOPs")].compactMap { id, name in
            let values = contrast.cells.compactMap { grid.cells[$0].costs[id] }
            guard metric.id != id, !metric.isExact, values.count == contrast.cells.count, let one = contrast.mean(values, ofSide: 1),
                let other = contrast.mean(values, ofSide: -1), other > 0
            else { return nil }
            let change = 100 * (one / other - 1)
            return abs(change) >= 1 ? "\(signed(change, digits: 0)) % \(name)" : nil
        }
    }
}

extension ClaimJudge.Asked {
    fileprivate mutating func settle(_ found: QuestionFamily.Answer) {
        answer.seeds = found.seeds
        answer.effect = found.mean.map(scale.shown)
        answer.interval = found.interval.map { scale.shown($0.interval) }
        answer.narrowInterval = found.narrowInterval.map { scale.shown($0.interval) }
        answer.intervalMethod = found.interval?.method.rawValue ?? ""
        answer.p = found.p
        guard answer.isPrimary else { return }
        answer.adjustedP = found.adjustedP
        answer.equivalenceP = found.equivalenceP
        answer.critical = found.critical
        answer.smallestEffect = found.smallestEffect.map(scale.shown)
        answer.seedsForMargin = question?.margin.flatMap(found.seeds(for:))
        switch found.verdict {
        case .above: judge(.higher, found)
        case .below: judge(.lower, found)
        case .within:
            answer.verdict = .equivalent
            let centre = question?.centre ?? 0
            if isOfPeople, let margin = question?.margin {
                let narrow = found.mean.flatMap { people?.interval($0, level: 0.9) }
                keepOpen(unless: narrow.map { $0.low > centre - margin && $0.high < centre + margin } ?? false)
            }
        case .undecided(let reason):
            answer.verdict = .undecided
            answer.reason = reason.text(found, centre: question?.centre ?? 0)
        }
    }

    /// A verdict on people's votes holds for other raters and captions, or not at all.
    private mutating func keepOpen(unless agrees: Bool) {
        guard !agrees else { return }
        answer.verdict = .undecided
        answer.reason = HumanMeasures.doubt
    }

    private mutating func judge(_ side: Metric.Direction, _ found: QuestionFamily.Answer) {
        defer {
            if isOfPeople {
                let interval = found.mean.flatMap { people?.interval($0) }, centre = question?.centre ?? 0
                keepOpen(unless: interval.map { side == .higher ? $0.low > centre : $0.high < centre } ?? false)
            }
        }
        // Of a slope: the last level must differ from the first alike.
        let ends = check.compactMap { $0 }
        if !check.isEmpty {
            let interval = MeanInterval(ends)?.interval
            let agrees =
                switch side {
                case .higher: (interval?.low ?? 0) > 0
                case .lower: (interval?.high ?? 0) < 0
                }
            guard agrees else {
                answer.verdict = .undecided
                answer.reason = "the last level against the first does not show it"
                return
            }
        }
        answer.verdict = answer.measure.expected.map { side == $0 } ?? true ? .supported : .contradicted
        if let margin = question?.margin, let mean = found.mean, abs(mean - (question?.centre ?? 0)) < margin {
            answer.reason = "smaller than the margin"
        }
    }
}

/// How values are compared: subtracted, or divided.
enum Scale: Sendable, Equatable {
    case difference
    /// Logarithms are subtracted: the claim is about per cents.
    case ratio

    init(_ measure: Measure, isRatio: Bool) {
        self =
            switch measure.size {
            case .percent: .ratio
            case .points, .absolute: .difference
            case nil: isRatio ? .ratio : .difference
            }
    }

    var isRatio: Bool {
        switch self {
        case .difference: false
        case .ratio: true
        }
    }

    /// A value as it is subtracted.
    func compared(_ value: Double) -> Double {
        switch self {
        case .difference: value
        case .ratio: log(value)
        }
    }

    /// The difference that the claim speaks of.
    func centre(_ measure: Measure) -> Double {
        let sign = measure.expected?.sign ?? 1
        switch measure.size {
        case nil: return 0
        case .percent(let percent): return log(1 + sign * percent / 100)
        case .points(let points): return sign * points / 100
        case .absolute(let value): return sign * value
        }
    }

    /// nil for a share of a side that there is not.
    func margin(_ margin: Margin, of mean: Double?) -> Double? {
        switch (self, margin) {
        case (.ratio, .percent(let percent)): log(1 + percent / 100)
        case (.ratio, .points), (.ratio, .absolute): nil
        case (.difference, .percent(let percent)): mean.map { abs($0) * percent / 100 }
        case (.difference, .points(let points)): points / 100
        case (.difference, .absolute(let value)): value
        }
    }

    /// A difference as reports show it: in the metric's unit, or in per cent.
    func shown(_ difference: Double) -> Double {
        switch self {
        case .difference: difference
        case .ratio: 100 * (exp(difference) - 1)
        }
    }

    func shown(_ interval: ConfidenceInterval) -> ConfidenceInterval {
        ConfidenceInterval(low: shown(interval.low), high: shown(interval.high))
    }
}

extension CellContrast {
    /// Whether one side is compared with another.
    var isDifference: Bool { weights.contains { $0 < 0 } }
}

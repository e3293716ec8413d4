import Claims
import Platform
import Results

extension GridResults {
    /// Why an evaluator's numbers cannot be judged in these cells: it finds too few real pictures' captions in some half of the
    /// data. nil for metrics without an evaluator.
    func evaluatorProblem(_ claims: ClaimList, _ metric: MetricDefinition, _ cells: [Grid.Cell]) -> String? {
        guard metric.isJudged else { return nil }
        let halves = [Metric.Split.all, .seen, .heldOut].compactMap { split -> (split: Metric.Split, accuracy: Double)? in
            let values = cells.flatMap { final(Metric.evaluatorRetrieval.name(on: split), of: $0) }
            return values.min().map { (split, $0) }
        }
        guard let worst = halves.min(by: { $0.accuracy < $1.accuracy }), worst.accuracy < claims.evaluatorAccuracy else { return nil }
        let half = worst.split == .all ? "real pictures' captions" : "captions of real pictures, \(worst.split.rawValue)"
        return "the evaluator finds \(fixed(100 * worst.accuracy, digits: 1)) % of \(half); "
            + "\(shortest(100 * claims.evaluatorAccuracy)) % are demanded"
    }
}

extension MetricDefinition {
    /// Whether an evaluator's features or scores make it.
    var isJudged: Bool {
        guard case .metric(let name) = source, let metric = MetricTable.metric(named: name.name) else { return false }
        return metric.isJudged
    }

    /// Depends on the machine and what else ran: no sample of a seed, so never judged over seeds.
    public var isMeasured: Bool {
        switch source {
        case .measurement: true
        case .metric, .attention, .people: false
        }
    }
}

import Platform
import Results

extension GridResults {
    /// The metrics that have anything to show at the chosen step, and what to say of the step below a report.
    ///
    /// - Parameter named: whether somebody asked for just these; then one without a value there is an error, otherwise it is left out
    ///   and told.
    /// - Throws: ``StepChoiceError``.
    func atSteps(_ metrics: [MetricDefinition], named: Bool) throws -> (metrics: [MetricDefinition], notes: [Note]) {
        guard let chosen else { return (metrics, []) }
        var kept: [MetricDefinition] = [], absent: [(metric: MetricDefinition, problem: StepChoiceError)] = []
        for metric in metrics {
            if let problem = problem(metric) { absent.append((metric, problem)) } else { kept.append(metric) }
        }
        if let first = absent.first, named || !kept.contains(where: { found($0) != nil }) { throw first.problem }
        return (kept, notes(kept, absent.map(\.metric), chosen.choice))
    }

    /// What the chosen step found of a metric; nil for what no step changes: costs, speeds, attention after the last step.
    private func found(_ metric: MetricDefinition) -> ChosenValues.Found? {
        guard case .metric(let name) = metric.source else { return nil }
        return chosen?.found[name]
    }

    private func problem(_ metric: MetricDefinition) -> StepChoiceError? {
        guard let chosen, let found = found(metric) else { return nil }
        switch chosen.choice {
        case .last: return nil
        case .step(let step): return found.points.isEmpty ? .noSuchStep(step, metric: metric.id, recorded: found.recorded) : nil
        case .common: return found.step == nil && !found.recorded.isEmpty ? .noCommonStep(metric: metric.id) : nil
        case .best: return metric.direction == nil ? .noDirection(metric: metric.id) : nil
        }
    }

    /// The step of a metric's values; nil where they are each job's own or no step changes them.
    func step(of metric: MetricDefinition) -> Int? { found(metric)?.step }

    /// "common", or "last" for what no step changes.
    func choice(for metric: MetricDefinition) -> StepChoice { found(metric) == nil ? .last : chosen?.choice ?? .last }

    /// Why the best values of cells cannot be held against each other; nil when they can.
    func unevenLooks(_ metric: MetricDefinition) -> String? {
        guard let looks = found(metric)?.looks, looks.lowerBound < looks.upperBound else { return nil }
        return "best of \(looks.lowerBound) to \(looks.upperBound) values: more values, better luck"
    }

    private func notes(_ metrics: [MetricDefinition], _ absent: [MetricDefinition], _ choice: StepChoice) -> [Note] {
        let changing = metrics.filter { found($0) != nil }, fixed = metrics.filter { found($0) == nil }
        var texts: [String] = []
        switch choice {
        case .last: break
        case .step(let step): texts.append("Values after \(step) steps.")
        case .common:
            let steps = unique(changing.compactMap(step)).sorted()
            texts += steps.map { step in
                "Values after \(step) steps, the most that all these jobs have: \(names(changing.filter { self.step(of: $0) == step }))."
            }
        case .best:
            let (one, several) = (
                changing.filter { found($0)?.looks?.upperBound == 1 }, changing.filter { found($0)?.looks?.upperBound ?? 0 > 1 }
            )
            let counts = several.map { metric in
                let looks = found(metric)?.looks ?? 1...1
                return "\(metric.shortName) the best of " + (looks.lowerBound == looks.upperBound ? "" : "\(looks.lowerBound) to ")
                    + "\(looks.upperBound) values"
            }
            if !counts.isEmpty {
                texts.append(
                    "Each job's best value over its training, chosen by the numbers that are shown: "
                        + "optimistic. \(counts.joined(separator: ", "))."
                )
            }
            if !one.isEmpty { texts.append("Recorded once, so best and last: \(names(one)).") }
        }
        let early = unfinished(changing)
        if early > 0 {
            texts.append("\(early) \(early == 1 ? "job that is" : "jobs that are") not done \(early == 1 ? "is" : "are") among them.")
        }
        if !absent.isEmpty {
            let listed = absent.map { "\($0.shortName) (recorded: \(StepChoiceError.listed(found($0)?.recorded ?? [])))" }
            texts.append("Not recorded there and left out: \(listed.joined(separator: ", ")).")
        }
        if !fixed.isEmpty { texts.append("The same at every step, or measured at the end: \(names(fixed)).") }
        return texts.map { Note(text: $0) }
    }

    /// Jobs that are not done and have a value all the same.
    private func unfinished(_ metrics: [MetricDefinition]) -> Int {
        Set(metrics.flatMap { found($0)?.points.keys.filter { state($0) != .done } ?? [] }).count
    }

    private func names(_ metrics: [MetricDefinition]) -> String { metrics.map(\.shortName).joined(separator: ", ") }
}

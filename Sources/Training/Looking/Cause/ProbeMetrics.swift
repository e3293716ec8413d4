import Results

/// Accuracies of linear readers by concept, site and timestep, and the metrics that they make.
struct ProbeMetrics {
    private struct Place: Hashable {
        var concept: ProbeConcept
        /// Nil for the input.
        var block: Int?
    }

    /// In the image stream.
    let blocks: Int
    private var values: [Place: [(timestep: Int, accuracy: Double)]] = [:]

    init(blocks: Int) { self.blocks = blocks }

    mutating func add(_ accuracy: Double, _ concept: ProbeConcept, block: Int?, timestep: Int) {
        values[Place(concept: concept, block: block), default: []].append((timestep, accuracy))
    }

    func metrics(step: Int) -> [MetricValue] { ProbeConcept.allCases.flatMap { metrics(of: $0, step: step) } }

    private func metrics(of concept: ProbeConcept, step: Int) -> [MetricValue] {
        let name = concept.rawValue
        func value(_ metric: Metric, _ value: Double) -> MetricValue { metric.value(value, on: .test, step: step) }
        var metrics: [MetricValue] = []
        if let input = values[Place(concept: concept, block: nil)] {
            metrics.append(value(Metric.blockProbe[name, "input"], mean(input.map(\.accuracy))))
            metrics += input.map { value(Metric.blockProbeInputByTimestep[name, $0.timestep], $0.accuracy) }
        }
        var means: [BlockPlace: [Double]] = [:]
        for block in 0..<blocks {
            guard let known = values[Place(concept: concept, block: block)] else { continue }
            let overall = mean(known.map(\.accuracy))
            means[.of(position: block, count: blocks), default: []].append(overall)
            metrics.append(value(Metric.blockProbeByBlock[name, block], overall))
            metrics += known.map { value(Metric.blockProbeByTimestep[name, block, $0.timestep], $0.accuracy) }
        }
        let places = means.mapValues(mean)
        for place in BlockPlace.allCases {
            if let mean = places[place] { metrics.append(value(Metric.blockProbe[name, place.rawValue], mean)) }
        }
        if let inner = places[.inner], let outer = places[.outer] {
            metrics.append(value(Metric.blockProbeInnerMinusOuter[name], inner - outer))
        }
        return metrics
    }
}

/// Comparisons of image and text tokens by block, averaged over timesteps.
struct MismatchMetrics {
    private var alignments: [Int: [Double]] = [:]
    private var ratios: [Int: [Double]] = [:]

    mutating func add(_ compared: TokenMismatch, block: Int) {
        if let alignment = compared.alignment { alignments[block, default: []].append(alignment) }
        if let ratio = compared.normRatio { ratios[block, default: []].append(ratio) }
    }

    func metrics(step: Int) -> [MetricValue] {
        [(Metric.tokenCKA, alignments), (Metric.tokenNormRatio, ratios)].flatMap { family, values in
            values.sorted { $0.key < $1.key }.map { family[$0].value(mean($1), on: .test, step: step) }
        }
    }
}

private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

import Choices
import Claims
import Results

extension JobConfiguration {
    /// Why jobs of this configuration record no such metric; nil when they do, as far as options tell.
    func omission(of metric: Metric) -> String? {
        let name = metric.name
        func needs(_ holds: Bool, _ option: String) -> String? { holds ? nil : "it needs \(option)" }
        if name.hasPrefix("knockout_") {
            return needs(isPositive("evaluate.knockout"), "`evaluate.knockout` above 0") ?? oracleOmission(name)
        }
        if name.hasPrefix("block_probe_") || name.hasPrefix("token_") {
            return needs(isPositive("evaluate.block_probes"), "`evaluate.block_probes` above 0")
        }
        if name.hasPrefix("oracle_") { return oracleOmission(name) }
        if metric.isJudged || name == Metric.evaluatorRetrieval.name {
            return needs(evaluate.evaluator != .none, "an `evaluate.evaluator`")
        }
        if name.hasPrefix("attention_pointing") || name.hasPrefix("attention_iou") {
            return needs(evaluate.localisation > 0, "`evaluate.localisation` above 0") ?? oracleOmission(name)
        }
        if name.hasPrefix("attention_") { return needs(!evaluate.probes.isEmpty || evaluate.probeCount > 0, "`evaluate.probes`") }
        return nil
    }

    private func isPositive(_ path: String) -> Bool { (self[path]?.number ?? 0) > 0 }

    private func oracleOmission(_ name: String) -> String? {
        switch data.kind {
        case .images, .features: return "data of kind `\(data.kind.rawValue)` have no oracle"
        case .shapes, .scenes: break
        }
        if name.contains("relation"), !data.grammar.contains(.relations) { return "it needs `relations` in `data.grammar`" }
        return nil
    }
}

extension Spec {
    /// Its claims, each with the one primary measure that its jobs record: the first of those declared.
    public var askedClaims: ClaimList {
        var list = claims
        for index in list.claims.indices {
            let measures = list.claims[index].primary
            let recorded = measures.first { measure in
                guard let metric = MetricTable.metric(named: String(measure.metric.prefix { $0 != "/" })) else { return false }
                return (0..<cellCount).contains { cell(index: $0).omission(of: metric) == nil }
            }
            list.claims[index].primary = (recorded ?? measures.first).map { [$0] } ?? []
        }
        return list
    }

    private func cell(index: Int) -> JobConfiguration { grid.configuration(of: index) }
}

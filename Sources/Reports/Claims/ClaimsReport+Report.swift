import Claims
import Platform
import Statistics

/// Text, Markdown and LaTeX have shown units, CSV and JSON stored units and full precision.
extension ClaimsReport: Report {
    public var shown: ShownReport {
        // Questions that nobody could answer are named below.
        let rows = answers.filter { $0.verdict != .unasked }
        var table = DataTable(rows) {
            Column.left("claim") { $0.name(grid) }
            Column.left("measured by") {
                $0.metric.shortName + ($0.measure.expected.map { " \($0.arrow)" } ?? "")
            }
            Column.right("seeds") { $0.isExact ? "exact" : "\($0.seeds)/\($0.planned)" }
            Column.right("effect") { $0.effect.map($0.effectText) ?? "-" }
            Column.right("95 % interval") { $0.isExact ? "-" : intervalText($0.interval, $0.plainText) }
            Column.right("sees") { $0.smallestEffect.map($0.size) ?? "-" }
            Column.right("p") { ($0.adjustedP ?? $0.p).map(pText) ?? "-" }
            Column.left("verdict") { $0.verdictText }
        }
        table.hasSigns = true
        return ShownReport(tables: rows.isEmpty ? [] : [table], notes: legend + notes)
    }

    /// Each claim in words, then what was compared.
    var legend: [Note] {
        let claims = unique(answers.filter { $0.verdict != .unasked }.map(\.claim))
        let statements = claims.map { claim in
            let compared = unique(answers.filter { $0.claim.id == claim.id }.map(\.compared)).filter { !$0.isEmpty }
            return Note(text: "\(claim.id): \(claim.statement) Compared: \(compared.joined(separator: "; ")).")
        }
        let closed = answers.filter { $0.verdict == .unasked && $0.isPrimary }
        let reasons = unique(closed.map(\.reason)).map { reason in
            unique(closed.filter { $0.reason == reason }.map { $0.name(grid) }).joined(separator: ", ") + ": " + reason
        }
        return statements + (reasons.isEmpty ? [] : [Note(text: "Not asked:", items: reasons)])
    }

    public var data: DataTable {
        DataTable(answers) {
            Column("claim") { $0.claim.id }
            Column("statement") { $0.claim.statement }
            Column.coordinates(unique(answers.flatMap { $0.place.map(\.path) })) { $0.place }
            Column("compared") { $0.compared }
            Column("metric") { $0.metric.id }
            Column("role") { $0.isPrimary ? "primary" : "shown" }
            Column("declared") { declaration(of: $0.claim) }
            Column("verdict") { $0.verdict?.rawValue ?? "" }
            Column("reason") { $0.reason }
            Column("effect") { $0.effect }
            Column("unit") { $0.unit }
            Column("ci95_low") { $0.interval?.low }
            Column("ci95_high") { $0.interval?.high }
            Column("ci90_low") { $0.narrowInterval?.low }
            Column("ci90_high") { $0.narrowInterval?.high }
            Column("interval_method") { $0.intervalMethod }
            Column("p") { $0.p }
            Column("p_max_t") { $0.adjustedP }
            Column("margin") { $0.margin }
            Column("p_equivalence") { $0.equivalenceP }
            Column("smallest_effect") { $0.smallestEffect }
            Column("seeds_for_margin") { $0.seedsForMargin }
            Column("seeds") { $0.seeds }
            Column("planned") { $0.planned }
            Column("remarks") { $0.remarks }
            Column("differences", in: .json) { $0.differences.compactMap { $0 } }
        }
    }

    public var document: TableValue? {
        .object(
            [
                "spec": .text(grid.name), "list": .text(grid.claims.name), "source": .text(grid.claims.source),
                "notes": notes.map { $0.line() }.tableValue, "claims": data.objects,
            ]
            .merging(missing.members) { own, _ in own })
    }
}

extension ClaimAnswer {
    /// The claim's id and where it is asked: "quality, concat".
    public func name(_ grid: Grid) -> String {
        let parts = place.map { Double($0.value) == nil ? $0.value : "\(grid.shortName(of: $0.path)) \($0.value)" }
        return ([claim.id] + parts).joined(separator: ", ")
    }

    var verdictText: String {
        let text = verdict.map { $0.rawValue + (reason.isEmpty ? "" : ": \(reason)") } ?? reason
        return text + (remarks.isEmpty || !isPrimary ? "" : " (sides differ: \(remarks.joined(separator: ", ")))")
    }

    /// Of the effect as CSV and JSON have it.
    fileprivate var unit: String {
        let unit = isRatio ? "per cent" : metric.unit
        return rate.isEmpty ? unit : unit.isEmpty ? rate : "\(unit) \(rate)"
    }

    /// "+12.5 %" for ratios; differences in the metric's shown unit.
    public func plainText(_ value: Double) -> String {
        isRatio ? signed(value, digits: 1) + " %" : metric.signedText(value)
    }

    /// The same with the unit's name.
    public func effectText(_ value: Double) -> String {
        let unit = !isRatio && ["%", "points"].contains(metric.shownUnit) ? " points" : ""
        return plainText(value) + unit + (rate.isEmpty ? "" : " " + rate)
    }

    /// Without a sign.
    public func size(_ value: Double) -> String {
        isRatio ? fixed(value, digits: 1) + " %" : metric.text(value)
    }
}

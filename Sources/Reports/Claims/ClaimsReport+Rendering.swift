import Foundation
import Platform
import Statistics

extension ClaimsReport {
    /// The verdicts as a file's contents, ending in a newline. Text, Markdown and LaTeX have shown units, CSV and JSON
    /// stored units and full precision.
    public func rendered(_ format: TableFormat) throws -> String {
        switch format {
        case .text: return table().aligned() + "\n" + (legend + notes(oneLine: false)).map { $0 + "\n" }.joined()
        case .markdown: return table().markdown() + "\n" + (legend + notes(oneLine: true)).map { "- " + escapeMarkdown($0) + "\n" }.joined()
        case .latex:
            var table = table()
            table.headers = table.headers.map(escapeLatex)
            table.rows = table.rows.map { $0.map(latexNumber) }
            return (legend + notes(oneLine: true)).map { "% \($0)\n" }.joined() + table.latex()
        case .csv: return csv()
        case .json: return try json()
        }
    }

    /// Each claim in words, then what was compared.
    private var legend: [String] {
        let ids = unique(answers.map(\.claim.id))
        let statements = ids.compactMap { id in
            answers.first { $0.claim.id == id }.map { "\(id): \($0.claim.statement)" }
        }
        let compared = unique(answers.map(\.compared)).filter { !$0.isEmpty }.map { text in
            let asked = ids.filter { id in answers.contains { $0.claim.id == id && $0.compared == text } }
            return "Compared for \(asked.joined(separator: ", ")): \(text)."
        }
        return statements + compared
    }

    private func table() -> TextTable {
        var last = ""
        let rows = answers.map { answer -> [String] in
            defer { last = answer.claim.id }
            let name = answer.metric.label + answer.arrow + (answer.isStandIn ? " (stand-in)" : "")
            let verdict = answer.verdict.rawValue + (answer.reason.isEmpty ? "" : ": \(answer.reason)")
            return [
                answer.claim.id == last ? "" : answer.claim.id, name,
                answer.isExact ? "exact" : "\(answer.seeds)/\(answer.planned)", answer.effect.map(answer.effectText) ?? "-",
                answer.isExact ? "-" : intervalText(answer.interval, answer.plainText), answer.p.map(pText) ?? "-", verdict,
            ]
        }
        return TextTable(
            headers: ["claim", "measured by", "seeds", "effect", "95 % interval", "p", "verdict"],
            alignments: [.left, .left, .right, .right, .right, .right, .left], rows: rows)
    }

    static let columns = [
        "claim", "statement", "compared", "metric", "role", "verdict", "reason", "effect", "unit", "ci95_low", "ci95_high",
        "interval_method", "p", "seeds", "planned",
    ]

    func csv() -> String {
        CSV.line(Self.columns)
            + answers.map { answer in
                CSV.line([
                    answer.claim.id, answer.claim.statement, answer.compared, answer.metric.id, answer.role,
                    answer.verdict.rawValue, answer.reason, CSV.number(answer.effect), answer.unit,
                    CSV.number(answer.interval?.low), CSV.number(answer.interval?.high), answer.intervalMethod,
                    CSV.number(answer.p), "\(answer.seeds)", "\(answer.planned)",
                ])
            }.joined()
    }

    private func json() throws -> String {
        try jsonText(
            JSONClaims(
                spec: grid.name, notes: notes(oneLine: true), interim: missing.waiting > 0, waitingJobs: missing.waiting,
                failedJobs: missing.failed,
                claims: answers.map { answer in
                    JSONClaims.Answer(
                        claim: answer.claim.id, statement: answer.claim.statement, compared: answer.compared,
                        metric: answer.metric.id, role: answer.role, verdict: answer.verdict.rawValue, reason: answer.reason,
                        effect: Nullable(answer.effect), unit: answer.unit, ci95Low: Nullable(answer.interval?.low),
                        ci95High: Nullable(answer.interval?.high), intervalMethod: answer.intervalMethod,
                        p: Nullable(answer.p), seeds: answer.seeds, planned: answer.planned)
                }))
    }
}

extension ClaimAnswer {
    var role: String { isStandIn ? "stand-in" : "as in the paper" }

    /// Where the claim expects the first side of the comparison.
    var arrow: String { expected == .higher ? " ↑" : " ↓" }

    /// Of the effect as CSV and JSON have it.
    var unit: String {
        let unit = isRatio ? "per cent" : metric.unit
        return rate.isEmpty ? unit : unit.isEmpty ? rate : "\(unit) \(rate)"
    }

    /// "+12.5 %" for ratios; differences in the metric's shown unit.
    func plainText(_ value: Double) -> String {
        isRatio ? signed(value, digits: 1) + " %" : metric.signedText(value)
    }

    func effectText(_ value: Double) -> String {
        let unit = !isRatio && metric.shownUnit == "%" ? " points" : ""
        return plainText(value) + unit + (rate.isEmpty ? "" : " " + rate)
    }
}

private struct JSONClaims: Encodable {
    struct Answer: Encodable {
        var claim: String
        var statement: String
        var compared: String
        var metric: String
        var role: String
        var verdict: String
        var reason: String
        var effect: Nullable
        var unit: String
        var ci95Low: Nullable
        var ci95High: Nullable
        var intervalMethod: String
        var p: Nullable
        var seeds: Int
        var planned: Int
    }

    var spec: String
    var notes: [String]
    var interim: Bool
    var waitingJobs: Int
    var failedJobs: Int
    var claims: [Answer]
}

import Claims
import Pages
import Reports

/// What a spec claims, and how its results stand to it.
struct ClaimsPage {
    let view: SpecView
    private let report: ClaimsReport

    init(_ library: Library, _ target: Target) throws {
        view = try SpecView(library, target)
        report = try ClaimsReport(grid: view.grid, store: view.store)
    }

    func file() throws -> Response { try view.file(report, named: "claims") }

    func response() throws -> Response {
        view.shell("/claims", "claims") {
            VerdictsSection(report: report).html
            forest
            view.copies("/claims-table")
        }
    }

    /// Each effect on a line of its own: they have nothing but 0 in common.
    @HTMLBuilder private var forest: HTML {
        let rows = report.answers.filter { $0.isPrimary && $0.effect != nil }
        if !rows.isEmpty {
            section("effects", "Effects") {
                paragraph("Each on a scale of its own, with its 95 % interval; the band is the margin, the line 0.", kind: "note")
                scrolling("Effects of all claims") {
                    tag("table", .kind("results")) {
                        tag("thead") {
                            tag("tr") { ["claim", "effect", "size", "seeds", "verdict"].map { name in tag("th", .column) { name } } }
                        }
                        tag("tbody") { rows.map(line) }
                    }
                }
            }
        }
    }

    private func line(_ answer: ClaimAnswer) -> HTML {
        let effect = answer.effect ?? 0, interval = answer.isExact ? nil : answer.interval
        let ends = [effect, interval?.low, interval?.high, answer.margin, answer.margin.map(-)].compactMap(\.self)
        let style = answer.verdict.flatMap(VerdictMark.init)?.style ?? "open"
        let drawing = ForestRow(ends)?.html(
            effect: effect, low: interval?.low, high: interval?.high, margin: answer.margin, kind: style,
            label: "\(answer.name(report.grid)): \(answer.effectText(effect))")
        return tag("tr") {
            tag("th", .row) {
                answer.name(report.grid)
                tag("span", .kind("small")) { answer.metric.label }
            }
            tag("td") { drawing ?? .nothing }
            tag("td", .kind("number")) { answer.effectText(effect) }
            tag("td", .kind("number")) { answer.isExact ? "exact" : "\(answer.seeds) of \(answer.planned)" }
            tag("td") { answer.verdict.flatMap(VerdictMark.init)?.html ?? .nothing }
        }
    }
}

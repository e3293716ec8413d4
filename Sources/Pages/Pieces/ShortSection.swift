import Claims
import Platform
import Reports

/// What was asked and found, in a few lines.
struct ShortSection {
    let run: RunFacts
    let claims: ClaimsReport
    let table: ComparisonTable

    var html: HTML {
        section("short", "In short") {
            if run.waiting > 0 {
                paragraph("Interim: \(run.waiting) of \(counted(run.jobs, "job")) have no result yet.", kind: "warning")
            }
            if run.failed > 0 {
                paragraph(
                    "\(run.failed) of \(counted(run.jobs, "job")) ended without a result; they are left out of every number.",
                    kind: "warning")
            }
            failures
            tag("ul", .kind("short")) { lines.map { line in tag("li") { line } } }
        }
    }

    private static let mostFailures = 20

    private var failures: HTML {
        guard !run.failures.isEmpty else { return .nothing }
        let more = run.failures.count - Self.mostFailures
        return folded("Why they ended") {
            tag("ul") {
                run.failures.prefix(Self.mostFailures).map { failure in
                    tag("li") { "\(failure.job): \(words(failure.state.rawValue))" + (failure.reason.map { ": \($0)" } ?? "") }
                }
                if more > 0 { tag("li") { "and \(counted(more, "more job"))" } }
            }
        }
    }

    private var lines: [HTML] { [tally] + statements + best }

    private var tally: HTML {
        let judged = claims.answers.filter { $0.verdict != nil && $0.verdict != .unasked }
        guard !judged.isEmpty else { return HTML("No claim can be judged yet.") }
        let counts = VerdictsSection.order.compactMap { verdict -> String? in
            let count = judged.count { $0.verdict == verdict }
            return count > 0 ? "\(count) \(verdict.rawValue)" : nil
        }
        return HTML("\(counted(judged.count, "question")) asked: \(counts.joined(separator: ", ")).")
    }

    /// Each claim once with its verdicts, those with a decided one first.
    private var statements: [HTML] {
        let groups = VerdictsSection(report: claims).groups
        return unique(groups.map(\.claim)).map { claim in
            let own = groups.filter { $0.claim == claim }, isSplit = own.count > 1
            let marks = own.enumerated().map { number, group -> HTML in
                let places = group.answers.map { $0.placeWords(claims.grid) }.filter { !$0.isEmpty }
                let place = isSplit && !places.isEmpty ? " (\(places.joined(separator: "; ")))" : ""
                return HTML(number > 0 ? ", " : "") + (VerdictMark(group.verdict)?.html ?? .nothing) + HTML(place)
            }
            return HTML(marks) + HTML(": \(claim.statement)")
        }
    }

    private var best: [HTML] {
        let marked = table.metrics.enumerated().compactMap { index, metric in
            metric.isExact
                ? nil
                : table.best(metric: index).flatMap { place in
                    table.summary(row: place.row, column: place.column, metric: index)?.mean.map { (metric, place, $0) }
                }
        }
        return marked.prefix(3).map { metric, place, mean in
            let cell = zip(table.rowPaths, place.row).map { coordinateWords(Grid.Coordinate(path: $0, value: $1), in: table.grid) }
            let value = metric.text(mean) + (metric.shownUnit.isEmpty ? "" : " \(metric.shownUnit)")
            return mark("★", "best", kind: "good") + HTML(" in \(metric.label.lowercased()): \(cell.joined(separator: ", ")) (\(value))")
        }
    }
}

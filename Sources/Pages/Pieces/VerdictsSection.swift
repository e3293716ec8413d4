import Claims
import Platform
import Reports

/// What the results say to the claims, the decided ones first.
public struct VerdictsSection {
    let report: ClaimsReport

    public init(report: ClaimsReport) { self.report = report }

    /// Answers to one claim with one verdict.
    struct Group {
        var verdict: ClaimVerdict
        var claim: Claim
        var answers: [ClaimAnswer]
    }

    static let order: [ClaimVerdict] = [.supported, .contradicted, .equivalent, .measured, .undecided]

    /// The decided first; otherwise in the order of the claims.
    var groups: [Group] {
        Self.order.flatMap { verdict in
            let answers = report.answers.filter { $0.verdict == verdict }
            return unique(answers.map(\.claim)).map { claim in
                Group(verdict: verdict, claim: claim, answers: answers.filter { $0.claim == claim })
            }
        }
    }

    public var html: HTML {
        let groups = groups, decided = groups.filter { $0.verdict != .undecided }, open = groups.filter { $0.verdict == .undecided }
        let questions = open.reduce(0) { $0 + $1.answers.count }
        return section("verdicts", "Verdicts") {
            if groups.isEmpty {
                paragraph("No claim can be judged by this grid and what its jobs recorded so far.")
            } else {
                tag("p", .kind("note")) { legend }
            }
            if !decided.isEmpty { list(decided) }
            if !open.isEmpty { folded("\(counted(questions, "question")) undecided", isOpen: decided.isEmpty) { list(open) } }
            unasked
        }
    }

    private var legend: HTML {
        let used = Self.order.filter { verdict in report.answers.contains { $0.verdict == verdict } }.compactMap(VerdictMark.init)
        return HTML([
            HTML("Cells are compared within each seed; the chance of a false verdict is held at 5 % for all questions together. "),
            HTML(used.enumerated().map { $0 > 0 ? HTML("; ") + $1.html + HTML(": \($1.meaning)") : $1.html + HTML(": \($1.meaning)") }),
            HTML("."),
        ])
    }

    private func list(_ groups: [Group]) -> HTML { tag("ul", .kind("verdicts")) { groups.map(card) } }

    private func card(_ group: Group) -> HTML {
        guard let mark = VerdictMark(group.verdict) else { return .nothing }
        let compared = unique(group.answers.map(\.compared)).filter { !$0.isEmpty }
        return tag("li", .kind(mark.style)) {
            tag("p") {
                mark.html
                ": \(group.claim.statement)"
            }
            tag("ul") { group.answers.map { answer in tag("li") { evidence(answer) } } }
            if !compared.isEmpty { paragraph("Compared: \(compared.joined(separator: "; ")).", kind: "note") }
        }
    }

    /// Effect, interval, what could have been seen, seeds, and what limits it.
    private func evidence(_ answer: ClaimAnswer) -> HTML {
        let place = answer.placeWords(report.grid)
        var facts: [String] = []
        if answer.isExact { facts.append("exact") }
        if let interval = answer.interval, !answer.isExact {
            facts.append("95 % interval \(answer.plainText(interval.low)) to \(answer.plainText(interval.high))")
        }
        if let margin = answer.margin { facts.append("margin \(answer.size(margin))") }
        if let smallest = answer.smallestEffect { facts.append("smallest effect visible with these seeds \(answer.size(smallest))") }
        if answer.planned > 0 {
            let missing = answer.planned - answer.seeds
            facts.append("\(answer.seeds) of \(counted(answer.planned, "seed"))" + (missing > 0 ? ", \(missing) missing" : ""))
        }
        let more = (answer.reason.isEmpty ? [] : [answer.reason]) + needs(answer)
        return HTML([
            place.isEmpty ? .nothing : tag("strong") { place } + HTML(": "),
            HTML("\(answer.metric.label) "), tag("strong") { answer.effect.map(answer.effectText) ?? "not known" },
            HTML(facts.isEmpty ? "" : " (\(facts.joined(separator: "; ")))"),
            more.isEmpty ? .nothing : tag("span", .kind("small")) { more.map(sentence).joined(separator: " ") },
        ])
    }

    private func needs(_ answer: ClaimAnswer) -> [String] {
        var notes: [String] = []
        if answer.verdict == .undecided, let needed = answer.seedsForMargin, needed > answer.planned {
            notes.append("to find a difference of the margin in 80 of 100 cases takes \(counted(needed, "seed"))")
        }
        if !answer.remarks.isEmpty { notes.append("the sides differ in more than this: \(answer.remarks.joined(separator: ", "))") }
        return notes
    }

    private func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }

    /// Claims that this grid cannot answer, and why.
    private var unasked: HTML {
        let closed = report.answers.filter { $0.verdict == .unasked && $0.isPrimary }
        guard !closed.isEmpty else { return .nothing }
        return folded("\(counted(closed.count, "question")) not asked") {
            tag("ul") {
                unique(closed.map(\.reason)).map { reason in
                    let names = unique(closed.filter { $0.reason == reason }.map { $0.name(report.grid) })
                    return tag("li") { "\(names.joined(separator: ", ")): \(reason)" }
                }
            }
        }
    }
}

import HumanEvaluation
import Pages
import Reports
import Results
import ResultsStore

/// What people were asked about a spec's pictures, how far they are, and what they said.
struct PeoplePage {
    let view: SpecView
    private let keys: [String]
    private let chosen: StudyResults?

    init(_ library: Library, _ target: Target) throws {
        view = try SpecView(library, target)
        // The newest first.
        keys = try view.store.studyKeys(spec: view.spec.name).reversed()
        guard let key = target.value("study") ?? keys.first else {
            chosen = nil
            return
        }
        guard keys.contains(key) else { throw PageProblem(.notFound, "study=\(key): \(view.spec.name) has no such study") }
        chosen = try StudyResults(key, store: view.store)
    }

    private func results() throws -> StudyResults {
        guard let chosen else { throw PageProblem(.notFound, "Nobody was asked about \(view.spec.name).") }
        return chosen
    }

    func file() throws -> Response { try view.file(StudyReport(results()), named: "people") }

    func votes() throws -> Response {
        let results = try results()
        return try view.file(StudyVoteTable(results, votes: view.store.votes(ofStudy: results.study.key)), named: "votes")
    }

    func response() throws -> Response {
        guard let chosen else {
            return view.shell("/people", "people") {
                paragraph("Nobody was asked about these pictures yet.")
                tag("p") {
                    tag("code") { "fusiongrid rate new \(view.spec.name).yaml" }
                    " draws a study from finished jobs."
                }
            }
        }
        let listing = try listing()
        return view.shell("/people", "people") {
            listing
            heading(chosen)
            forest(chosen)
            ReportTables(StudyReport(chosen)).html
            view.copies("/people-table", papers: false)
            tag("p", .kind("copies")) {
                tag("a", .link(page(chosen.study.key).at("/people-votes"))) { "Download every vote (CSV)" }
            }
        }
    }

    private func page(_ key: String) -> Target { view.page("/people").with("study", key) }

    private func listing() throws -> HTML {
        guard keys.count > 1 else { return .nothing }
        let rows = try keys.map { try StudyResults($0, store: view.store) }
        return section("studies", "Studies") {
            tag("ul") {
                rows.map { results in
                    tag("li") {
                        results.study.key == chosen?.study.key
                            ? tag("a", .link(page(results.study.key)), Attribute("aria-current", "page")) { words(results) }
                            : tag("a", .link(page(results.study.key))) { words(results) }
                    }
                }
            }
        }
    }

    private func words(_ results: StudyResults) -> String {
        let votes = results.quality.reduce(0) { $0 + $1.votes }
        return "\(results.study.task.rawValue) of \(counted(results.study.cells.count, "cell")), \(counted(votes, "vote")), "
            + "\(results.study.key)"
    }

    private func heading(_ results: StudyResults) -> HTML {
        let study = results.study, asked = RaterSequence(study, orderSeed: 0).showings.count
        let finished = results.quality.count { $0.votes == asked }
        return HTML([
            facts([
                ("Question", HTML(study.question)), ("Cells", HTML(study.cells.map(\.label).joined(separator: "; "))),
                ("Questions a rater", HTML("\(asked)")),
                ("Raters", HTML("\(results.quality.count), of them \(finished) with all answers")),
                ("Votes", HTML("\(results.quality.reduce(0) { $0 + $1.votes })")),
            ]),
            tag("p") {
                "Raters open "
                tag("a", Attribute("href", StudyPages.invitation(to: study))) { StudyPages.invitation(to: study) }
                " on this server and give a name; whoever knows the address can vote under any name. "
                tag("code") { "fusiongrid rate link \(study.key) --rater NAME" }
                " gives somebody a code of their own, for "
                tag("code") { StudyPages.address(code: "CODE") }
                "."
            },
        ])
    }

    /// Win rates beside an even chance.
    @HTMLBuilder private func forest(_ results: StudyResults) -> HTML {
        let rates = results.study.task == .preference ? results.winRates : []
        let ends = rates.flatMap { [$0.rate.mean, $0.rate.interval?.low, $0.rate.interval?.high] }.compactMap(\.self).map { $0 - 0.5 }
        if let row = rates.isEmpty ? nil : ForestRow(ends) {
            section("rates", "Who wins") {
                paragraph("Share of votes for the first cell, ties half; the line is an even chance.", kind: "note")
                scrolling("Win rates") {
                    tag("table", .kind("results")) {
                        tag("thead") {
                            tag("tr") { ["cell", "against", "win rate", "interval"].map { name in tag("th", .column) { name } } }
                        }
                        tag("tbody") { rates.map { line($0, results.study, row) } }
                    }
                }
            }
        }
    }

    private func line(_ rate: StudyResults.WinRate, _ study: HumanStudy, _ row: ForestRow) -> HTML {
        let low = rate.rate.interval.map { $0.low - 0.5 }, high = rate.rate.interval.map { $0.high - 0.5 }
        let percent = "\((1000 * rate.rate.mean).rounded() / 10) %", names = (study.cells[rate.first].label, study.cells[rate.second].label)
        let kind = (low ?? -1) > 0 ? "good" : (high ?? 1) < 0 ? "bad" : "open"
        return tag("tr") {
            tag("th", .row) { names.0 }
            tag("td") { names.1 }
            tag("td", .kind("number")) { percent }
            tag("td") {
                row.html(
                    effect: rate.rate.mean - 0.5, low: low, high: high, margin: nil, kind: kind,
                    label: "\(names.0) wins against \(names.1) in \(percent) of votes")
            }
        }
    }
}

import Platform
import Results
import ResultsStore
import Statistics

/// The results of a study: what people prefer or count, how far they agree, and how carefully they voted.
public struct StudyReport: Report {
    public let results: StudyResults

    public init(_ results: StudyResults) { self.results = results }

    private var study: HumanStudy { results.study }
    private func label(_ cell: Int) -> String { study.cells[cell].label }

    public var shown: ShownReport {
        var tables: [DataTable] = []
        switch study.task {
        case .preference: tables += [winTable] + (strengthTable.map { [$0] } ?? [])
        case .count: tables += [countTable] + (confusionTable.map { [$0] } ?? [])
        }
        return ShownReport(tables: tables + [raterTable], notes: notes.map { Note(text: $0) }, areNotesListed: false)
    }

    // MARK: Tables

    private var winTable: DataTable {
        var table = DataTable(results.winRates) {
            Column.left("cell") { label($0.first) }
            Column.left("against") { label($0.second) }
            Column.right("votes") { "\($0.rate.votes)" }
            Column.right("better") { "\($0.better)" }
            Column.right("neither") { "\($0.ties)" }
            Column.right("worse") { "\($0.worse)" }
            Column.right("win rate [%]") { percent($0.rate.mean) }
            Column.right("95 % interval") { percents($0.rate.interval) }
            Column.right("p (Holm)") { $0.holmP.map(pText) ?? "-" }
            Column.right("all raters [%]") { percent($0.withAll) }
        }
        table.caption = "\(study.question) Ties count half."
        return table
    }

    private var strengthTable: DataTable? {
        guard study.cells.count > 2 else { return nil }
        guard let strengths = results.strengths else { return nil }
        var table = DataTable(strengths) {
            Column.left("cell") { label($0.cell) }
            Column.right("strength") { signed($0.value, digits: 2) }
            Column.right("95 % interval") { row in
                row.interval.map { "[\(signed($0.low, digits: 2)), \(signed($0.high, digits: 2))]" } ?? "-"
            }
        }
        table.caption = "Bradley-Terry: odds of being preferred are exp(difference of strengths); they add up to 0."
        return table
    }

    private var countTable: DataTable {
        var table = DataTable(results.countShares) {
            Column.left("cell") { label($0.cell) }
            Column.right("pictures") { "\($0.pictures)" }
            Column.right("votes") { "\($0.right.votes)" }
            Column.right("right, people [%]") { percent($0.right.mean) }
            Column.right("95 % interval") { percents($0.right.interval) }
            Column.right("right, oracle [%]") { $0.oracleRight.map(percent) ?? "-" }
            Column.right("people say what the oracle sees [%]") { $0.asOracle.map { percent($0.mean) } ?? "-" }
            Column.right("all raters [%]") { percent($0.withAll) }
        }
        table.caption = "\(study.question) Right: what the caption asks for."
        return table
    }

    private var confusionTable: DataTable? {
        let rows = results.confusionWithOracle().sorted { $0.key < $1.key }
        guard !rows.isEmpty else { return nil }
        var table = DataTable(rows) {
            Column.right("oracle sees") { countText($0.key) }
            (0...StudyVote.mostCounted).map { said in Column.right("said \(countText(said))") { "\($0.value[said])" } }
        }
        table.caption = "Votes by what the oracle sees and people say."
        return table
    }

    private var raterTable: DataTable {
        var table = DataTable(results.quality) {
            Column.left("rater") { $0.name }
            Column.right("votes") { "\($0.votes)" }
            Column.right("checks right") { "\($0.rightChecks)/\($0.checks)" }
            Column.right("same on repeats") { "\($0.sameAnswers)/\($0.repeats)" }
            Column.right("chose left") { $0.decided == 0 ? "-" : percent(Double($0.left) / Double($0.decided)) + " %" }
            Column.right("median s") { $0.medianSeconds.map { fixed($0, digits: 1) } ?? "-" }
            Column.left("counts") { $0.exclusion.map { "no: \($0)" } ?? "yes" }
        }
        table.caption = "Raters"
        return table
    }

    private var notes: [String] {
        let out = results.quality.count { $0.exclusion != nil }
        var notes = [
            "Intervals are over raters and captions, clustered by both: what other people would say of other captions, of these "
                + "networks. Other seeds: `claims` and `compare`.",
            "Declared before anybody voted: a rater counts with at least \(percent(study.leastChecks)) % of the attention checks right "
                + "(of \(RaterQuality.fewestChecks) at least) and a median of at least \(fixed(study.leastSeconds, digits: 1)) s. "
                + "\(out) of \(results.quality.count) \(out == 1 ? "is" : "are") kept out; \"all raters\" counts them, too. "
                + "Nobody is kept out for inconsistency: honest doubt is inconsistent.",
        ]
        let levels: [(String, KrippendorffAlpha.Level)] =
            study.task == .preference ? [("nominal", .nominal), ("ordinal", .ordinal)] : [("nominal", .nominal), ("interval", .interval)]
        let agreement = levels.compactMap { name, level in results.agreement(level).map { "\(fixed($0, digits: 2)) (\(name))" } }
        if !agreement.isEmpty { notes.append("Agreement of raters, Krippendorff's alpha: \(agreement.joined(separator: ", ")).") }
        if study.task == .count, let alpha = results.agreementWithOracle {
            notes.append("Agreement of the middle count of people with the oracle, alpha (interval): \(fixed(alpha, digits: 2)).")
        }
        for rate in results.winRates where rate.bySeed.count > 1 {
            notes.append(
                "\(label(rate.first)) against \(label(rate.second)), by seed: "
                    + rate.bySeed.map { "\($0.seed): \(percent($0.rate)) %" }.joined(separator: ", ") + ".")
        }
        if study.task == .preference, study.cells.count > 2, !results.ballots.isEmpty, results.strengths == nil {
            notes.append("No strengths: a cell never loses, or never wins, so that its strength has no bound.")
        }
        return notes
    }

    // MARK: Data

    public var data: DataTable {
        switch study.task {
        case .preference:
            DataTable(results.winRates) {
                Column("cell") { label($0.first) }
                Column("against") { label($0.second) }
                Column("votes") { $0.rate.votes }
                Column("better") { $0.better }
                Column("ties") { $0.ties }
                Column("worse") { $0.worse }
                Column("win_rate") { $0.rate.mean }
                Column("ci95_low") { $0.rate.interval?.low }
                Column("ci95_high") { $0.rate.interval?.high }
                Column("p") { $0.rate.p }
                Column("p_holm") { $0.holmP }
                Column("win_rate_all_raters") { $0.withAll }
            }
        case .count:
            DataTable(results.countShares) {
                Column("cell") { label($0.cell) }
                Column("pictures") { $0.pictures }
                Column("votes") { $0.right.votes }
                Column("right") { $0.right.mean }
                Column("ci95_low") { $0.right.interval?.low }
                Column("ci95_high") { $0.right.interval?.high }
                Column("oracle_right") { $0.oracleRight }
                Column("as_oracle") { $0.asOracle?.mean }
                Column("right_all_raters") { $0.withAll }
            }
        }
    }

    public var document: TableValue? {
        let raters = DataTable(results.quality) {
            Column("rater") { $0.name }
            Column("votes") { $0.votes }
            Column("checks") { $0.checks }
            Column("right_checks") { $0.rightChecks }
            Column("repeats") { $0.repeats }
            Column("same_answers") { $0.sameAnswers }
            Column("chose_left") { $0.left }
            Column("decided") { $0.decided }
            Column("median_seconds") { $0.medianSeconds }
            Column("kept_out") { $0.exclusion }
        }
        let strengths = DataTable(results.strengths ?? []) {
            Column("cell") { label($0.cell) }
            Column("strength") { $0.value }
            Column("ci95_low") { $0.interval?.low }
            Column("ci95_high") { $0.interval?.high }
        }
        return .object([
            "study": .text(study.key), "spec": .text(study.spec), "task": .text(study.task.rawValue), "question": .text(study.question),
            "plan": .text(study.plan), "results": data.objects, "raters": raters.objects,
            "strengths": study.task == .preference ? strengths.objects : .absent,
            "alpha_nominal": results.agreement(.nominal).tableValue, "alpha_ordinal": results.agreement(.ordinal).tableValue,
            "alpha_interval": results.agreement(.interval).tableValue,
            "alpha_with_oracle": study.task == .count ? results.agreementWithOracle.tableValue : .absent,
        ])
    }
}

private func percent(_ share: Double) -> String { fixed(100 * share, digits: 1) }

private func percents(_ interval: ConfidenceInterval?) -> String {
    interval.map { "[\(percent($0.low)), \(percent($0.high))]" } ?? "-"
}

private func countText(_ number: Int) -> String { number == StudyVote.mostCounted ? "\(number)+" : "\(number)" }

import ResultsStore

/// Every vote of a study with what it is about, for other programs: one row a vote, checks and repeats among them.
public struct StudyVoteTable: Report {
    private let rows: [Row]
    private struct Row {
        var vote: StudyVote
        var rater: RaterQuality
        var item: HumanStudy.Item
        var first: HumanStudy.Picture
        var second: HumanStudy.Picture?
        var labels: [String]
    }

    public init(_ results: StudyResults, votes: [StudyVote]) {
        let study = results.study, labels = study.cells.map(\.label)
        rows = votes.map { vote in
            let item = study.items[vote.item]
            return Row(
                vote: vote, rater: results.quality[vote.rater], item: item, first: study.pictures[item.first],
                second: item.second.map { study.pictures[$0] }, labels: labels)
        }
    }

    public var data: DataTable {
        DataTable(rows) {
            Column("rater") { $0.rater.name }
            Column("counts") { $0.rater.exclusion == nil }
            Column("place") { $0.vote.place }
            Column("item") { $0.vote.item }
            Column("showing") { $0.vote.showing }
            Column("caption") { $0.item.caption }
            Column("first_cell") { row in row.first.cell.map { row.labels[$0] } }
            Column("second_cell") { row in row.second?.cell.map { row.labels[$0] } }
            Column("seed") { $0.first.seed }
            Column("position") { $0.first.position }
            Column("first_job") { $0.first.job }
            Column("second_job") { $0.second?.job }
            Column("answer") { $0.vote.answer }
            Column("flipped") { $0.vote.isFlipped }
            Column("truth") { $0.item.truth }
            Column("asked") { $0.first.asked }
            Column("oracle") { $0.first.oracle }
            Column("seconds") { $0.vote.seconds }
        }
    }
}

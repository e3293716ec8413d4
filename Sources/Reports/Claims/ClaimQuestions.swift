import Claims
import Platform
import Statistics

/// The questions that a grid will be asked, before anything has run.
public struct ClaimQuestions: Report {
    let grid: Grid
    private let rows: [(claim: Claim, place: [Grid.Coordinate], question: AskedQuestion)]

    public init(grid: Grid) {
        self.grid = grid
        rows = grid.claims.claims.flatMap { claim in
            QuestionRows(grid: grid, claim: claim).rows().map { (claim, $0.place, $0.question) }
        }
    }

    public var shown: ShownReport {
        let table = DataTable(rows) {
            Column.left("claim") { row in
                ([row.claim.id] + row.place.map { "\(grid.shortName(of: $0.path)) \($0.value)" }).joined(separator: ", ")
            }
            Column.left("primary") { row in
                row.claim.primary.first.map { $0.metric + ($0.expected.map { " \($0.arrow)" } ?? "") } ?? ""
            }
            Column.left("margin") { $0.claim.primary.first.flatMap { $0.margin ?? grid.claims.margins[$0.metric] }?.text ?? "-" }
            Column.left("compares") { Self.words($0.question) }
        }
        let statements = grid.claims.claims.map { Note(text: "\($0.id): \($0.statement)") }
        let asked = rows.count { if case .asked = $0.question { true } else { false } }
        let seeds = grid.cells.map(\.jobs.count).max() ?? 0
        let least = SignFlipTest.smallestP(pairs: seeds)
        let floor =
            "\(asked) of \(rows.count) questions can be asked. "
            + "\(seeds) \(seeds == 1 ? "seed reaches" : "seeds reach") p \(pText(least)) at best"
            + (least > QuestionFamily.level
                ? "; \(SignFlipTest.pairsNeeded(level: QuestionFamily.level) ?? 6) are needed for any verdict." : ".")
        return ShownReport(tables: rows.isEmpty ? [] : [table], notes: statements + [Note(text: floor)])
    }

    public var data: DataTable {
        DataTable(rows) {
            Column("claim") { $0.claim.id }
            Column("statement") { $0.claim.statement }
            Column.coordinates(unique(rows.flatMap { $0.place.map(\.path) })) { $0.place }
            Column("metric") { $0.claim.primary.first?.metric ?? "" }
            Column("expected") { TableValue.unlessNil($0.claim.primary.first?.expected?.rawValue) }
            Column("margin") { $0.claim.primary.first.flatMap { $0.margin ?? grid.claims.margins[$0.metric] }?.text ?? "" }
            Column("compares") { Self.words($0.question) }
            Column("asked") { row in if case .asked = row.question { true } else { false } }
        }
    }

    private static func words(_ question: AskedQuestion) -> String {
        switch question {
        case .asked(let contrast): contrast.text
        case .incomplete(let missing, let jobs):
            "not asked: \(missing.count) \(missing.count == 1 ? "cell is" : "cells are") missing (\(jobs) jobs): "
                + missing.prefix(4).joined(separator: "; ") + (missing.count > 4 ? "; ..." : "")
        case .absent(let reason): "not asked: \(reason)"
        }
    }
}

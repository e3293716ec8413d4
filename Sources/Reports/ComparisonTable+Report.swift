import Platform
import ResultsStore

/// Text, Markdown and LaTeX show "mean ± 95 % CI (sd, done/planned)" or, of two seeds, "mean (value, value; done/planned)"; a
/// metric's best cell (see ``best(metric:)``) is marked. CSV and JSON have one row per cell and metric with stored units.
extension ComparisonTable: Report {
    public var shown: ShownReport {
        let best = metrics.indices.map { self.best(metric: $0) }
        var shown = Column<[String]>.coordinates(rowPaths, of: grid) { zip(rowPaths, $0).map(Grid.Coordinate.init) }
        for column in columns {
            let place = zip(columnPaths, column).map { "\(grid.shortName(of: $0))=\($1)" }.joined(separator: " ")
            for (index, metric) in metrics.enumerated() {
                let names = [metric.labelWithUnit, shortName(metric)].map { (place.isEmpty ? "" : place + ": ") + $0 + metric.arrow }
                shown.append(
                    Column(head: ColumnHead(name: names[0], short: names[1], alignment: .right)) { row -> TableValue in
                        let text = summary(row: row, column: column, metric: index)?.text(metric) ?? ""
                        return best[index] == TablePlace(row: row, column: column) ? .marked(text) : .text(text)
                    })
            }
        }
        return ShownReport(
            tables: [
                DataTable(rows) {
                    shown
                }
            ], notes: notes, areNotesListed: false)
    }

    private var notes: [Note] {
        var text =
            "Mean ± 95 % confidence interval (Student t) over seeds; in brackets the sample standard deviation and "
            + "seeds done of seeds planned."
        if facts.contains(where: \.summary.showsValues) {
            text += " Of two values both stand in brackets: an interval from two reaches 9 standard deviations either way."
        }
        let mark = "best, and the 95 % interval of its seed-paired difference from every other complete cell excludes 0."
        let isMarked = metrics.indices.contains { best(metric: $0) != nil }
        return [Note(text: text, mark: isMarked ? mark : nil)] + stepNotes
            + metrics.compactMap { metric in samplingNote(metric).map { Note(text: "\(metric.id): \($0)") } }
            + zip(metrics, gaps).flatMap { metric, reasons in reasons.map { Note(text: "\(metric.id) \($0)") } }
    }

    /// How much of the spread comes of too few pictures rather than seeds; nil for what is no share of pictures.
    func samplingNote(_ metric: MetricDefinition) -> String? {
        let shares = facts.filter { $0.metric.id == metric.id }.compactMap { samplingShare($0.coordinates, metric) }.sorted()
        guard !shares.isEmpty else { return nil }
        let middle = shares[shares.count / 2]
        return "the number of pictures alone makes \(fixed(100 * middle, digits: 0)) % of the variance between seeds"
            + (middle >= 0.5 ? "; more pictures tell more than more seeds." : ".")
    }

    /// The metric's id without a split that goes without saying, and its unit where that is short.
    private func shortName(_ metric: MetricDefinition) -> String {
        var name = metric.id
        for split in ["/all", "/cost"] where name.hasSuffix(split) { name.removeLast(split.count) }
        return (1...12).contains(metric.shownUnit.count) ? "\(name) [\(metric.shownUnit)]" : name
    }

    private struct Entry {
        var coordinates: [Grid.Coordinate]
        var metric: MetricDefinition
        var summary: CellSummary
        var isBest: Bool
    }

    /// Every cell and metric, metric by metric within a cell.
    private var facts: [Entry] {
        let best = metrics.indices.map { self.best(metric: $0) }
        return rows.flatMap { row in
            columns.flatMap { column in
                metrics.enumerated().compactMap { index, metric in
                    summary(row: row, column: column, metric: index).map {
                        Entry(
                            coordinates: zip(rowPaths + columnPaths, row + column).map(Grid.Coordinate.init), metric: metric, summary: $0,
                            isBest: best[index] == TablePlace(row: row, column: column))
                    }
                }
            }
        }
    }

    public var data: DataTable {
        DataTable(facts) {
            Column.coordinates(rowPaths + columnPaths) { $0.coordinates }
            Column("metric") { $0.metric.id }
            Column("unit") { $0.metric.unit }
            Column("direction", in: .json) { TableValue.unlessNil($0.metric.direction?.rawValue) }
            Column("planned") { $0.summary.planned }
            Column("n") { $0.summary.count }
            Column("mean") { $0.summary.mean }
            Column("standard_deviation") { $0.summary.standardDeviation }
            Column("ci95_low") { $0.metric.isMeasured ? nil : $0.summary.low }
            Column("ci95_high") { $0.metric.isMeasured ? nil : $0.summary.high }
            Column("diverged") { $0.summary.diverged }
            Column("failed") { $0.summary.failed }
            Column("running") { $0.summary.running }
            Column("pending") { $0.summary.pending }
            Column("not_finite", in: .csv) { $0.summary.nonFinite }
            Column("not_recorded", in: .csv) { $0.summary.unrecorded }
            Column("sampling_share") { samplingShare($0.coordinates, $0.metric) }
            Column("best") { $0.isBest }
            if !stepNotes.isEmpty {
                Column("at") { results.choice(for: $0.metric).description }
                Column("at_step") { results.step(of: $0.metric) }
            }
            Column("seeds", in: .json) { $0.summary.outcomes.map(\.object) }
        }
    }

    public var document: TableValue? {
        .object(["spec": .text(grid.name), "rows": rowPaths.tableValue, "columns": columnPaths.tableValue, "entries": data.objects])
    }
}

extension SeedOutcome {
    /// As JSON has it, which has no numbers for "nan", "inf" and "-inf".
    fileprivate var object: TableValue {
        let finite = value.flatMap { $0.isFinite ? $0 : nil }
        return .object([
            "seed": seed.tableValue, "job": .text(key), "state": .text(state.rawValue), "value": finite.tableValue,
            "not_finite": .unlessNil(finite == nil ? value.map(shortest) : nil),
        ])
    }
}

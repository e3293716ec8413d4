import Platform
import Results

/// For narrow terminals: what readers ask for first, "30.2 ±0.7" in units that a column shares.
extension ComparisonTable {
    /// The order in which room is given to metrics that nobody named: are the pictures right, are they good, does the network predict
    /// well, what does it cost, does it read its text.
    private static let foremost = [
        Metric.oracle["all"].name(on: .all).description, Metric.frechetDistance.name(on: .all).description,
        Metric.x0Error.name(on: .validation).description, Metric.executedForwardFLOPs.name(on: .cost).description,
        Metric.clipScore.name(on: .all).description, Metric.x0TextUseGap.name(on: .validation).description,
    ]

    /// Indices of the metrics, those that matter most first.
    var metricsByImportance: [Int] {
        guard isDefault else { return Array(metrics.indices) }
        func rank(_ index: Int) -> Int { Self.foremost.firstIndex(of: metrics[index].id) ?? Self.foremost.count }
        return metrics.indices.sorted { (rank($0), $0) < (rank($1), $1) }
    }

    /// Values of two seeds need no interval to say how far apart they lie.
    func numberScale(metric index: Int) -> NumberScale {
        let summaries = rows.flatMap { row in columns.compactMap { summary(row: row, column: $0, metric: index) } }
        return NumberScale(
            metrics[index], values: summaries.compactMap(\.mean),
            spreads: metrics[index].isMeasured ? [] : summaries.compactMap { $0.showsValues ? $0.valueRange.map { $1 - $0 } : $0.halfWidth }
        )
    }

    /// How many seeds the values of a row are of, at most.
    func count(row: [String]) -> Int {
        columns.flatMap { column in metrics.indices.compactMap { summary(row: row, column: column, metric: $0)?.count } }.max() ?? 0
    }

    public var brief: ShownReport {
        let order = metricsByImportance, scales = metrics.indices.map(numberScale), best = metrics.indices.map { self.best(metric: $0) }
        var shown = Column<[String]>.coordinates(rowPaths, of: grid) { zip(rowPaths, $0).map(Grid.Coordinate.init) }
        shown.append(
            Column.right("seeds") { row in
                let planned = columns.compactMap { summary(row: row, column: $0, metric: 0)?.planned }.max() ?? 0
                return "\(count(row: row))/\(planned)"
            }.room(.kept, liftsConstant: true))
        for column in columns {
            let place = zip(columnPaths, column).map { "\(grid.shortName(of: $0))=\($1)" }.joined(separator: " ")
            for (rank, index) in order.enumerated() {
                let metric = metrics[index], scale = scales[index], unit = scale.unit(metric)
                shown.append(
                    Column(
                        head: ColumnHead(
                            name: metric.shortName + (unit.isEmpty ? "" : " [\(unit)]") + metric.arrow, alignment: .right,
                            room: .yielding(rank), span: place.isEmpty ? nil : place, id: metric.shortName)
                    ) { row -> TableValue in
                        guard let summary = summary(row: row, column: column, metric: index) else { return .text("") }
                        let text = summary.briefText(metric, scale, of: count(row: row))
                        return best[index] == TablePlace(row: row, column: column) ? .marked(text) : .text(text)
                    })
            }
        }
        return ShownReport(
            tables: [DataTable(rows) { shown }], notes: briefNotes + MissingJobs(grid: grid, results: results).notes(limit: 4),
            areNotesListed: false,
            wayToAll: "--wide shows all, --metric NAME any.")
    }

    private var briefNotes: [Note] {
        var text =
            "±: half of the 95 % interval (Student t) of the mean over seeds; alone stands what has none: one seed, equal seeds, speeds."
        let all = rows.flatMap { row in
            columns.flatMap { column in metrics.indices.compactMap { summary(row: row, column: column, metric: $0) } }
        }
        if all.contains(where: \.showsValues) { text += " Of two seeds both values stand: least…greatest." }
        let isMarked = metrics.indices.contains { best(metric: $0) != nil }
        return [Note(text: text, mark: isMarked ? "best, and surely better than every other cell (95 % interval)." : nil)]
            + stepNotes
            + metrics.compactMap { metric in
                samplingNote(metric).map { Note(text: "\(metric.shortName): \($0)", subject: metric.shortName) }
            }
            + zip(metrics, gaps).flatMap { metric, reasons in
                reasons.map { Note(text: "\(metric.shortName): \($0)", subject: metric.shortName) }
            }
    }
}

extension CellSummary {
    /// Least and greatest finite value; nil without any.
    var valueRange: (low: Double, high: Double)? {
        let values = outcomes.compactMap(\.value).filter(\.isFinite)
        return values.min().flatMap { low in values.max().map { (low, $0) } }
    }

    /// "30.2 ±0.7", of two seeds "29.9…30.5", else the mean alone, or why there is none.
    /// - Parameter usual: how many values the row has; another number is told.
    func briefText(_ metric: MetricDefinition, _ scale: NumberScale, plusMinus: String = "±", of usual: Int) -> String {
        guard let mean else { return troubles.first.map { String($0.prefix { $0 != "/" && !$0.isNumber }).trimmedBlanks } ?? "-" }
        let estimate: String
        if metric.isMeasured || standardDeviation == 0 || halfWidth == nil {
            estimate = scale.text(mean)
        } else if showsValues, let (low, high) = valueRange {
            estimate = "\(scale.text(low))…\(scale.text(high))"
        } else {
            estimate = "\(scale.text(mean)) \(plusMinus)\(scale.text(halfWidth ?? 0))"
        }
        return count == usual ? estimate : "\(estimate) (n=\(count))"
    }
}

extension String {
    fileprivate var trimmedBlanks: String { String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)]) }
}

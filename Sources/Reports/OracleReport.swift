import Foundation
import Results
import ResultsStore
import Statistics

/// What the oracle says about a grid's pictures, counted: accuracies with Wilson intervals, and how many objects are
/// seen where so many are asked for.
///
/// Pictures of a cell's done seeds are pooled. The intervals are over pictures: how well these networks do, not how other
/// seeds would.
public struct OracleReport {
    /// Greatest number of objects that a column of the confusion matrix stands for, "or more" included.
    static let mostSeen = 9

    let grid: Grid
    private let results: GridResults
    private let finals: [String: [MetricName: MetricPoint]]

    public init(grid: Grid, store: ResultsDatabase) throws {
        self.grid = grid
        results = try GridResults(grid: grid, store: store, metrics: [])
        finals = try store.finalMetrics(grid.cells.flatMap(results.doneKeys))
    }

    /// One share of a cell's pictures.
    struct Accuracy: Equatable {
        var right: Int
        var pictures: Int
        var interval: ConfidenceInterval
        var share: Double { Double(right) / Double(pictures) }
    }

    /// The share of pictures of a cell on which `question` holds; nil when there are none.
    /// - Parameter objects: only captions that ask for so many objects; nil for all.
    func accuracy(_ cell: Grid.Cell, _ question: String, split: Metric.Split, objects: Int?) -> Accuracy? {
        let (share, ownCount, count) = names(question, split, objects)
        var right = 0, pictures = 0
        for key in results.doneKeys(cell) {
            guard let values = finals[key], let share = values[share]?.value, let count = (values[ownCount] ?? values[count])?.value
            else { continue }
            right += Int((share * count).rounded())
            pictures += Int(count)
        }
        guard let interval = SeedStatistics.wilsonInterval(successes: right, trials: pictures) else { return nil }
        return Accuracy(right: right, pictures: pictures, interval: interval)
    }

    /// Pictures of a cell by objects asked for (row) and seen (0 to ``mostSeen``); rows without pictures are missing.
    func confusion(_ cell: Grid.Cell, split: Metric.Split = .all) -> [Int: [Int]] {
        let names = (1...Self.mostSeen).map { asked in (0...Self.mostSeen).map { Metric.countConfusion[asked, $0].name(on: split) } }
        var rows: [Int: [Int]] = [:]
        for key in results.doneKeys(cell) {
            guard let values = finals[key] else { continue }
            for asked in 1...Self.mostSeen {
                let row = names[asked - 1].map { Int(values[$0]?.value ?? 0) }
                guard row.contains(where: { $0 > 0 }) else { continue }
                rows[asked] = rows[asked].map { zip($0, row).map { $0 + $1 } } ?? row
            }
        }
        return rows
    }

    typealias Row = (cell: Grid.Cell, split: Metric.Split, objects: Int?, question: String, found: Accuracy)

    /// One row a cell, split, number of objects (or all) and question, with a 95 % Wilson interval.
    public var accuracies: OracleTable {
        var rows: [Row] = []
        for cell in grid.cells {
            for split in [Metric.Split].samples {
                for objects in [nil] + (1...Self.mostSeen).map({ Optional($0) }) {
                    for (question, _) in MetricTable.oracleQuestions {
                        guard let found = accuracy(cell, question, split: split, objects: objects) else { continue }
                        rows.append((cell, split, objects, question, found))
                    }
                }
            }
        }
        let data = DataTable(rows) {
            coordinates(\.cell)
            Column("captions") { $0.split.rawValue }
            Column("objects") { $0.objects.map { "\($0)" } ?? "any" }
            Column("question") { $0.question }
            Column("right") { $0.found.right }
            Column("pictures") { $0.found.pictures }
            Column("share", digits: .decimals(3)) { $0.found.share }
            Column("wilson95_low", digits: .decimals(3)) { $0.found.interval.low }
            Column("wilson95_high", digits: .decimals(3)) { $0.found.interval.high }
        }
        func percent(_ share: Double) -> String { fixed(100 * share, digits: 1) }
        let brief = DataTable(rows) {
            Column.left("cell") { grid.label(of: $0.cell) }.room(.heading)
            Column.left("captions") { $0.split.rawValue }
            Column.right("objects") { $0.objects.map { "\($0)" } ?? "any" }
            Column.left("question") { $0.question }
            Column.right("right of") { "\($0.found.right)/\($0.found.pictures)" }
            Column.right("share [%]") { percent($0.found.share) }
            Column.right("95 % interval") { "[\(percent($0.found.interval.low)), \(percent($0.found.interval.high))]" }
        }
        return OracleTable(data: data, paper: paper(rows), brief: ShownReport(tables: [brief]))
    }

    /// One row a cell and number of objects asked for, one column a number seen.
    public var confusion: OracleTable {
        typealias Row = (cell: Grid.Cell, asked: Int, seen: [Int])
        let rows = grid.cells.flatMap { cell in confusion(cell).sorted { $0.key < $1.key }.map { Row(cell, $0.key, $0.value) } }
        let data = DataTable(rows) {
            coordinates(\.cell)
            Column("asked") { $0.asked }
            (0...Self.mostSeen).map { seen in
                Column(seen == Self.mostSeen ? "seen_\(seen)_or_more" : "seen_\(seen)") { $0.seen[seen] }
            }
        }
        let brief = DataTable(rows) {
            Column.left("cell") { grid.label(of: $0.cell) }.room(.heading)
            Column("asked") { $0.asked }
            (0...Self.mostSeen).map { seen in
                Column(seen == 0 ? "seen 0" : seen == Self.mostSeen ? "\(seen) or more" : "\(seen)") { $0.seen[seen] }
            }
        }
        return OracleTable(data: data, brief: ShownReport(tables: [brief]))
    }

    private func coordinates<Row>(_ cell: @escaping (Row) -> Grid.Cell) -> [Column<Row>] {
        grid.paths.map { path in Column(grid.shortName(of: path)) { cell($0).value(of: path) ?? "" } }
    }

    /// The share of right pictures, and of how many: of those that were asked this, where it was not all.
    private func names(_ question: String, _ split: Metric.Split, _ objects: Int?) -> (
        share: MetricName, ownCount: MetricName, count: MetricName
    ) {
        func name(_ question: String) -> MetricName {
            (objects.map { Metric.oracleByObjects[question, $0] } ?? Metric.oracle[question]).name(on: split)
        }
        return (name(question), name("\(question)_images"), name("images"))
    }
}

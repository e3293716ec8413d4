import Foundation
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

    private let grid: Grid
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
    func accuracy(_ cell: Grid.Cell, _ question: String, split: String, objects: Int?) -> Accuracy? {
        let suffix = objects.map { "_objects_\($0)" } ?? ""
        var right = 0, pictures = 0
        for key in results.doneKeys(cell) {
            guard let share = value(key, "oracle_\(question)\(suffix)", split),
                let count = value(key, "oracle_\(question)_images\(suffix)", split) ?? value(key, "oracle_images\(suffix)", split)
            else { continue }
            right += Int((share * count).rounded())
            pictures += Int(count)
        }
        guard let interval = SeedStatistics.wilsonInterval(successes: right, trials: pictures) else { return nil }
        return Accuracy(right: right, pictures: pictures, interval: interval)
    }

    /// Pictures of a cell by objects asked for (row) and seen (0 to ``mostSeen``); rows without pictures are missing.
    func confusion(_ cell: Grid.Cell, split: String = "all") -> [Int: [Int]] {
        var rows: [Int: [Int]] = [:]
        for key in results.doneKeys(cell) {
            for asked in 1...Self.mostSeen {
                let row = (0...Self.mostSeen).map { Int(value(key, "count_confusion_\(asked)_\($0)", split) ?? 0) }
                guard row.contains(where: { $0 > 0 }) else { continue }
                rows[asked] = rows[asked].map { zip($0, row).map { $0 + $1 } } ?? row
            }
        }
        return rows
    }

    /// One row a cell, split, number of objects (or all) and question, with a 95 % Wilson interval.
    /// - Parameter digits: decimals of shares; nil for all.
    public func accuracyTable(digits: Int?) -> QueryResult {
        var rows: [[SQLValue]] = []
        for cell in grid.cells {
            for split in ["all", "seen", "held-out"] {
                for objects in [nil] + (1...Self.mostSeen).map({ Optional($0) }) {
                    for (question, _) in MetricRegistry.oracleQuestions {
                        guard let found = accuracy(cell, question, split: split, objects: objects) else { continue }
                        rows.append(
                            coordinates(cell) + [
                                .text(split), .text(objects.map { "\($0)" } ?? "any"), .text(question),
                                .integer(Int64(found.right)), .integer(Int64(found.pictures)), real(found.share, digits),
                                real(found.interval.low, digits), real(found.interval.high, digits),
                            ])
                    }
                }
            }
        }
        return QueryResult(
            columns: names + ["captions", "objects", "question", "right", "pictures", "share", "wilson95_low", "wilson95_high"],
            rows: rows)
    }

    /// One row a cell and number of objects asked for, one column a number seen.
    public func confusionTable() -> QueryResult {
        let rows = grid.cells.flatMap { cell in
            confusion(cell).sorted { $0.key < $1.key }.map { asked, row in
                coordinates(cell) + [.integer(Int64(asked))] + row.map { .integer(Int64($0)) }
            }
        }
        return QueryResult(
            columns: names + ["asked"] + (0...Self.mostSeen).map { $0 == Self.mostSeen ? "seen_\($0)_or_more" : "seen_\($0)" },
            rows: rows)
    }

    private var names: [String] { grid.paths.map(grid.shortName) }

    private func coordinates(_ cell: Grid.Cell) -> [SQLValue] {
        grid.paths.map { .text(cell.value(of: $0) ?? "") }
    }

    private func value(_ key: String, _ name: String, _ split: String) -> Double? {
        finals[key]?[MetricName(name, split)]?.value
    }

    private func real(_ value: Double, _ digits: Int?) -> SQLValue {
        guard let digits else { return .real(value) }
        let factor = pow(10, Double(digits))
        return .real((value * factor).rounded() / factor)
    }
}

import Foundation
import ResultsStore

extension StoreListing {
    /// One row a spec, for people.
    /// - Parameter bytesText: how bytes are written.
    public func specTable(_ bytesText: @escaping (Int) -> String) -> DataTable {
        DataTable(groups) {
            Column<Group>.left("spec") { $0.spec ?? "(no spec)" }.room(.label)
            Column<Group>.right("cells") { "\($0.grid.cells.count)" }.room(.yielding(2))
            Column<Group>.left("jobs") { $0.totals.jobsText }
            Column<Group>.left("best by \(metric.shortName)\(metric.arrow)") { bestText($0) }
            Column<Group>.right("CPU hours") { hoursText($0.totals.coreSeconds) }.room(.yielding(1))
            Column<Group>.right("on disk") { bytesText($0.totals.bytes.values.reduce(0, +)) }.room(.yielding(3))
            Column<Group>.left("last change") { dayText($0.totals.lastChange) }.room(.yielding(4))
        }
    }

    /// One row a cell of a spec, for people.
    public func cellTable(_ group: Group, _ bytesText: @escaping (Int) -> String) -> DataTable {
        DataTable(group.grid.cells.indices) {
            Column.coordinates(group.grid.paths, of: group.grid) { group.grid.cells[$0].coordinates }
            Column<Int>.left("jobs") { group.cellTotals[$0].jobsText }
            Column<Int>.left("\(metric.shortName)\(metric.arrow)") { group.summaries[$0].text(metric) }
            Column<Int>.right("CPU hours") { hoursText(group.cellTotals[$0].coreSeconds) }.room(.yielding(1))
            Column<Int>.right("on disk") { bytesText(group.cellTotals[$0].bytes.values.reduce(0, +)) }.room(.yielding(2))
        }
    }

    /// "point=2: 0.0312 (4/4)".
    private func bestText(_ group: Group) -> String {
        guard let best = group.best, let mean = group.summaries[best].mean else { return "" }
        let summary = group.summaries[best]
        return "\(group.grid.label(of: group.grid.cells[best])): \(metric.text(mean)) (\(summary.count)/\(summary.planned))"
    }

    // MARK: For machines

    struct Document: Encodable {
        struct Row: Encodable {
            var spec: String?
            var cells: Int
            var jobs: [String: Int]
            var archived: Int
            var coreSeconds: Double
            var bytes: [String: Int]
            var lastChange: String?
            var best: Cell?
        }
        struct Cell: Encodable {
            var options: [String: String]
            var seeds: [Int]
            var keys: [String]
            var jobs: [String: Int]
            var mean: Double?
            var count: Int
            var planned: Int
            var coreSeconds: Double
            var bytes: [String: Int]
        }
        var metric: String
        var specs: [Row]?
        var cells: [Cell]?
    }

    /// The specs as JSON; numbers in stored units.
    public func specDocument() -> some Encodable {
        Document(
            metric: metric.id,
            specs: groups.map { group in
                Document.Row(
                    spec: group.spec, cells: group.grid.cells.count, jobs: group.totals.stateNames, archived: group.totals.archived,
                    coreSeconds: group.totals.coreSeconds, bytes: group.totals.kindNames,
                    lastChange: group.totals.lastChange?.ISO8601Format(), best: group.best.map { cell(group, $0) })
            })
    }

    /// A spec's cells as JSON; numbers in stored units.
    public func cellDocument(_ group: Group) -> some Encodable {
        Document(metric: metric.id, cells: group.grid.cells.indices.map { cell(group, $0) })
    }

    private func cell(_ group: Group, _ index: Int) -> Document.Cell {
        let cell = group.grid.cells[index], summary = group.summaries[index], totals = group.cellTotals[index]
        return Document.Cell(
            options: Dictionary(uniqueKeysWithValues: cell.coordinates.map { ($0.path, $0.value) }), seeds: cell.jobs.map(\.seed),
            keys: cell.jobs.map(\.key), jobs: totals.stateNames, mean: summary.mean, count: summary.count, planned: summary.planned,
            coreSeconds: totals.coreSeconds, bytes: totals.kindNames)
    }
}

extension StoreListing.Totals {
    /// "4 done, 1 error; 2 archived".
    public var jobsText: String {
        let counts = states.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", ")
        return [counts, archived > 0 ? "\(archived) archived" : ""].filter { !$0.isEmpty }.joined(separator: "; ")
    }

    fileprivate var stateNames: [String: Int] { Dictionary(uniqueKeysWithValues: states.map { ($0.key.rawValue, $0.value) }) }
    fileprivate var kindNames: [String: Int] { Dictionary(uniqueKeysWithValues: bytes.map { ($0.key.rawValue, $0.value) }) }
}

/// Hours with three significant digits.
public func hoursText(_ seconds: Double) -> String { seconds == 0 ? "0" : significant(seconds / 3600, digits: 3) }

private func dayText(_ date: Date?) -> String { date.map { String($0.ISO8601Format().prefix(10)) } ?? "" }

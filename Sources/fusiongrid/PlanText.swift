import Foundation
import Reports
import Runner

/// The plan as a table.
struct PlanText {
    let plan: SweepPlan
    let grid: Grid
    let limit: Int
    /// Which results come from other code.
    let otherCode: String?

    /// - Parameter width: columns of the terminal it is for; nil for lines of any length.
    func rendered(width: Int?) throws -> String {
        let lines = [headline, ""] + alignedLines(rows, [.left, .left] + Array(repeating: .right, count: 5)) + more + [""] + notes
        guard let width, lines.contains(where: { $0.count > width }) else { return lines.joined(separator: "\n") }
        let cells = Array(zip(grid.cells, rows.dropFirst()))
        let table = DataTable(cells) {
            Column.coordinates(grid.paths, of: grid) { $0.0.coordinates }
            (1..<7).map { column in
                Column<(Grid.Cell, [String])>.plan(rows[0][column], isText: column == 1) { $0.1[column] }
            }
        }
        return String(try CaptionedTable(headline, table, notes: more + notes).rendered(.text, width: width).dropLast())
    }

    private var shown: [SweepPlan.CellPlan] { limit == 0 ? plan.cells : Array(plan.cells.prefix(limit)) }

    private var headline: String { "\(plan.name): \(plan.cells.count) cells x \(plan.seeds.count) seeds\(varied) = \(counts(plan.totals))" }

    private var more: [String] {
        shown.count < plan.cells.count ? ["... \(plan.cells.count - shown.count) more cells (--cells 0)"] : []
    }

    private var rows: [[String]] {
        [["cell", "jobs", "params", "ref GFLOP", "exec GFLOP", "memory", "time"]]
            + shown.map { cell in
                [
                    cell.label.isEmpty ? "(base)" : cell.label, counts(cell.jobs), number(Double(cell.parameters) / 1e6, "M"),
                    String(format: "%.3f", Double(cell.referenceForwardFLOPs) / 1e9),
                    String(format: "%.3f", Double(cell.executedForwardFLOPs) / 1e9),
                    number(Double(cell.memoryBytes) / 1e6, " MB"),
                    cell.remainingSeconds > 0 ? durationText(cell.remainingSeconds) : "-",
                ]
            }
    }

    private var notes: [String] {
        var lines: [String] = []
        if plan.estimatedSeconds > 0 {
            let encoders = plan.encoders > 0 ? ", \(plan.encoders) mini-clip(s) to train first included" : ""
            lines.append(
                "About \(durationText(plan.estimatedSeconds))\(encoders), with \(plan.workers) worker(s) x \(plan.threads) thread(s), "
                    + "\(number(Double(plan.peakMemoryBytes) / 1e6, " MB")) of memory; rate "
                    + String(format: "%.0f", plan.assumedGflops) + " GFLOP/s a worker (\(plan.rateSource)).")
            if plan.quietSeconds < 0.85 * plan.estimatedSeconds {
                lines.append("This machine is busy: alone on it about \(durationText(plan.quietSeconds)).")
            }
        } else {
            lines.append("Nothing to run.")
        }
        if plan.sharedJobs > 0 {
            lines.append(
                "\(plan.sharedJobs) job(s) take over the weights and curves of a job that trains the same: only sampling and evaluation "
                    + "are theirs.")
        }
        if let otherCode { lines.append(otherCode) }
        return lines
    }

    private var varied: String { plan.varied.isEmpty ? "" : " (with \(plan.varied.joined(separator: ", ")))" }

    private func counts(_ counts: [String: Int]) -> String {
        let order = ["new", "interrupted", "running", "done"]
        let known = order.compactMap { word in counts[word].map { "\($0) \(word)" } }
        let others = counts.keys.filter { !order.contains($0) }.sorted().map { "\(counts[$0]!) \($0)" }
        return (known + others).joined(separator: ", ")
    }

    private func number(_ value: Double, _ unit: String) -> String {
        String(format: value < 10 ? "%.2f" : "%.0f", value) + unit
    }
}

extension Column {
    fileprivate static func plan(_ name: String, isText: Bool, _ text: @escaping (Row) -> String) -> Column {
        isText ? left(name, text) : right(name, text)
    }
}

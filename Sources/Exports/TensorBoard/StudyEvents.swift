import Foundation
import Reports
import Results
import ResultsStore

/// A study as runs of TensorBoard: one a job under `seeds/`, and for every cell the mean over its seeds with both ends of the
/// interval under `cells/`, because TensorBoard draws runs one by one.
struct StudyEvents {
    static let fileName = "events.out.tfevents.0.fusiongrid"

    /// A folder with one file of events.
    struct Run {
        let name: String
        let isJob: Bool
        let events: () throws -> Data
    }

    /// Read by the table of hyperparameters.
    let experiment: Data
    let runs: [Run]

    /// Scalars of a run by step.
    private typealias Steps = [Int: [(tag: String, value: Double)]]

    init(_ study: Study) throws {
        let states = try study.store.states(study.keys)
        let measured = try study.store.measurements(study.keys)
        let names = try study.store.metricNames().filter { MetricTable.metric(named: $0.name)?.role != .breakdown }
        let cellNames = Self.folderNames(study.grid)
        // Latest change of any job: the same store gives the same bytes.
        let newest = states.values.map(\.updated.timeIntervalSince1970).max() ?? 0
        let swept = study.sweptPaths.filter(study.grid.paths.contains)
        experiment = Self.experiment(study, names, swept, wallTime: newest)

        let jobs = study.jobs.filter { states[$0.key] != nil }.map { job in
            Run(name: "seeds/\(cellNames[job.cell])/seed-\(job.seed)", isJob: true) {
                let status = states[job.key]!, seconds = status.updated.timeIntervalSince1970
                var file = EventFile(wallTime: seconds)
                let options = job.options.filter { swept.contains($0.path) }.map { (name: $0.path, value: $0.value) }
                file.plugin(
                    Hyperparameters.plugin, tag: Hyperparameters.startTag,
                    Hyperparameters.start(options: options, group: cellNames[job.cell], seconds: seconds))
                var steps: Steps = [:]
                for name in names {
                    for point in try study.store.curves(name, jobs: [job.key])[job.key] ?? [] {
                        steps[point.step, default: []].append((name.description, point.value))
                    }
                }
                let last = steps.keys.max() ?? 0
                for (name, value) in (measured[job.key] ?? [:]).sorted(by: { $0.key < $1.key }) {
                    steps[last, default: []].append(("machine/\(name)", value))
                }
                file.add(steps)
                if status.state == .done || status.state.isFailure {
                    file.plugin(
                        Hyperparameters.plugin, tag: Hyperparameters.endTag,
                        Hyperparameters.end(succeeded: status.state == .done, seconds: seconds))
                }
                return file.data
            }
        }
        let cells = study.grid.cells.enumerated().flatMap { index, cell -> [Run] in
            let done = cell.jobs.map(\.key).filter { states[$0]?.state == .done }
            guard !done.isEmpty else { return [] }
            let bands = LazyBands { try Self.bands(study.store, names, done) }
            let parts: [(name: String, value: (SeedBand) -> Double?)] = [
                ("mean", { $0.mean }), ("low", { $0.reach?.lowerBound }), ("high", { $0.reach?.upperBound }),
            ]
            // One seed has no ends.
            return parts.prefix(done.count > 1 ? 3 : 1).map { part in
                Run(name: "cells/\(cellNames[index])/\(part.name)", isJob: false) {
                    var file = EventFile(wallTime: newest)
                    file.add(try bands.get().mapValues { values in values.compactMap { tag, band in part.value(band).map { (tag, $0) } } })
                    return file.data
                }
            }
        }
        runs = jobs + cells
    }

    /// Over the finite values of the seeds that have the step, as the figures draw them.
    private static func bands(_ store: ResultsDatabase, _ names: [MetricName], _ keys: [String]) throws -> [Int: [(String, SeedBand)]] {
        var steps: [Int: [(String, SeedBand)]] = [:]
        for name in names {
            var values: [Int: [Double]] = [:]
            let curves = try store.curves(name, jobs: keys)
            for key in keys {
                for point in curves[key] ?? [] where point.value.isFinite { values[point.step, default: []].append(point.value) }
            }
            for (step, values) in values {
                if let band = SeedBand(values) { steps[step, default: []].append((name.description, band)) }
            }
        }
        return steps
    }

    private static func experiment(_ study: Study, _ names: [MetricName], _ swept: [String], wallTime: Double) -> Data {
        let options = swept.map { path in
            var values: [TableValue] = []
            for job in study.jobs {
                if let value = job.options.first(where: { $0.path == path })?.value, !values.contains(value) { values.append(value) }
            }
            return (name: path, values: values)
        }
        let metrics = names.filter { name in
            let metric = MetricTable.metric(named: name.name)
            return metric?.role == .quality && metric?.splits.first?.rawValue == name.split
        }
        var file = EventFile(wallTime: wallTime)
        file.plugin(
            Hyperparameters.plugin, tag: Hyperparameters.experimentTag,
            Hyperparameters.experiment(name: study.grid.name, options: options, metrics: metrics.map(\.description)))
        return file.data
    }

    /// A folder for each cell: its label without what file systems dislike, numbered where two would be alike.
    static func folderNames(_ grid: Grid) -> [String] {
        var used: [String: Int] = [:]
        return grid.cells.map { cell in
            let label = grid.label(of: cell).replacing(" ", with: "_").replacing("=", with: "-")
            let name = String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-+".contains($0)) ? $0 : "-" })
            used[name, default: 0] += 1
            let count = used[name]!
            return count == 1 ? name : "\(name)_\(count)"
        }
    }
}

/// The bands of a cell, worked out when its first run is written and dropped with its last.
private final class LazyBands {
    private let make: () throws -> [Int: [(String, SeedBand)]]
    private var made: [Int: [(String, SeedBand)]]?

    init(_ make: @escaping () throws -> [Int: [(String, SeedBand)]]) { self.make = make }

    func get() throws -> [Int: [(String, SeedBand)]] {
        if let made { return made }
        let made = try make()
        self.made = made
        return made
    }
}

extension EventFile {
    /// Steps in ascending order.
    fileprivate mutating func add(_ steps: [Int: [(tag: String, value: Double)]]) {
        for (step, values) in steps.sorted(by: { $0.key < $1.key }) { scalars(step: step, values) }
    }
}

import Foundation
import ResultsStore

/// How fast cells train, from the interleaved rounds of `bench`: what a sweep cannot answer, whose jobs share the machine with
/// whatever else runs in their hour.
///
/// Ratios are taken within a round, where both sides saw the same minute, and told as they are: median, smallest, greatest. No p and
/// no interval: rounds repeat a measurement on one machine, they are no sample of anything wider.
public struct SpeedReport {
    /// Cells of a spec that cost the same: one row.
    public struct Cell: Sendable, Equatable {
        /// What they share: see ``SpeedMeasurement/model``.
        public let model: String
        /// Of the first of them.
        public let coordinates: [Grid.Coordinate]
        /// How many cells of the grid it stands for.
        public let cells: Int
        public let isBaseline: Bool

        public init(model: String, coordinates: [Grid.Coordinate], cells: Int, isBaseline: Bool) {
            (self.model, self.coordinates, self.cells, self.isBaseline) = (model, coordinates, cells, isBaseline)
        }
    }

    /// Half a core of other work is told.
    public static let foreignLimit = 0.5

    let name: String
    let cells: [Cell]
    /// Of the newest setting: one CPU model, number of threads and version of the program.
    let rounds: [SpeedRound]
    /// Of these cells, under other settings.
    let otherRounds: Int
    private let grid: Grid

    /// - Parameter rounds: what the store holds of the cells' models, in order of time.
    public init(name: String, cells: [Cell], rounds: [SpeedRound]) {
        self.name = name
        self.cells = cells
        let newest = rounds.max { $0.sessionID < $1.sessionID }.map { Setting($0.session) }
        self.rounds = rounds.filter { Setting($0.session) == newest }
        otherRounds = rounds.count - self.rounds.count
        grid = Grid(name: name, cells: cells.map { Grid.Cell(coordinates: $0.coordinates, jobs: []) })
    }

    private struct Setting: Equatable {
        let cpuModel: String?
        let threads: Int
        let codeVersion: String

        init(_ session: SpeedSession) {
            (cpuModel, threads, codeVersion) = (session.cpuModel, session.threads, session.codeVersion)
        }
    }

    struct Round: Hashable {
        let session: Int64
        let round: Int

        init(_ found: SpeedRound) { (session, round) = (found.sessionID, found.measurement.round) }
    }

    struct Row {
        let cell: Cell
        let rounds: Int
        /// Nil where it was never measured.
        let imagesPerSecond: Double?
        /// To the baseline, of the rounds that measured both; empty without any.
        let ratios: [Double]
        let foreignCores: Double?
        let loadBefore: Double?
    }

    var rows: [Row] {
        let baseline = cells.first(where: \.isBaseline)?.model
        let rates = Dictionary(
            rounds.filter { $0.measurement.model == baseline }.map { (Round($0), $0.measurement.imagesPerSecond) },
            uniquingKeysWith: { first, _ in first })
        let byModel = Dictionary(grouping: rounds, by: \.measurement.model)
        return cells.map { cell in
            let found = byModel[cell.model] ?? []
            return Row(
                cell: cell, rounds: found.count, imagesPerSecond: median(found.map(\.measurement.imagesPerSecond)),
                ratios: found.compactMap { round in rates[Round(round)].map { round.measurement.imagesPerSecond / $0 } },
                foreignCores: found.compactMap(\.measurement.foreignCores).max(),
                loadBefore: found.compactMap(\.measurement.loadBefore).max())
        }
    }

    /// The images per second of every round of the newest setting, by model.
    var byRound: [[String: Double]] {
        Dictionary(grouping: rounds, by: Round.init).sorted { ($0.key.session, $0.key.round) < ($1.key.session, $1.key.round) }
            .map { Dictionary($1.map { ($0.measurement.model, $0.measurement.imagesPerSecond) }, uniquingKeysWith: { first, _ in first }) }
    }

    /// Rounds in which others kept more than ``foreignLimit`` cores busy, of all.
    var disturbed: (rounds: Int, of: Int, most: Double) {
        let busy = rounds.filter { ($0.measurement.foreignCores ?? 0) > Self.foreignLimit }
        return (Set(busy.map(Round.init)).count, Set(rounds.map(Round.init)).count, busy.compactMap(\.measurement.foreignCores).max() ?? 0)
    }

    /// What is wrong with the conditions; nil when nothing is known to be.
    public var warning: String? {
        let disturbed = disturbed
        guard disturbed.rounds > 0 else { return nil }
        return "in \(disturbed.rounds) of \(disturbed.of) rounds other programs kept more than half a core busy (up to "
            + String(format: "%.1f", disturbed.most) + " cores): measure again on an idle machine"
    }
}

/// The middle value, of an even number the mean of both; nil of none.
private func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted(), middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

extension SpeedReport: Report {
    public var shown: ShownReport {
        let hasBaseline = cells.contains(where: \.isBaseline)
        func number(_ value: Double?, _ digits: Int) -> String { value.map { String(format: "%.\(digits)f", $0) } ?? "-" }
        let table = DataTable(rows) {
            Column.coordinates(grid.paths, of: grid) { $0.cell.coordinates }
            Column.right("cells") { "\($0.cell.cells)" }
            Column.right("rounds") { "\($0.rounds)" }
            Column.right("images/s") { row in row.imagesPerSecond.map { significantDigits($0) } ?? "-" }
            hasBaseline
                ? [
                    Column.right("ratio to baseline") { $0.cell.isBaseline ? "1 (baseline)" : number(median($0.ratios), 3) },
                    Column.right("smallest") { $0.cell.isBaseline ? "" : number($0.ratios.min(), 3) },
                    Column.right("greatest") { $0.cell.isBaseline ? "" : number($0.ratios.max(), 3) },
                ] : []
            Column.right("load before") { number($0.loadBefore, 1) }
            Column.right("foreign cores") { number($0.foreignCores, 1) }
        }
        return ShownReport(tables: [table], notes: notes, areNotesListed: false)
    }

    private func significantDigits(_ value: Double) -> String { String(format: value < 100 ? "%.1f" : "%.0f", value) }

    private var notes: [Note] {
        guard let session = rounds.last?.session else {
            return [Note(text: "Nothing was measured yet: fusiongrid bench SPEC measures these cells.")]
        }
        var notes = [
            Note(
                text: "Training steps on \(session.cpuModel ?? "an unnamed CPU"), \(session.threads) thread(s), engine version "
                    + "\(session.codeVersion). images/s: median over rounds; ratio: of images/s within a round, median, smallest and "
                    + "greatest over rounds; load and foreign cores: the greatest. Rounds repeat a measurement on one machine: they carry "
                    + "no p and no interval.")
        ]
        if let warning { notes.append(Note(text: "Warning: \(warning).")) }
        if !cells.contains(where: \.isBaseline) { notes.append(Note(text: "The spec names no baseline, so there is no ratio.")) }
        if otherRounds > 0 {
            notes.append(
                Note(text: "\(otherRounds) measurement(s) with other threads, on another CPU or by another version are left out (v_speed).")
            )
        }
        return notes
    }

    public var data: DataTable {
        let session = rounds.last?.session
        return DataTable(rows) {
            Column.coordinates(grid.paths) { $0.cell.coordinates }
            Column("model") { $0.cell.model }
            Column("cells") { $0.cell.cells }
            Column("is_baseline") { $0.cell.isBaseline }
            Column("rounds") { $0.rounds }
            Column("images_per_second") { $0.imagesPerSecond }
            Column("ratio") { median($0.ratios) }
            Column("ratio_smallest") { $0.ratios.min() }
            Column("ratio_greatest") { $0.ratios.max() }
            Column("load_before") { $0.loadBefore }
            Column("foreign_cores") { $0.foreignCores }
            Column("threads") { _ in session?.threads }
            Column("cpu_model") { _ in session?.cpuModel }
            Column("code_version") { _ in session?.codeVersion }
        }
    }

    public var document: TableValue? {
        .object([
            "spec": .text(name), "cells": data.objects, "disturbed_rounds": disturbed.rounds.tableValue, "rounds": disturbed.of.tableValue,
        ])
    }
}

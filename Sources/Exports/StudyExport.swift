import Foundation
import Platform
import Reports

/// How an export is written. Raw values are those of the command line, and the endings of tables' files.
public enum ExportFormat: String, Sendable, CaseIterable {
    case parquet, csv, tensorboard
}

/// What an export wrote.
public struct WrittenExport: Sendable {
    /// Files, or folders of them, with what is in them.
    public fileprivate(set) var files: [(name: String, content: String)] = []
    /// What was left out, in words.
    public fileprivate(set) var notes: [String] = []
}

extension Study {
    /// Writes the study to a folder that other programs read.
    ///
    /// - Throws: ``ExportsError``; errors of the store, of reports and of files.
    public func write(_ format: ExportFormat, to folder: ExportFolder) throws -> WrittenExport {
        var written = WrittenExport()
        switch format {
        case .parquet, .csv: try writeTables(format, to: folder, &written)
        case .tensorboard: try writeEvents(to: folder, &written)
        }
        try folder.write("spec.yaml", specText)
        written.files += [("README.md", "what is where"), ("spec.yaml", "the spec, and behind it what it extends")]
        try folder.finish()
        return written
    }

    private func writeTables(_ format: ExportFormat, to folder: ExportFolder, _ written: inout WrittenExport) throws {
        var summaries: [TableSummary] = []
        // One table after the other: curves can be long.
        func write(_ table: ExportTable) throws {
            try self.write(table, as: format, to: folder)
            summaries.append(TableSummary(table))
        }
        try write(jobsTable())
        try write(metricsTable())
        try write(curvesTable())
        try write(missingTable())
        let (comparisons, problem) = try comparisonsTable()
        if let comparisons { try write(comparisons) }
        if let problem { written.notes.append("no comparisons: \(problem)") }
        try write(claimsTable())
        try write(attentionTable())
        try write(localisationTable())
        try write(samplesTable { try folder.write($0, $1) })
        written.files += summaries.map { ("\($0.name).\(format.rawValue)", "\($0.rowCount) rows. \($0.about)") }
        let readme = ExportReadme(study: self, notes: written.notes)
        try folder.write("README.md", try readme.text(summaries, format))
    }

    private func write(_ table: ExportTable, as format: ExportFormat, to folder: ExportFolder) throws {
        try folder.write("\(table.name).\(format.rawValue)") { file in
            func put(_ data: Data) throws { try data.withUnsafeBytes { try file.write($0) } }
            guard format == .parquet else { return try put(Data(table.csv.utf8)) }
            let meanings = try jsonText(Dictionary(uniqueKeysWithValues: table.columns.map { ($0.name, $0.meaning) }))
            try ParquetFile.write(
                table,
                metadata: [
                    ("fusiongrid.spec", grid.name), ("fusiongrid.spec_sha256", specHash), ("fusiongrid.table", table.about),
                    ("fusiongrid.columns", meanings),
                ], createdBy: tool, to: put)
        }
    }

    private func writeEvents(to folder: ExportFolder, _ written: inout WrittenExport) throws {
        let events = try StudyEvents(self)
        try folder.write(StudyEvents.fileName, events.experiment)
        for run in events.runs { try folder.write("\(run.name)/\(StudyEvents.fileName)", try run.events()) }
        let (jobs, cells) = (events.runs.count { $0.isJob }, events.runs.count { !$0.isJob })
        written.files += [
            ("seeds/", "\(jobs) runs, one a job: its curves, costs and hyperparameters"),
            ("cells/", "\(cells) runs: mean, low and high over each cell's seeds"),
        ]
        try folder.write("README.md", ExportReadme(study: self, notes: written.notes).eventText)
    }
}

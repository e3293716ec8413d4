import ArgumentParser
import Foundation
import Reports
import ResultsStore
import Runner

struct DuCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "du",
        abstract: "What jobs take on disk: weights, checkpoints, attention maps, samples, logs; by cell, or by spec.",
        discussion: """
            Files by their lengths, maps and samples by the lengths of their blobs in the database. A job counts for every \
            spec that names it, and once in the total. `gc` drops what is not needed.
            """)

    @OptionGroup var chosen: ChosenJobs
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let database = try chosen.storeOptions.openForReading()
        let use = try reportingBadInput { try DiskUse(chosen.storeOptions.location, database) }
        let groups = try chosen.groups(database)
        let all = groups.isOfSpecs ? Array(use.jobs.keys) : groups.groups.flatMap { $0.jobs.map(\.key) }
        let listing = DiskListing(
            use, rows: groups.groups.map { ($0.label, $0.jobs.map(\.key)) }, total: all, isWhole: groups.isOfSpecs)
        if json { return print(try jsonText(listing)) }
        print(listing.text(first: groups.isOfSpecs ? "spec" : "cell"))
    }
}

/// What `du` prints.
struct DiskListing: Encodable {
    struct Row: Encodable {
        var label: String
        var jobs: Int
        /// Bytes.
        var kinds: [String: Int]
        var total: Int
    }
    /// What belongs to no job, in bytes; of the whole store only.
    struct Rest: Encodable {
        var miniClips: Int
        var spool: Int
        var database: Int
        var databaseFree: Int
        var orphans: [DiskUse.Stray]
        var backups: [DiskUse.Stray]

        enum CodingKeys: String, CodingKey {
            case miniClips = "mini_clips"
            case database, spool
            case databaseFree = "database_free"
            case orphans, backups
        }
    }

    /// The largest first.
    var rows: [Row]
    var total: Row
    var rest: Rest?

    init(_ use: DiskUse, rows: [(label: String, keys: [String])], total keys: [String], isWhole: Bool) {
        func row(_ label: String, _ keys: [String]) -> Row {
            let kinds = use.total(of: keys)
            return Row(
                label: label, jobs: keys.count, kinds: Dictionary(uniqueKeysWithValues: kinds.map { ($0.key.rawValue, $0.value) }),
                total: kinds.values.reduce(0, +))
        }
        self.rows = rows.map { row($0.label, $0.keys) }.sorted { ($1.total, $0.label) < ($0.total, $1.label) }
        total = row("total", keys)
        rest =
            isWhole
            ? Rest(
                miniClips: use.miniClips, spool: use.spool, database: use.database, databaseFree: use.databaseFree,
                orphans: use.orphans, backups: use.backups) : nil
    }

    func text(first: String) -> String {
        let kinds = StoredKind.allCases.map(\.rawValue).filter { total.kinds[$0] != nil }
        let head = [first, "jobs"] + kinds + ["total"]
        let body = (rows.count == 1 ? rows : rows + [total]).map { row in
            [row.label, "\(row.jobs)"] + kinds.map { row.kinds[$0].map(bytesText) ?? "" } + [bytesText(row.total)]
        }
        var lines = alignedLines([head] + body, [.left] + Array(repeating: .right, count: head.count - 1), ruled: true)
        if let rest {
            lines.append("")
            let free = rest.databaseFree > 0 ? ", \(bytesText(rest.databaseFree)) of it free" : ""
            lines.append("database (with maps and samples): \(bytesText(rest.database))\(free); mini-clips: \(bytesText(rest.miniClips))")
            if rest.spool > 0 { lines.append("slurm spool: \(bytesText(rest.spool))") }
            for stray in rest.orphans { lines.append("of no job: \(stray.path): \(bytesText(stray.bytes))") }
            for stray in rest.backups { lines.append("backup of before an update: \(stray.path): \(bytesText(stray.bytes))") }
        }
        return lines.joined(separator: "\n")
    }
}

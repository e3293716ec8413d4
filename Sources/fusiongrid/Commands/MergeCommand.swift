import ArgumentParser
import Cluster
import Foundation
import Reports
import ResultsStore
import Reports
import Runner

struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Bring other stores into this one: jobs, results, weights, logs, specs, claims, notes and tags.",
        discussion: """
            Each store comes whole or not at all, and is only read; one that was merged before brings what is new in it. Jobs \
            done in both are compared bit for bit: where they differ, what is here stays and the difference is told and kept in \
            the table merged_conflicts (exit code 1). Jobs that run here are left alone. A spool of `slurm` brings the bundles that \
            are new; damaged ones are named and stay where they are (exit code 1).
            """)

    @Argument(
        help: "Databases of other stores, whose files are looked for beside them; spools of `slurm`.",
        completion: .file(extensions: ["sqlite"]))
    var sources: [String]
    @OptionGroup var storeOptions: StoreOptions
    @Flag(help: "Bring back weights, maps and samples that are not here any more (dropped by gc), too.") var restore = false
    @Flag(help: "Print JSON.") var json = false

    struct Line: Encodable {
        var source: String
        var jobs: Int
        var new: Int
        var replaced: Int
        var equal: Int
        var restored: Int
        var kept: Int
        var left: [String]
        var conflicts: [Conflict]
        var specs: Int
        var claims: Int
        /// Of a spool: bundles that were merged before, and those that are damaged.
        var known: Int?
        var damaged: [String]?
    }
    struct Conflict: Encodable {
        var job: String
        var what: String
        var here: String
        var there: String
        var hereOrigin: String?
        var thereOrigin: String?

        enum CodingKeys: String, CodingKey {
            case job, what, here, there
            case hereOrigin = "here_origin"
            case thereOrigin = "there_origin"
        }
    }

    func run() throws {
        let location = storeOptions.location
        let database = try reportingBadInput { try location.open(.readWrite) }
        defer { try? database.close() }
        var rules = MergeRules()
        rules.isRestoring = restore
        let merge = StoreMerge(into: location, database, rules: rules)
        var lines: [Line] = [], failures = 0
        for source in sources {
            do {
                if Spool.exists(at: source) {
                    lines.append(try mergeSpool(source, into: location, database))
                } else {
                    lines.append(Self.line(try merge.merge(source), source: source, restore: restore))
                }
                if !json { print(Self.describe(lines.last!)) }
            } catch {
                // Each store is whole or not at all: the others can come all the same.
                printError("\(error)")
                failures += 1
            }
        }
        if json { print(try jsonText(lines)) }
        if failures > 0 { throw ExitStatus.badInput }
        if lines.contains(where: { !$0.conflicts.isEmpty || $0.damaged?.isEmpty == false }) { throw ExitStatus.someFailed }
    }

    private func mergeSpool(_ path: String, into location: StoreLocation, _ database: ResultsDatabase) throws -> Line {
        let spool = Spool(path: path)
        try spool.check()
        let outcome = try SpoolMerge(spool, into: location, database).run()
        for spec in Set(try spool.submissions().map(\.manifest.spec)) { try database.record(spool: spool.path, spec: spec) }
        var line = Self.line(MergeOutcome(jobs: outcome.jobs), source: path, restore: false)
        line.known = outcome.known
        line.damaged = outcome.damaged.map { "\($0.path): \($0.problem)" }
        return line
    }

    private static func line(_ outcome: MergeOutcome, source: String, restore: Bool) -> Line {
        var line = Line(
            source: source, jobs: outcome.jobs.count, new: 0, replaced: 0, equal: 0, restored: 0, kept: 0, left: [], conflicts: [],
            specs: outcome.specs, claims: outcome.claims)
        for job in outcome.jobs {
            switch job.action {
            case .add: line.new += 1
            case .take: line.replaced += 1
            case .confirm:
                line.equal += 1
                if restore, !job.lacks.isEmpty { line.restored += 1 }
            case .keep: line.kept += 1
            case .leaveRunning: line.left.append(job.key)
            case .conflict(let conflicts, let here, let there):
                line.conflicts += conflicts.map {
                    Conflict(
                        job: job.key, what: $0.what, here: $0.here, there: $0.there, hereOrigin: here?.description,
                        thereOrigin: there?.description)
                }
            }
        }
        return line
    }

    private static func describe(_ line: Line) -> String {
        var parts = ["\(line.new) new"]
        if line.replaced > 0 { parts.append("\(line.replaced) further there than here, taken") }
        if line.equal > 0 { parts.append("\(line.equal) done in both, equal bit for bit") }
        if line.restored > 0 { parts.append("\(line.restored) of them got back what was dropped here") }
        if line.kept > 0 { parts.append("\(line.kept) kept as they are here") }
        let differing = Set(line.conflicts.map(\.job))
        if !differing.isEmpty { parts.append("\(differing.count) done in both with OTHER BITS, kept as they are here") }
        if !line.left.isEmpty { parts.append("\(line.left.count) running here, left alone") }
        if line.specs > 0 { parts.append("\(line.specs) spec text(s)") }
        if let known = line.known, known > 0 { parts.append("\(known) merged before") }
        if let damaged = line.damaged, !damaged.isEmpty {
            parts.append("\(damaged.count) DAMAGED bundle(s), left where they are: their jobs count as missing, `slurm` sends them again")
        }
        if line.claims > 0 { parts.append("\(line.claims) claim(s)") }
        var text = ["\(line.source): \(line.jobs) jobs: \(parts.joined(separator: ", "))."]
        text += (line.damaged ?? []).map { "  damaged: \($0)" }
        text += line.left.map { "  running here: \($0.prefix(12))" }
        var last: String?
        for conflict in line.conflicts {
            if conflict.job != last {
                text.append("  job \(conflict.job.prefix(12))")
                text.append("    here:  \(conflict.hereOrigin ?? "origin not known")")
                text.append("    there: \(conflict.thereOrigin ?? "origin not known")")
                last = conflict.job
            }
            text.append("    \(conflict.what): here \(conflict.here), there \(conflict.there)")
        }
        return text.joined(separator: "\n")
    }
}

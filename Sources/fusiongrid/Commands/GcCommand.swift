import ArgumentParser
import Foundation
import Reports
import Results
import ResultsStore
import Runner

struct GcCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gc",
        abstract: "Drop weights, checkpoints, attention maps, samples or logs to save space; --yes does it.",
        discussion: """
            Without --yes it only shows what would go. Numbers never go: metrics, curves, attention statistics and what `why` \
            shows stay. Nothing of a running job goes. What was dropped is remembered, and `run --remake KIND SPEC` makes it \
            again. Dropping the checkpoints of an unfinished job makes it begin anew.
            """)

    @OptionGroup var chosen: ChosenJobs
    @Option(help: "weights:best-per-cell, weights:last or weights:all: whose weights stay, of the done jobs of a cell; other weights go.")
    var keep: String?
    @Option(help: "What best means: a metric as name or name/split.") var by = "x0_error/validation"
    @Option(help: "Kinds that go, with commas between them: checkpoints, weights, maps, samples, logs; orphans are folders of no job.")
    var drop: CommaList?
    @Flag(help: "Do it.") var yes = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard keep != nil || drop != nil else {
            throw ValidationError("Say what may go: --drop KINDS, --keep weights:RULE, or both; `fusiongrid du` shows what there is.")
        }
        _ = try kept()
        _ = try kinds()
    }

    private func kept() throws -> GarbageRules.KeptWeights? {
        guard let keep else { return nil }
        let rule = keep.hasPrefix("weights:") ? GarbageRules.KeptWeights(rawValue: String(keep.dropFirst("weights:".count))) : nil
        guard let rule else {
            let words = GarbageRules.KeptWeights.allCases.map { "weights:\($0.rawValue)" }.joined(separator: ", ")
            throw ValidationError("--keep is `\(keep)`, allowed: \(words).")
        }
        return rule
    }

    private func kinds() throws -> (kinds: Set<StoredKind>, orphans: Bool) {
        var kinds: Set<StoredKind> = [], orphans = false
        for word in drop?.items ?? [] {
            if word == "orphans" {
                orphans = true
            } else if let kind = StoredKind(rawValue: word) {
                kinds.insert(kind)
            } else {
                let words = StoredKind.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("--drop has `\(word)`, allowed: \(words), orphans.")
            }
        }
        return (kinds, orphans)
    }

    func run() throws {
        let database = try yes ? chosen.storeOptions.openForChanging() : chosen.storeOptions.openForReading()
        defer { if yes { try? database.close() } }
        let cells = try chosen.cells(database), location = chosen.storeOptions.location
        let plan = try reportingBadInput { try GarbagePlan(rules(database), cells: cells, store: location, database) }
        if json { print(try jsonText(plan)) } else { show(plan) }
        // Also when nothing goes now: an earlier call may have been killed before its space was given back.
        guard yes else { return }
        let summary = try reportingBadInput { try plan.carryOut(in: location, database) }
        if !json { print(summary.bytes == 0 && summary.held == 0 ? "Nothing to drop." : Self.describe(summary)) }
    }

    private func rules(_ database: ResultsDatabase) throws -> GarbageRules {
        let (kinds, orphans) = try kinds(), rule = try kept()
        guard rule == .bestPerCell else { return GarbageRules(drop: kinds, kept: rule, dropsOrphans: orphans) }
        let metric = try MetricRegistry(store: database).metric(by)
        guard case .metric(let name) = metric.source, let better = metric.direction else {
            printError(
                "--by \(by): more of it is neither better nor worse, so no job is the best; name a metric such as x0_error/validation")
            throw ExitStatus.badInput
        }
        return GarbageRules(drop: kinds, kept: rule, metric: name, better: better, dropsOrphans: orphans)
    }

    private func show(_ plan: GarbagePlan) {
        let kinds = StoredKind.allCases.map(\.rawValue).filter { kind in plan.items.contains { $0.kinds[kind] != nil } }
        if !plan.items.isEmpty {
            let rows = plan.items.map { item in
                [String(item.key.prefix(12)), item.label] + kinds.map { item.kinds[$0].map(bytesText) ?? "" } + [bytesText(item.bytes)]
            }
            let alignments: [Alignment] = [.left, .left] + Array(repeating: .right, count: kinds.count + 1)
            for line in alignedLines([["job", "cell and seed"] + kinds + ["total"]] + rows, alignments, ruled: true) { print(line) }
        }
        for orphan in plan.orphans {
            let fate = plan.dropsOrphans ? "" : " (stays; --drop orphans removes it)"
            print("of no job: \(orphan.path): \(bytesText(orphan.bytes))\(fate)")
        }
        for item in plan.items where item.waiting > 0 {
            print(
                "\(item.key.prefix(12)): \(item.waiting) waiting job(s) would take over these weights; "
                    + "without them one of them trains again"
            )
        }
        if plan.keptWeights > 0 { print("weights kept by the rule: \(plan.keptWeights)") }
        if plan.unjudged > 0 { print("weights kept since their cell has jobs without a value of \(by): \(plan.unjudged)") }
        if plan.running > 0 { print("running, so nothing of theirs goes: \(plan.running) job(s)") }
        let total = "\(plan.items.count) job(s), \(bytesText(plan.bytes))"
        if !yes {
            print(
                plan.bytes == 0 && plan.items.isEmpty
                    ? "Nothing to drop." : "Would drop of \(total). Nothing is changed yet: --yes does it.")
        }
    }

    private static func describe(_ summary: GarbageSummary) -> String {
        var parts = ["Dropped \(bytesText(summary.bytes)) of \(summary.jobs) job(s)"]
        if summary.orphans > 0 { parts.append("\(summary.orphans) folder(s) of no job") }
        if summary.held > 0 { parts.append("\(summary.held) job(s) are in use and keep theirs") }
        switch summary.givenBack {
        case nil: parts.append("the database keeps its size: jobs are running, or the disk has no room for a copy of it")
        case 0?: break
        case let bytes?: parts.append("\(bytesText(bytes)) of the database given back")
        }
        return parts.joined(separator: "; ") + "."
    }
}

import ArgumentParser
import Foundation
import Platform
import ResultsStore
import Runner
import Training

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run what the store does not have yet: start, resume, extend.",
        discussion: """
            Exit codes: 0 all done, 1 some job failed or was refused, 2 bad spec, data or store, 3 interrupted, paused or \
            partly held by another process (run again to go on). \
            Ctrl-C checkpoints the running jobs and stops; another one, a second later, stops at once. \
            A full disk, a locked store or three jobs that fail alike in their first minute pause the sweep.
            """)

    @OptionGroup var specOptions: SpecOptions
    @OptionGroup var workerOptions: WorkerOptions
    @Option(help: "Done jobs of another engine version: reuse or rerun.") var code: CodePolicy = .reuse
    @Option(help: "Memory that running jobs may need together, such as 8G (default: 9/10 of what is free).")
    var memory: ByteCount?
    @Option(help: "Longest time for one attempt at a job, such as 90s, 30m or 2h.") var timeout: TimeLength?
    @Option(help: ArgumentHelp("Seconds of silence after which an unseen runner's jobs are lost.", visibility: .hidden))
    var lease = 120.0
    @Option(help: "Instead of what is not done: make again what gc dropped of done jobs, such as weights or maps,samples.")
    var remake: CommaList?
    @Option(
        help: ArgumentHelp(
            "A shell command to run when the sweep has ended, however: docs/store.md has the JSON on its standard input.",
            valueName: "command"))
    var onEnd: String?
    @Flag(help: "Go on even when jobs fail alike in their first minute.") var keepGoing = false
    @Flag(help: "No progress output.") var quiet = false

    private func remakes() throws -> Set<StoredKind> {
        Set(
            try (remake?.items ?? []).map { word in
                guard let kind = StoredKind(rawValue: word), [.weights, .maps, .samples].contains(kind) else {
                    throw ValidationError("--remake has `\(word)`, allowed: weights, maps, samples.")
                }
                return kind
            })
    }

    func validate() throws { _ = try remakes() }

    func run() throws {
        let whole = try specOptions.sweep(), location = specOptions.storeOptions.location
        _ = try workerOptions.resolved(jobs: whole.jobs.count)
        let database = try reportingBadInput { try location.open(.readWrite) }
        defer { try? database.close() }
        let sweep = try specOptions.chosen(whole, in: database), watch = Stopwatch()
        for remark in sweep.dataRemarks where !quiet { printError("note: \(remark)") }
        if let text = sweep.archivedText { printError(text) }
        if sweep.jobs.isEmpty { return print("\(sweep.spec.name): nothing to run.") }
        let (workers, threads) = try workerOptions.resolved(jobs: sweep.jobs.count)
        var end = (outcome: SweepEnd.Outcome.error, reason: String?.none, code: ExitStatus.badInput)
        defer { tell(end.outcome, end.reason, end.code, sweep, database, seconds: watch.seconds) }
        do {
            let summary = try runJobs(of: sweep, in: database, workers: workers, threads: threads)
            let code = Self.exitCode(of: summary)
            end = (Self.outcome(of: summary, code), summary.pause, code)
            if !code.isSuccess { throw code }
        } catch let code as ExitCode {
            throw code
        } catch {
            end.reason = "\(error)"
            printError("\(error)")
            throw ExitStatus.badInput
        }
    }

    private func runJobs(of sweep: Sweep, in database: ResultsDatabase, workers: Int, threads: Int) throws -> SweepSummary {
        var options = SweepOptions(
            workers: workers, threads: threads, quiet: quiet, keepGoing: keepGoing, code: code, memoryLimit: memory?.bytes,
            jobSeconds: timeout?.seconds)
        options.leaseSeconds = lease
        options.remake = try remakes()
        let runner = SweepRunner(
            sweep: sweep, store: specOptions.storeOptions.location, database: database, options: options, stop: StopSignal())
        if let text = sweep.otherCodeText(try database.states(sweep.jobs.map(\.key)), policy: code) { printError(text) }
        let summary = try runner.run()
        if remake != nil, summary.planned == 0 {
            print("\(sweep.spec.name): of no done job was that dropped; nothing to make again.")
            return summary
        }
        print(Self.describe(summary, name: sweep.spec.name))
        if let cause = summary.pause { printError("paused: \(cause)") }
        if summary.otherwise > 0 {
            printError(
                "\(summary.otherwise) job(s) came out with other bits than before; "
                    + "`fusiongrid query \"SELECT * FROM merged_conflicts\"` lists them"
            )
        }
        return summary
    }

    static func exitCode(of summary: SweepSummary) -> ExitCode {
        let over = summary.done + summary.cached + summary.failed + summary.failedEarlier + summary.refused
        if over < summary.planned || summary.pause != nil { return ExitStatus.interrupted }
        return summary.failed + summary.otherwise + summary.failedEarlier + summary.refused > 0 ? ExitStatus.someFailed : .success
    }

    private static func outcome(of summary: SweepSummary, _ code: ExitCode) -> SweepEnd.Outcome {
        if summary.pause != nil { return .paused }
        return code == .success ? .done : code == ExitStatus.interrupted ? .interrupted : .failed
    }

    /// Tells `--on-end` how the run ended; that this fails changes nothing of it.
    private func tell(
        _ outcome: SweepEnd.Outcome, _ reason: String?, _ code: ExitCode, _ sweep: Sweep, _ database: ResultsDatabase, seconds: Double
    ) {
        guard let onEnd else { return }
        let states = (try? database.states(sweep.jobs.map(\.key))) ?? [:]
        let end = SweepEnd(
            sweep, store: specOptions.storeOptions.location, states: states, outcome: outcome, reason: reason, exitCode: code.rawValue,
            seconds: seconds)
        StandardOutput.shared.flush()
        if let problem = end.tell(onEnd) { printError("--on-end: \(problem)") }
    }

    static func describe(_ summary: SweepSummary, name: String) -> String {
        if summary.cached == summary.planned, summary.planned > 0 {
            return "\(name): all \(summary.planned) jobs are done already; nothing to run."
        }
        var parts = ["\(summary.done) done now", "\(summary.cached) done before"]
        if summary.failed > 0 { parts.append("\(summary.failed) failed (fusiongrid status; fusiongrid why JOB)") }
        if summary.failedEarlier > 0 {
            parts.append("\(summary.failedEarlier) failed earlier and left alone (fusiongrid retry)")
        }
        if summary.refused > 0 { parts.append("\(summary.refused) refused for want of memory") }
        if summary.interrupted > 0 { parts.append("\(summary.interrupted) interrupted") }
        if summary.elsewhere > 0 { parts.append("\(summary.elsewhere) held by another process") }
        return "\(name): \(summary.planned) jobs: " + parts.joined(separator: ", ") + "."
    }
}

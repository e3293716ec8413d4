import ArgumentParser
import Foundation
import Runner
import Training

struct WorkerOptions: ParsableArguments {
    @Option(help: "Jobs at once.")
    var workers: Int?

    @Option(help: "Threads a job (default: cores / workers).")
    var threads: Int?

    /// Jobs at once and threads each: by default one single-threaded job a core, which is fastest in total.
    func resolved(jobs: Int) throws -> (workers: Int, threads: Int) {
        let cores = MachineInfo.cores
        guard workers ?? 1 > 0, threads ?? 1 > 0 else {
            throw ValidationError("--workers and --threads must be positive.")
        }
        let workers = workers ?? max(1, min(jobs, cores / (threads ?? 1)))
        let threads = threads ?? max(1, cores / workers)
        guard workers * threads <= cores else {
            throw ValidationError("""
                \(workers) worker(s) x \(threads) thread(s) need \(workers * threads) cores; this machine has \(cores). \
                Results do not depend on either: lower --workers or --threads.
                """)
        }
        return (workers, threads)
    }
}

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run what the store does not have yet: start, resume, extend.",
        discussion: """
            Exit codes: 0 all done, 1 some job failed, 2 bad spec or data, 3 interrupted or partly held by another \
            process (run again to go on). \
            Ctrl-C checkpoints the running jobs and stops.
            """)

    @OptionGroup var specOptions: SpecOptions
    @OptionGroup var workerOptions: WorkerOptions
    @Flag(help: "No progress output.") var quiet = false

    func run() throws {
        let sweep = try specOptions.sweep()
        let (workers, threads) = try workerOptions.resolved(jobs: sweep.jobs.count)
        let location = specOptions.storeOptions.location
        let database = try reportingBadInput { try location.open(.readWrite) }
        let runner = SweepRunner(
            sweep: sweep, store: location, database: database,
            options: SweepOptions(workers: workers, threads: threads, quiet: quiet), stop: StopSignal())
        let summary = try reportingBadInput { try runner.run() }
        print(Self.describe(summary, name: sweep.spec.name))
        let over = summary.done + summary.cached + summary.failed + summary.failedEarlier
        if over < summary.planned { throw ExitStatus.interrupted }
        if summary.failed + summary.failedEarlier > 0 { throw ExitStatus.someFailed }
    }

    static func describe(_ summary: SweepSummary, name: String) -> String {
        if summary.cached == summary.planned {
            return "\(name): all \(summary.planned) jobs are done already; nothing to run."
        }
        var parts = ["\(summary.done) done now", "\(summary.cached) done before"]
        if summary.failed > 0 { parts.append("\(summary.failed) failed (fusiongrid status; fusiongrid why JOB)") }
        if summary.failedEarlier > 0 {
            parts.append("\(summary.failedEarlier) failed earlier and left alone (fusiongrid retry)")
        }
        if summary.interrupted > 0 { parts.append("\(summary.interrupted) interrupted") }
        if summary.elsewhere > 0 { parts.append("\(summary.elsewhere) held by another process") }
        return "\(name): \(summary.planned) jobs: " + parts.joined(separator: ", ") + "."
    }
}

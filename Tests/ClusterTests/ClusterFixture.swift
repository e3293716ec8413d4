import Experiments
import Foundation
import Platform
import ResultsStore
import Runner
import TestSupport
@testable import Cluster

/// A folder with a spec, a store, a spool, and a double of Slurm.
final class ClusterFixture: Sendable {
    let folder = TemporaryFolder()
    let slurm: InstalledSlurm

    static let double = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/slurm/double")

    static let base = """
        base:
          data: {kind: shapes, image_size: 16, train: 40, test: 16, grammar: [counts]}
          model: {patch_size: 4, width: 16, depth: 2, heads: 2, init: fan-in}
          text: {max_tokens: 8, width: 8}
          train: {steps: 6, batch_size: 4, learning_rate: 1e-3, warmup_steps: 1, log_every: 2, lanes: 2}
          sample: {sampler: ddim, steps: 2, images: 3}
          evaluate: {every: 6, validation: 10, timesteps: [500], probe_count: 1}

        """

    /// - Parameter seconds: that a command of Slurm may take.
    init(seconds: Double = 20) throws {
        for name in ["bin", "state"] { try createFolder(folder.url.appendingPathComponent(name)) }
        for name in ["sbatch", "squeue", "sacct", "scancel", "scontrol"] {
            try FileManager.default.createSymbolicLink(atPath: folder.path("bin/\(name)"), withDestinationPath: Self.double.path)
        }
        try folder.write("tool", "#!/bin/sh\n")
        slurm = InstalledSlurm(
            environment: [
                "PATH": folder.path("bin"), "FUSIONGRID_SLURM_DOUBLE": folder.path("state"), "SLURM_JOB_ID": "77",
                "SLURM_CONF": "/etc/slurm.conf", "SBATCH_PARTITION": "secret", "HOME": "/root",
            ], seconds: seconds)
    }

    var store: StoreLocation { StoreLocation(path: folder.path("results.sqlite")) }
    var spool: Spool { Spool(path: folder.path("spool")) }

    func sweep(_ text: String, name: String = "sweep") throws -> Sweep {
        try folder.write("\(name).yaml", "name: \(name)\n" + Self.base + text)
        return try Sweep(path: folder.path("\(name).yaml"))
    }

    /// - Parameter seconds: of each job by estimate.
    func plan(
        _ sweep: Sweep, _ settings: SlurmSettings = SlurmSettings(), held: Set<String> = [], seconds: Double = 1, largest: Int = 1001
    ) throws -> SubmissionPlan {
        let database = try store.open(.readWrite)
        defer { try? database.close() }
        let pace = SweepPace(gflops: 1, source: "given"), states = try database.states(sweep.jobs.map(\.key))
        var work = try SweepPlan(
            sweep: sweep, states: states, database: database, store: store, pace: pace, workers: settings.cpus, threads: 1
        ).work
        for index in work.jobs.indices { work.jobs[index].seconds = seconds }
        return SubmissionPlan(sweep, work: work, held: held, settings: settings, largestArray: largest)
    }

    func submit(_ plan: SubmissionPlan) throws -> Submitter.Sent {
        let database = try store.open(.readWrite)
        defer { try? database.close() }
        let submitter = Submitter(spool: spool, store: store, database, program: URL(fileURLWithPath: folder.path("tool")))
        return try submitter.send(submitter.make(plan), through: slurm)
    }

    /// One job a task.
    static func single(seconds: Double = 10) -> SlurmSettings {
        var settings = SlurmSettings()
        (settings.seconds, settings.cpus) = (seconds, 1)
        return settings
    }

    func look() throws -> ClusterLook {
        try ClusterLook([spool]) { slurm.listing(names: $0, user: 0, since: $1) }
    }

    /// Runs tasks in this process, in the order given.
    func run(_ submission: Submission, _ tasks: [Int]) throws -> [ClusterTask.End] {
        var options = ClusterTask.Options()
        (options.period, options.patience, options.program) = (0.2, 0.5, submission.manifest.tool.sha256)
        return try tasks.map { try ClusterTask(submission, number: $0, options: options, slurm: slurm).run() }
    }

    func merge(into path: String? = nil) throws -> SpoolMerge.Outcome {
        let target = path.map { StoreLocation(path: $0) } ?? store
        let database = try target.open(.readWrite)
        defer { try? database.close() }
        return try SpoolMerge(spool, into: target, database).run()
    }

    /// Calls of a program of the double.
    func calls(_ program: String) -> [String] {
        let text = (try? String(contentsOfFile: folder.path("state/calls"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init).filter { $0.hasPrefix(program + " ") }
    }

    /// Everything computed with its bits: what must not depend on where it ran.
    static func results(_ store: StoreLocation, _ sweep: Sweep) throws -> [String] {
        let database = try store.open(.readOnly)
        defer { try? database.close() }
        let rows = try [
            "SELECT j.key, s.name, s.split, m.step, m.kind, m.value FROM metrics m JOIN jobs j ON j.id = m.job "
                + "JOIN metric_series s ON s.id = m.series ORDER BY 1, 2, 3, 4",
            "SELECT job, caption, step, block_index, head, timestep, hex(data) FROM v_attention_maps ORDER BY 1, 2, 3, 4, 5, 6",
            "SELECT j.key, s.step, s.kind, s.position, hex(s.png) FROM samples s JOIN jobs j ON j.id = s.job ORDER BY 1, 2, 3, 4",
            "SELECT j.key, i.role, i.identity FROM identities i JOIN jobs j ON j.id = i.job ORDER BY 1, 2",
        ].flatMap { sql in try database.query(sql).rows.map { "\($0)" } }
        return try rows + sweep.jobs.map { try Data(contentsOf: store.files(of: $0.key).model).sha256 }
    }

    /// The results of a plain run of the same sweep.
    func localResults(_ sweep: Sweep) throws -> [String] {
        let local = StoreLocation(path: folder.path("local.sqlite")), database = try local.open(.readWrite)
        let summary = try SweepRunner(
            sweep: sweep, store: local, database: database, options: SweepOptions(workers: 1, threads: 1, quiet: true), stop: StopSignal()
        ).run()
        try database.close()
        precondition(summary.done == sweep.jobs.count, "the plain run failed")
        return try Self.results(local, sweep)
    }
}

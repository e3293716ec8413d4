import ArgumentParser
import Cluster
import Experiments
import Foundation
import Platform
import ResultsStore
import Runner

struct SlurmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slurm",
        abstract: "Run what the store does not have yet on a Slurm cluster: packs it into array tasks, submits once and returns.",
        discussion: """
            Nodes work in a spool beside the store; `status`, `watch`, `table` and `merge` bring in what they leave there. Ctrl-C here \
            stops nothing there; `cancel SPEC` does. What the spec says under `slurm` holds where no option is given: docs/slurm.md.
            """)

    @OptionGroup var whole: WholeSpecOptions
    @OptionGroup var selection: SelectionOptions
    @Option(help: "Time limit of a task: 90m, 4h, 2d, or Slurm's 1-12:00:00.") var time: String?
    @Option(help: "Cores of a task, as many jobs at once.") var cpus: Int?
    @Option(help: "Memory of a task, such as 16G.") var mem: String?
    @Option(help: "Partition.") var partition: String?
    @Option(help: "Account.") var account: String?
    @Option(help: "Quality of service.") var qos: String?
    @Option(help: "Features that nodes must have.") var constraint: String?
    @Option(help: "Tasks at once.") var maxRunning: Int?
    @Option(help: "How long before the time limit a task writes its checkpoints, such as 2m.") var grace: String?
    @Option(help: "The folder that nodes work through, on a disk that they see (default: slurm in the store's files).") var spool: String?
    @Option(help: "Done jobs of another engine version: reuse or rerun.") var code: CodePolicy = .reuse
    @Flag(help: "Print the packing and the script; nothing is written or sent.") var dryRun = false
    @Flag(help: "Make the spool, for a cluster that it is copied to, and send nothing.") var prepare = false
    @Option(help: "With --prepare: where the spool will lie on the cluster.") var at: String?

    func validate() throws {
        guard at == nil || prepare else { throw ValidationError("--at goes with --prepare.") }
        guard !(prepare && dryRun) else { throw ValidationError("Give one of --prepare and --dry-run.") }
        _ = try settings(SlurmSettings())
    }

    /// What the command line says over what the spec says.
    private func settings(_ spec: SlurmSettings) throws -> SlurmSettings {
        var settings = spec
        func seconds(_ text: String, _ option: String) throws -> Double {
            guard let value = SlurmSettings.seconds(text) else {
                throw ValidationError("\(option) has `\(text)`, allowed: a time such as 90m, 4h, 2d or 1-12:00:00.")
            }
            return value
        }
        if let time { settings.seconds = try seconds(time, "--time") }
        if let grace { settings.grace = try seconds(grace, "--grace") }
        if let cpus { settings.cpus = cpus }
        if let maxRunning { settings.maxRunning = maxRunning }
        guard 1...4096 ~= settings.cpus, settings.maxRunning ?? 1 > 0 else {
            throw ValidationError("--cpus must be from 1 to 4096, --max-running positive.")
        }
        if let mem {
            guard let bytes = SlurmSettings.bytes(mem) else {
                throw ValidationError("--mem has `\(mem)`, allowed: memory of a task such as 16G or 500M.")
            }
            settings.memory = bytes
        }
        for (option, value) in [("partition", partition), ("account", account), ("qos", qos), ("constraint", constraint)] {
            if let value, !SlurmSettings.isWord(value) { throw ValidationError("--\(option) has `\(value)`, allowed: one word.") }
        }
        settings.partition = partition ?? settings.partition
        settings.account = account ?? settings.account
        settings.qos = qos ?? settings.qos
        settings.constraint = constraint ?? settings.constraint
        guard settings.grace ?? 0 < settings.seconds else { throw ValidationError("--grace must be shorter than --time.") }
        return settings
    }

    func run() throws {
        let path = URL(fileURLWithPath: whole.spec).path
        let all = try reportingBadInput { try Sweep(path: path, overrides: whole.overrides) }
        for warning in all.spec.warnings { printError("\(warning)") }
        for remark in all.dataRemarks { printError("note: \(remark)") }
        let settings = try self.settings(all.spec.slurm), location = whole.storeOptions.location, slurm = InstalledSlurm()
        if !dryRun, !prepare, !slurm.has("sbatch") {
            printError(
                "\(SlurmProblem.missing(program: "sbatch")) --dry-run shows what would be sent, --prepare makes a spool to copy there.")
            throw ExitStatus.badInput
        }
        let place = Spool(path: spool ?? settings.spool ?? location.spoolFolder.path)
        if !dryRun, !prepare, !StorageProblem.isOnNetwork(place.path + "/spool.json") {
            printError(
                "note: \(place.path) lies on a disk of this machine: nodes must see it under this very path; --spool names another place")
        }
        if !dryRun { for message in StoreSpools.takeIn(spec: all.spec.name, at: location) { printError(message) } }
        let database: ResultsDatabase? = try reportingBadInput { () -> ResultsDatabase? in
            if dryRun { try whole.storeOptions.openIfPresent() } else { try location.open(.readWrite) }
        }
        defer { if !dryRun { try? database?.close() } }
        let chosen = try reportingBadInput { try all.restricted(to: selection.conditions, in: database) }
        if let text = chosen.archivedText { printError(text) }
        try reportingBadInput {
            if dryRun { return try submit(chosen, settings, place, database, location, slurm) }
            // Two who submit at once would both find the same jobs missing: the second looks when the first has sent.
            try createFolder(location.filesFolder)
            try FileLock.holding(location.filesFolder.appendingPathComponent(".submit.lock"), stop: StopSignal()) {
                try submit(chosen, settings, place, database, location, slurm)
            }
        }
    }

    private func submit(
        _ sweep: Sweep, _ settings: SlurmSettings, _ place: Spool, _ database: ResultsDatabase?, _ location: StoreLocation,
        _ slurm: InstalledSlurm
    ) throws {
        let look = try self.look(sweep.spec.name, place, database, slurm)
        if !dryRun, let database { try recordOutOfMemory(look, database) }
        let plan = try self.plan(sweep, settings, look, database, location, slurm)
        print(plan.text)
        if let problem = look.listing.problem, plan.elsewhere > 0 { printError("note: what was sent before is left alone: \(problem)") }
        guard plan.jobs > 0 else { return }
        if dryRun { return print("\n" + (try Submitter.script(Submitter.manifest(plan), plan, spool: place)), terminator: "") }
        guard let database else { return }
        try send(plan, to: place, location, database, slurm)
    }

    private func look(_ spec: String, _ place: Spool, _ database: ResultsDatabase?, _ slurm: InstalledSlurm) throws -> ClusterLook {
        var spools = try database.map { try StoreSpools.of(spec, in: $0) } ?? []
        if Spool.exists(at: place.path), !spools.contains(place) {
            try place.check()
            spools.append(place)
        }
        return try ClusterLook(spools, slurm: slurm, isCertain: !dryRun)
    }

    private func plan(
        _ sweep: Sweep, _ settings: SlurmSettings, _ look: ClusterLook, _ database: ResultsDatabase?, _ location: StoreLocation,
        _ slurm: InstalledSlurm
    ) throws -> SubmissionPlan {
        let states = try database?.states(sweep.jobs.map(\.key)) ?? [:]
        // Nodes give each job one core; times are taken here with as many as there are.
        let workers = max(1, min(settings.cpus, MachineInfo.cores))
        let pace = try SweepPace(sweep: sweep, database: database, workers: workers, threads: 1, seconds: 0.8)
        let work = try SweepPlan(
            sweep: sweep, states: states, database: database, store: location, pace: pace, workers: settings.cpus, threads: 1, code: code
        ).work
        let largest = slurm.has("scontrol") && !prepare ? (try? slurm.largestArray()) ?? 1001 : 1001
        return SubmissionPlan(sweep, work: work, held: look.held(), settings: settings, largestArray: largest)
    }

    private func send(
        _ plan: SubmissionPlan, to place: Spool, _ location: StoreLocation, _ database: ResultsDatabase, _ slurm: InstalledSlurm
    ) throws {
        let submitter = Submitter(spool: place, nodesPath: at, store: location, database)
        let submission = try submitter.make(plan)
        if prepare {
            let there = at ?? place.path
            return print(
                """
                Spool made: \(place.path)
                  rsync -a \(place.path)/ CLUSTER:\(there)/
                  ssh CLUSTER sh \(there)/submissions/\(submission.id).send.sh
                and later, back here:
                  rsync -a CLUSTER:\(there)/ \(place.path)/
                  fusiongrid merge \(place.path) --store \(location.path)
                """)
        }
        let sent = try submitter.send(submission, through: slurm)
        if let problem = sent.problem {
            printError(
                "\(problem)\n\(sent.numbers.count) of \(plan.parts.count) arrays were sent and go on; "
                    + "the same command sends the rest once the cause is mended.")
            if sent.numbers.isEmpty { throw ExitStatus.badInput }
        }
        let store = location.path == StoreLocation.defaultPath ? "" : " --store \(location.path)"
        print(
            """
            Sent as Slurm job \(sent.numbers.map(String.init).joined(separator: ", ")); its name is \(submission.manifest.jobName).
              fusiongrid status \(whole.spec)\(store)    how far it is (also: watch, table)
              fusiongrid cancel \(whole.spec)\(store)    end it
            Logs: \(place.logs(submission.id).path)
            """)
        if sent.problem != nil { throw ExitStatus.interrupted }
    }

    /// A job that Slurm ended for want of memory would be ended again: it waits for `retry`.
    private func recordOutOfMemory(_ look: ClusterLook, _ database: ResultsDatabase) throws {
        for (job, task) in look.outOfMemory {
            guard let beat = task.heartbeat, try database.states([job])[job]?.state.isClaimable == true else { continue }
            let runner = RunnerIdentity(host: beat.host, pid: beat.pid, processStarted: "", processNamespace: "", bootID: "")
            let provenance = Provenance(
                toolSHA256: beat.tool, cpuModel: beat.cpu, blasKernel: beat.kernel, slurmJob: beat.slurmJob, slurmRestarts: beat.restarts)
            guard let attempt = try database.claim(job, by: runner, leaseSeconds: 1, provenance: provenance, startStep: 0) else { continue }
            let reason =
                "Slurm ended task \(task.slurmJob ?? "?") on \(beat.host) for want of memory (\(task.slurm?.reason ?? "OUT_OF_MEMORY")); "
                + "raise --mem, then `fusiongrid retry SPEC --kind out_of_memory`"
            try attempt.finish(.outOfMemory, reason: reason)
            printError("\(job.prefix(12)): \(reason)")
        }
    }
}

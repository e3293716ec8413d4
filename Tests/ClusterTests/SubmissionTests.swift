import Experiments
import Foundation
import Platform
import ResultsStore
import Runner
import Testing
@testable import Cluster

@Suite("A submission")
struct SubmissionTests {
    @Test("is whole in the spool before Slurm hears of it, and nothing of an outer job comes along")
    func whole() throws {
        let fixture = try ClusterFixture()
        let sweep = try fixture.sweep("axes: {fusion.point: [0, 1]}\nseeds: [1, 2]\nslurm: {time: 1h}\n")
        let plan = try fixture.plan(sweep, ClusterFixture.single())
        // Seeds outermost: what runs first is paired.
        let seeds = Dictionary(uniqueKeysWithValues: sweep.jobs.map { ($0.key, $0.seed) })
        #expect(plan.slices.flatMap(\.entries).map { seeds[$0.key] } == [1, 1, 2, 2])
        let sent = try fixture.submit(plan)
        #expect(sent.numbers == [1001] && sent.problem == nil)
        let submission = try fixture.spool.submission(sent.submission.id)
        #expect(submission.manifest == sent.submission.manifest && submission.numbers == [1001])
        #expect(try submission.slices() == plan.slices)
        #expect(try submission.sweep().jobs.map(\.key) == sweep.jobs.map(\.key))
        #expect(try submission.sweep().resolvedHash == sweep.resolvedHash)
        let call = try #require(fixture.calls("sbatch").first)
        #expect(call == "sbatch --parsable --array=0-\(plan.slices.count - 1) \(fixture.spool.script(submission.id).path) 0")
        let environment = try String(contentsOfFile: fixture.folder.path("state/environment"), encoding: .utf8)
        #expect(!environment.contains("SLURM_JOB_ID") && !environment.contains("SBATCH_PARTITION"))
        #expect(environment.contains("SLURM_CONF=/etc/slurm.conf"))
        withExtendedLifetime(fixture) {}
    }

    @Test("whose spec is changed afterwards is run as it was; one whose copy is changed is refused")
    func changedSpec() throws {
        let fixture = try ClusterFixture()
        let sweep = try fixture.sweep("seeds: [1, 2]\n")
        let sent = try fixture.submit(try fixture.plan(sweep))
        try fixture.folder.write("sweep.yaml", "name: other\n")
        #expect(try sent.submission.sweep().jobs.map(\.key) == sweep.jobs.map(\.key))
        try Data("name: other\n".utf8).write(to: fixture.spool.file(sent.submission.manifest.files[0].copy))
        #expect(throws: SpoolProblem.self) { try sent.submission.sweep() }
        withExtendedLifetime(fixture) {}
    }

    @Test("holds its jobs back from the next one while they wait, run, or nobody can tell")
    func held() throws {
        let fixture = try ClusterFixture(seconds: 2)
        let sweep = try fixture.sweep("seeds: [1, 2, 3]\n"), settings = ClusterFixture.single(seconds: 1)
        let sent = try fixture.submit(try fixture.plan(sweep, settings)), keys = Set(sweep.jobs.map(\.key))
        #expect(sent.submission.manifest.tasks == 3)
        func plan() throws -> SubmissionPlan { try fixture.plan(sweep, settings, held: fixture.look().held()) }
        #expect(try plan().jobs == 0 && plan().elsewhere == 3)
        #expect(try fixture.look().counts == [.queued: 3])
        // Slurm fails: what was sent is not sent again.
        try fixture.folder.write("state/fail-squeue", "no controller")
        #expect(try fixture.look().held() == keys && fixture.look().counts == [.unknown: 3])
        try FileManager.default.removeItem(atPath: fixture.folder.path("state/fail-squeue"))
        // A word that nobody knows, and one that is over.
        try fixture.folder.write("state/squeue", "1001_0|TELEPORTING||\n1001_1|NODE_FAIL|None|n1\n1001_2|COMPLETING||n1\n")
        var look = try fixture.look()
        #expect(look.tasks.map(\.standing) == [.unknown, .over, .running])
        #expect(look.text.contains { $0.contains("TELEPORTING") })
        #expect(try plan().jobs == 1 && plan().elsewhere == 2)
        // Nothing listed, no sign of life: over. A fresh sign of life: running, whatever Slurm does not list.
        try fixture.folder.write("state/squeue", "")
        #expect(try fixture.look().held().isEmpty)
        let beat = Heartbeat(
            phase: .running, counter: 7, time: "1999-01-01T00:00:00Z", host: "far", pid: 3, restarts: 0, kernel: "k",
            jobs: [.init(job: sweep.jobs[0].key, step: 4, totalSteps: 6)], done: 0, failed: 0)
        try writeFile(spoolJSON(beat), to: fixture.spool.heartbeat(sent.submission.id, task: 1))
        look = try fixture.look()
        #expect(look.tasks.map(\.standing) == [.over, .running, .over])
        // What Slurm saw end is over all the same, but for a lost node, whose processes may go on unseen.
        for (word, standing) in [("CANCELLED", ClusterLook.Standing.over), ("OUT_OF_MEMORY", .over), ("NODE_FAIL", .running)] {
            try fixture.folder.write("state/squeue", "1001_1|\(word)|None|far\n")
            #expect(try fixture.look().tasks[1].standing == standing)
        }
        try fixture.folder.write("state/squeue", "")
        // A sign of life of long ago by the file system's clock, and a last one, are none.
        let old = [FileAttributeKey.modificationDate: Date(timeIntervalSinceNow: -3600)]
        try FileManager.default.setAttributes(old, ofItemAtPath: fixture.spool.heartbeat(sent.submission.id, task: 1).path)
        #expect(try fixture.look().tasks[1].standing == .over)
        // ... but Slurm's word that it runs counts more than silence.
        try fixture.folder.write("state/squeue", "1001_1|RUNNING||far\n")
        #expect(try fixture.look().tasks[1].standing == .running)
        withExtendedLifetime(fixture) {}
    }

    @Test("has tasks that Slurm holds back: they count as queued, and a look tells what releases them")
    func heldBySlurm() throws {
        let fixture = try ClusterFixture()
        let sweep = try fixture.sweep("seeds: {count: 12}\n")
        _ = try fixture.submit(try fixture.plan(sweep, ClusterFixture.single(seconds: 1)))
        try fixture.folder.write(
            "state/squeue",
            "1001_0|PENDING|launch failed requeued held|\n1001_1|PENDING|JobHeldUser|\n1001_[2-10]|PENDING|Resources|\n1001_11|RUNNING|held|n1\n"
        )
        var look = try fixture.look()
        #expect(look.counts == [.queued: 11, .running: 1])
        let line = look.text.filter { $0.contains("scontrol") }
        #expect(line == ["  held by Slurm: `scontrol release 1001_0,1001_1` starts them, `fusiongrid cancel` ends"])
        // Of many tasks the array is named.
        try fixture.folder.write("state/squeue", "1001_[0-11]|PENDING|JobHeldAdmin|\n")
        look = try fixture.look()
        #expect(look.text.contains { $0.contains("`scontrol release 1001`") })
        try fixture.folder.write("state/squeue", "1001_[0-11]|PENDING|Priority|\n")
        #expect(try !fixture.look().text.contains { $0.contains("scontrol") })
        withExtendedLifetime(fixture) {}
    }

    @Test("that an empty queue does not show is sent again only when the controller does not know it, either")
    func emptyQueue() throws {
        let fixture = try ClusterFixture()
        let sweep = try fixture.sweep("seeds: [1, 2]\n")
        _ = try fixture.submit(try fixture.plan(sweep, ClusterFixture.single(seconds: 1)))
        func standings() throws -> [ClusterLook.Standing] {
            try ClusterLook([fixture.spool], slurm: fixture.slurm, isCertain: true).tasks.map(\.standing)
        }
        try fixture.folder.write("state/squeue", "")
        #expect(try standings() == [.over, .over])
        let head = "JobId=1001 ArrayJobId=1001 ArrayTaskId="
        try fixture.folder.write(
            "state/show-job",
            "\(head)1 JobName=a b JobState=PENDING Reason=Priority NodeList=(null)\n\(head)0 JobState=RUNNING Reason=None NodeList=n1\n")
        #expect(try standings() == [.running, .queued])
        try fixture.folder.write("state/show-job", "\(head)0-1%2 JobState=PENDING Reason=Resources NodeList=\n")
        #expect(try standings() == [.queued, .queued])
        try fixture.folder.write("state/fail-scontrol", "slurm_load_jobs error: Unable to contact slurm controller\n")
        #expect(try standings() == [.unknown, .unknown])
        // Accounts that saw the end are enough.
        try fixture.folder.write("state/sacct", "1001_0|CANCELLED by 1000|None|n1\n1001_1|TIMEOUT|None|n1\n")
        #expect(try standings() == [.over, .over])
        withExtendedLifetime(fixture) {}
    }

    @Test("that Slurm takes in part goes on with that part, and the next one sends the rest")
    func partly() throws {
        let fixture = try ClusterFixture()
        let sweep = try fixture.sweep("seeds: [1, 2, 3, 4]\n"), settings = ClusterFixture.single(seconds: 1)
        let plan = try fixture.plan(sweep, settings, largest: 2)
        #expect(plan.parts.count == 2)
        // The second call of sbatch fails.
        let real = ClusterFixture.double.path, count = fixture.folder.path("state/count")
        try FileManager.default.removeItem(atPath: fixture.folder.path("bin/sbatch"))
        try FileManager.default.createSymbolicLink(atPath: fixture.folder.path("state/sbatch"), withDestinationPath: real)
        try fixture.folder.write(
            "bin/sbatch",
            "#!/bin/sh\n[ -e \(count) ] && { echo QOSMaxSubmitJobPerUserLimit >&2; exit 1; }\n: >\(count)\nexec \(fixture.folder.path("state/sbatch")) \"$@\"\n"
        )
        chmod(fixture.folder.path("bin/sbatch"), 0o755)
        let sent = try fixture.submit(plan)
        #expect(sent.numbers.count == 1 && sent.problem?.contains("QOSMaxSubmitJobPerUserLimit") == true)
        let look = try fixture.look()
        #expect(look.tasks.map(\.standing) == [.queued, .queued, .unsent, .unsent])
        #expect(try fixture.plan(sweep, settings, held: look.held()).jobs == 2)
        withExtendedLifetime(fixture) {}
    }

    @Test("leaves out jobs that need more memory than a task has, and says so")
    func memory() throws {
        let fixture = try ClusterFixture()
        var settings = SlurmSettings()
        settings.memory = 1 << 10
        let plan = try fixture.plan(try fixture.sweep("seeds: [1, 2]\n"), settings)
        #expect(plan.jobs == 0 && plan.tooLarge.count == 2)
        withExtendedLifetime(fixture) {}
    }

    @Test("of ten thousand tasks is planned, sent and looked at within seconds, with one question a look")
    func tenThousand() throws {
        let fixture = try ClusterFixture()
        let sweep = try fixture.sweep("axes: {train.learning_rate: [1e-3, 2e-3, 3e-3, 4e-3]}\nseeds: {count: 2500}\n")
        let watch = ContinuousClock()
        var plan: SubmissionPlan?, sent: Submitter.Sent?, look: ClusterLook?
        let planning = try watch.measure { plan = try fixture.plan(sweep, ClusterFixture.single(seconds: 1)) }
        #expect(plan!.slices.count == 10_000 && plan!.parts.count == 10)
        let sending = try watch.measure { sent = try fixture.submit(plan!) }
        #expect(sent!.numbers.count == 10 && fixture.calls("sbatch").count == 10)
        let looking = try watch.measure { look = try fixture.look() }
        #expect(look!.counts == [.queued: 10_000] && fixture.calls("squeue").count == 1)
        let lines = (0..<10_000).map { "\(1001 + $0 / 1001)_\($0 % 1001)|\($0 % 3 == 0 ? "RUNNING" : "PENDING")|None|n\($0 % 50)" }
        try fixture.folder.write("state/squeue", lines.joined(separator: "\n"))
        let expanded = try watch.measure { look = try fixture.look() }
        #expect(look!.counts[.running] == 3334 && fixture.calls("squeue").count == 2)
        // All of them sealed and merged: known by their names alone.
        let names = Dictionary(uniqueKeysWithValues: sweep.jobs.map { ($0.key, "\(sent!.submission.id)/\($0.key)") })
        for job in sweep.jobs { try Data("no bundle".utf8).write(to: fixture.spool.bundle(job.key, of: sent!.submission.id)) }
        let other = StoreLocation(path: fixture.folder.path("other.sqlite")), database = try other.open(.readWrite)
        try sweep.register(in: database)
        var rules = MergeRules()
        rules.bundles = names
        let target = StoreLocation(path: fixture.folder.path("target.sqlite")), into = try target.open(.readWrite)
        _ = try StoreMerge(into: target, into, rules: rules).merge(private: other, database, name: "other")
        var outcome: SpoolMerge.Outcome?
        let merging = try watch.measure { outcome = try SpoolMerge(fixture.spool, into: target, into).run() }
        #expect(outcome!.known == 10_000 && outcome!.jobs.isEmpty && outcome!.damaged.isEmpty)
        let finished = try watch.measure { look = try fixture.look() }
        #expect(look!.counts == [.finished: 10_000] && fixture.calls("squeue").count == 2)
        print(
            "10,000 tasks: planned \(planning), sent \(sending), looked at \(looking), expanded \(expanded), merged \(merging), over \(finished)"
        )
        for time in [planning, sending, looking, expanded, merging, finished] { #expect(time < .seconds(30)) }
        withExtendedLifetime(fixture) {}
    }
}

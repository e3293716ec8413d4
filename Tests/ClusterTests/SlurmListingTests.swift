import Foundation
import ResultsStore
import Testing
@testable import Cluster

@Suite("What Slurm prints")
struct SlurmListingTests {
    @Test(
        "Numbers of jobs and tasks are read in every spelling",
        arguments: [
            ("1234", 1234, nil, false), ("1234_7", 1234, [7...7], false), (" 1234_[3-9,12%4] ", 1234, [3...9, 12...12], false),
            ("5_[0-3:2]", 5, [0...0, 2...2], false), ("5_[1-2,...]", 5, [1...2], true), ("5_[1-2,...%8]", 5, [1...2], true),
            ("77+1", 77, nil, false), ("4_1%1", 4, [1...1], false),
        ] as [(String, Int, [ClosedRange<Int>]?, Bool)])
    func numbers(text: String, job: Int, tasks: [ClosedRange<Int>]?, isCut: Bool) throws {
        let list = try #require(SlurmTaskList(text))
        #expect(list.job == job && list.tasks == tasks && list.isCut == isCut)
    }

    @Test("What is no number is none", arguments: ["", "abc", "-3", "12_x", "12_[5-3]", "12_[a-b]", "0", "12_[1-99999999999]", "_4"])
    func noNumbers(text: String) { #expect(SlurmTaskList(text) == nil) }

    @Test("States are known by their long and short words, and an unknown one is neither active nor over")
    func states() {
        #expect(SlurmState("CANCELLED by 1000").word == "CANCELLED")
        #expect(SlurmState("COMPLETED+").isActive == false)
        #expect(SlurmState("CF") == SlurmState("CONFIGURING"))
        for word in ["PENDING", "RUNNING", "CONFIGURING", "COMPLETING", "REQUEUED", "REQUEUE_HOLD", "SPECIAL_EXIT", "SUSPENDED"] {
            #expect(SlurmState(word).isActive == true, "\(word)")
        }
        for word in ["COMPLETED", "FAILED", "TIMEOUT", "OUT_OF_MEMORY", "CANCELLED", "NODE_FAIL", "PREEMPTED", "BOOT_FAIL", "DEADLINE"] {
            #expect(SlurmState(word).isActive == false, "\(word)")
        }
        #expect(SlurmState("TELEPORTING").isActive == nil && SlurmState("TELEPORTING").word == "TELEPORTING")
        #expect(SlurmState("").isActive == nil)
    }

    @Test("Slurm's endings are the store's")
    func endings() {
        let endings: [(String, Ending?)] = [
            ("OUT_OF_MEMORY", .outOfMemory), ("TIMEOUT", .interrupted), ("PREEMPTED", .interrupted), ("NODE_FAIL", .lost),
            ("CANCELLED by 0", .cancelled), ("BOOT_FAIL", .lost), ("RUNNING", nil), ("COMPLETED", nil), ("WHATEVER", nil),
        ]
        for (word, ending) in endings { #expect(SlurmState(word).ending == ending, "\(word)") }
    }

    @Test("A listing tells of tasks one by one, of ranges and of whole jobs")
    func listing() {
        let text = """
            1001_[3-9,12%4]|PENDING|Priority|
            1001_1|RUNNING|None|node7
            1001_2|TIMEOUT|TimeLimit|node8
            1002|CONFIGURING|None|node[1-2]
            nonsense
            1003_0|TELEPORTING|(null)|n1

            |RUNNING||
            1004_5|
            """
        let listing = SlurmListing(text, source: "squeue")
        #expect(listing[1001, 12] == .init(state: SlurmState("PENDING"), reason: "Priority", node: nil))
        #expect(listing[1001, 1] == .init(state: SlurmState("RUNNING"), reason: nil, node: "node7"))
        #expect(listing[1001, 2]?.reason == "TimeLimit")
        #expect(listing[1001, 10] == nil && !listing.maySilentlyHold(job: 1001))
        #expect(listing[1002, 44]?.state.word == "CONFIGURING")
        #expect(listing[1003, 0]?.state.isActive == nil && listing[1003, 0]?.reason == nil)
        #expect(listing[1004, 5] == nil)
        #expect(SlurmListing("", source: "squeue").isEmpty)
        #expect(SlurmListing("slurm_load_jobs error: Unable to contact slurm controller", source: "squeue").isEmpty)
    }

    @Test("A task that begins again is active, whatever its earlier end; a list that was cut hides others")
    func again() {
        let twice = SlurmListing("9_1|RUNNING||n\n9_1|NODE_FAIL||n\n", source: "sacct")
        #expect(twice[9, 1]?.state.word == "RUNNING")
        let cut = SlurmListing("9_[1-3,...]|PENDING||\n", source: "squeue")
        #expect(cut[9, 2] != nil && cut[9, 50] == nil && cut.maySilentlyHold(job: 9) && !cut.maySilentlyHold(job: 10))
    }

    @Test("squeue is asked once, sacct where there is none, and what fails or hangs is told as such")
    func asking() throws {
        let fixture = try ClusterFixture(seconds: 1)
        #expect(fixture.slurm.listing(names: ["a", "b"], user: 7, since: "2026-01-01").source == "squeue")
        #expect(fixture.calls("squeue") == ["squeue --user=7 --name=a,b --states=all --noheader --format=%i|%T|%r|%N"])
        try fixture.folder.write("state/fail-squeue", "slurm_load_jobs error: Unable to contact slurm controller")
        let failed = fixture.slurm.listing(names: ["a"], user: 7, since: "2026-01-01")
        #expect(failed.source == nil && failed.problem?.contains("Unable to contact slurm controller") == true)
        #expect(failed.maySilentlyHold(job: 1))
        #expect(fixture.calls("squeue").count == 2 && fixture.calls("sacct").isEmpty)
        try FileManager.default.removeItem(atPath: fixture.folder.path("state/fail-squeue"))
        try fixture.folder.write("state/hang-squeue", "")
        #expect(fixture.slurm.listing(names: ["a"], user: 7, since: "").problem?.contains("no answer in 1 s") == true)
        try FileManager.default.removeItem(atPath: fixture.folder.path("bin/squeue"))
        try fixture.folder.write("state/sacct", "1001_0|CANCELLED by 1000|None|n1\n")
        let accounts = fixture.slurm.listing(names: ["a"], user: 7, since: "2026-01-01")
        #expect(accounts.source == "sacct" && accounts[1001, 0]?.state.word == "CANCELLED")
        #expect(fixture.calls("sacct").count == 1)
    }

    @Test("MaxArraySize is asked of scontrol")
    func arraySize() throws {
        let fixture = try ClusterFixture()
        #expect(try fixture.slurm.largestArray() == 1001)
        try fixture.folder.write("state/array-size", "5\n")
        #expect(try fixture.slurm.largestArray() == 5)
    }
}

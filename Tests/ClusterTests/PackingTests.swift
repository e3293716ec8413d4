import Experiments
import Testing
@testable import Cluster

@Suite("Packing")
struct PackingTests {
    @Test("Tasks are filled in order and never over their time")
    func fills() {
        let items = Array(repeating: Packing.Item(seconds: 10), count: 25)
        let packing = Packing(items, seconds: 40, workers: 2)
        #expect(packing.tasks.map(\.items) == [Array(0..<8), Array(8..<16), Array(16..<24), [24]])
        #expect(packing.tasks.map(\.seconds) == [40, 40, 40, 10])
        #expect(packing.long == 0)
        #expect(Packing([], seconds: 40, workers: 2).tasks.isEmpty)
    }

    @Test("What is too long for a task has a core of its own, and is counted")
    func long() {
        let packing = Packing(Array(repeating: Packing.Item(seconds: 100), count: 5), seconds: 40, workers: 2)
        #expect(packing.tasks.map(\.items) == [[0, 1], [2, 3], [4]])
        #expect(packing.long == 5)
    }

    @Test("Jobs of one training stay together, and those that take it over wait for it")
    func groups() {
        var items = (0..<6).map { Packing.Item(seconds: 10, group: $0 / 2 == 1 ? 7 : nil) }
        items[5] = Packing.Item(seconds: 5, group: 7, follows: true)
        items[3].follows = true
        let packing = Packing(items, seconds: 20, workers: 2)
        #expect(packing.tasks.map(\.items) == [[0, 1], [2, 3, 5], [4]])
        #expect(packing.tasks[1].seconds == 20)
        // A group that fits nowhere is a task all the same.
        let large = Packing((0..<3).map { Packing.Item(seconds: 30, group: 1, follows: $0 > 0) }, seconds: 20, workers: 1)
        #expect(large.tasks.map(\.items) == [[0, 1, 2]])
    }

    @Test("Arrays are cut at the largest size, those that prepare first")
    func cut() {
        let parts = SubmissionManifest.Part.cut(tasks: 12, preparing: 2, largest: 4, maxRunning: nil)
        #expect(parts.map(\.first) == [0, 2, 6, 10] && parts.map(\.count) == [2, 4, 4, 2])
        #expect(parts.map(\.after) == [[], [0], [0], [0]] && parts.allSatisfy { $0.throttle == nil })
        #expect(SubmissionManifest.Part.cut(tasks: 0, preparing: 0, largest: 4, maxRunning: 3).isEmpty)
    }

    @Test("No more tasks run at once than asked for, over all arrays", arguments: [1, 2, 3, 5, 8, 32])
    func throttled(maxRunning: Int) {
        let parts = SubmissionManifest.Part.cut(tasks: 50, preparing: 0, largest: 10, maxRunning: maxRunning)
        #expect(parts.map(\.count).reduce(0, +) == 50)
        // Whoever waits for nobody may run beside the others.
        #expect(parts.filter { $0.after.isEmpty }.map { $0.throttle! }.reduce(0, +) <= maxRunning)
        for (index, part) in parts.enumerated() {
            #expect(part.throttle! >= 1 && part.throttle! <= part.count)
            for before in part.after { #expect(before < index && part.throttle! <= max(parts[before].throttle!, part.throttle!)) }
        }
        let first = SubmissionManifest.Part.cut(tasks: 30, preparing: 0, largest: 10, maxRunning: 2)
        #expect(first.map(\.after) == [[], [], [0]])
    }

    @Test("Times and options stand in the script")
    func script() throws {
        #expect(BatchScript.timeText(3661) == "0-01:01:01" && BatchScript.timeText(2 * 86_400) == "2-00:00:00")
        let fixture = try ClusterFixture()
        var settings = SlurmSettings()
        (settings.partition, settings.memory, settings.setup) = ("short", 3 << 30, ["module load openblas"])
        settings.options = ["--mail-type=FAIL"]
        let plan = try fixture.plan(try fixture.sweep("axes: {fusion.point: [0, 1]}\n"), settings)
        let text = try Submitter.script(Submitter.manifest(plan), plan, spool: fixture.spool)
        for line in [
            "#SBATCH --partition=short", "#SBATCH --mem=3072M", "#SBATCH --time=0-01:00:00", "#SBATCH --signal=B:USR1@300",
            "#SBATCH --cpus-per-task=4", "#SBATCH --requeue", "#SBATCH --open-mode=append", "#SBATCH --mail-type=FAIL",
            "module load openblas",
        ] { #expect(text.split(separator: "\n").contains(Substring(line)), "\(line)") }
        #expect(text.contains("\nexec \"\(fixture.spool.path)/bin/fusiongrid-"))
        #expect(throws: ScriptProblem.self) { try Submitter.script(Submitter.manifest(plan), plan, spool: Spool(path: "/a%b")) }
    }
}

import ArgumentParser
import Cluster
import Foundation
import Platform
import Results
import ResultsStore
import Runner

struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follow a spec's jobs while other processes run them; ends when nothing is left or nothing runs.",
        discussion: """
            On a terminal the view is redrawn, elsewhere (TERM=dumb, too) a line is printed when a job begins \
            or ends. Exit codes: 0 all done, 1 some \
            job failed, 3 jobs are left but none is running.
            """)

    @OptionGroup var specOptions: SpecOptions
    @Option(help: "Seconds between looks.") var every = 2.0

    func validate() throws {
        guard every >= 0.1, every <= 3600 else { throw ValidationError("--every must be from 0.1 to 3600 seconds.") }
    }

    func run() throws {
        let whole = try specOptions.sweep(), database = try specOptions.storeOptions.openForReading(again: true)
        let sweep = try specOptions.chosen(whole, in: database)
        var cluster = WatchedCluster(spec: sweep.spec.name, every: max(every, 10), asksEvery: 60)
        var live = LiveLines.onStandardOutput
        var told: String?
        while true {
            let view = try reportingBadInput {
                try cluster.look(specOptions, database)
                return try SweepView(sweep: sweep, database: database, cluster: cluster)
            }
            if live.isLive {
                live.draw([LiveLine(view.summary)] + view.running)
            } else if view.summary != told {
                print(view.summary)
                told = view.summary
            }
            StandardOutput.shared.flush()
            if view.running.isEmpty, !view.goesOnElsewhere {
                if view.waiting > 0 {
                    print("Nothing is running; `fusiongrid run` goes on.")
                    throw ExitStatus.interrupted
                }
                if view.failed > 0 { throw ExitStatus.someFailed }
                return
            }
            Thread.sleep(forTimeInterval: every)
        }
    }
}

/// Where a sweep stands at one moment.
private struct SweepView {
    var summary: String
    /// A line for each running job, in the sweep's order.
    var running: [LiveLine] = []
    var waiting = 0
    var failed = 0
    /// Whether a cluster has some of the jobs.
    var goesOnElsewhere = false

    init(sweep: Sweep, database: ResultsDatabase, cluster: WatchedCluster) throws {
        let states = try database.states(sweep.jobs.map(\.key))
        let active = sweep.jobs.filter { states[$0.key]?.state == .running }
        let steps = try database.finalMetrics(active.map(\.key), names: [Metric.loss.name(on: .train)])
        var done = 0, remote = 0
        for job in sweep.jobs {
            let state = states[job.key]?.state ?? .pending
            if state.isClaimable, let task = cluster.places[job.key], task.holds {
                goesOnElsewhere = true
                if task.inHand(job.key) != nil {
                    remote += 1
                    running.append(LiveLine("  \(sweep.label(of: job))", " \(task.text(of: job.key))"))
                    continue
                }
            }
            switch state {
            case .done: done += 1
            case .running:
                let step = steps[job.key]?.values.map(\.step).max() ?? 0
                let asked = states[job.key]?.cancelRequested == true ? ", asked to stop" : ""
                running.append(LiveLine("  \(sweep.label(of: job))", ": step \(step) of \(job.configuration.train.steps)\(asked)"))
            case .pending, .interrupted, .lost: waiting += 1
            default: failed += 1
            }
        }
        summary =
            "\(sweep.spec.name): \(done)/\(sweep.jobs.count) done, \(active.count + remote) running, \(waiting) waiting"
            + (failed > 0 ? ", \(failed) failed" : "")
    }
}

/// What a cluster has of a spec, looked at now and then: its disk more often than Slurm is asked.
private struct WatchedCluster {
    private(set) var places: [String: ClusterLook.Task] = [:]
    private let spec: String
    private let every: Double
    private let asksEvery: Double
    private var lastLook: Stopwatch?
    private var lastQuestion: Stopwatch?
    private var answer = SlurmListing()

    init(spec: String, every: Double, asksEvery: Double) { (self.spec, self.every, self.asksEvery) = (spec, every, asksEvery) }

    mutating func look(_ options: SpecOptions, _ database: ResultsDatabase) throws {
        guard lastLook.map({ $0.seconds >= every }) ?? true else { return }
        lastLook = Stopwatch()
        options.takeIn(spec)
        let slurm = InstalledSlurm()
        var (asked, answer) = (lastQuestion, self.answer)
        let look = try ClusterLook(StoreSpools.of(spec, in: database)) { names, since in
            guard asked.map({ $0.seconds >= asksEvery }) ?? true else { return answer }
            asked = Stopwatch()
            answer = slurm.listing(names: names, user: geteuid(), since: since)
            return answer
        }
        (lastQuestion, self.answer) = (asked, answer)
        places = look.places()
    }
}

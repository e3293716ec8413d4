import ArgumentParser
import Cluster
import Foundation
import Platform
import Runner

/// What the script of a submission runs on a node.
struct SlurmTaskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slurm-task", abstract: "Run one task of a submission; written into scripts by `slurm`.", shouldDisplay: false)

    @Argument(help: "The spool.") var spool: String
    @Argument(help: "The submission.") var submission: String
    @Argument(help: "The number of the array's first task in it.") var first = 0
    @Option(help: ArgumentHelp("Seconds between signs of life.", visibility: .hidden)) var period: Double?
    @Option(help: ArgumentHelp("Seconds to wait for room in the spool.", visibility: .hidden)) var patience: Double?

    func run() throws {
        let end = try reportingBadInput {
            let spool = Spool(path: spool)
            try spool.check()
            var options = ClusterTask.Options()
            options.period = period ?? options.period
            options.patience = patience ?? options.patience
            let number = first + (BatchPlace.current?.task ?? 0)
            return try ClusterTask(spool.submission(submission), number: number, options: options).run()
        }
        switch end {
        case .finished: printError("finished")
        case .left(let requeued, let reason):
            printError(reason)
            if !requeued { throw ExitStatus.interrupted }
        }
    }
}

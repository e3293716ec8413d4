import ArgumentParser
import Kernels
import Platform

@main
struct FusionGrid: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fusiongrid",
        abstract: "Where, how and how deeply should text be fused into a diffusion transformer?",
        discussion: """
            A YAML spec expands into a grid of jobs. `plan` shows what would run and what it costs, `run` trains and \
            evaluates what is new, `table` and `figures` turn the store into results. A job is its content: the same \
            configuration and seed never run twice, whichever spec asks.
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(
                name: "Plan and run",
                subcommands: [
                    PlanCommand.self, RunCommand.self, SlurmCommand.self, WatchCommand.self, CancelCommand.self, RetryCommand.self,
                ]),
            CommandGroup(
                name: "Look",
                subcommands: [
                    StatusCommand.self, LsCommand.self, ShowCommand.self, WhyCommand.self, QueryCommand.self, ServeCommand.self,
                ]),
            CommandGroup(
                name: "Compare and decide",
                subcommands: [TableCommand.self, CompareCommand.self, ClaimsCommand.self, OracleCommand.self, RateCommand.self]),
            CommandGroup(
                name: "Pictures and models",
                subcommands: [
                    ReportCommand.self, FiguresCommand.self, SampleCommand.self, AttentionCommand.self, ModelCommand.self,
                    ExportCommand.self,
                ]),
            CommandGroup(name: "Real materials", subcommands: [EncodeCommand.self, StatisticsCommand.self]),
            CommandGroup(
                name: "Keep a store",
                subcommands: [
                    NoteCommand.self, TagCommand.self, ArchiveCommand.self, DuCommand.self, GcCommand.self, MergeCommand.self,
                    SyncCommand.self,
                ]),
            CommandGroup(
                name: "Tools",
                subcommands: [
                    SchemaCommand.self, VerifyCommand.self, ValidateMetricsCommand.self, ValidateClaimsCommand.self, BenchCommand.self,
                    StoreBenchCommand.self, SlurmTaskCommand.self,
                ]),
        ])

    static func main() {
        prepareStandardStreams()
        var code = ExitCode.success
        do {
            if let problem = MatrixKernel.environmentProblem { throw ValidationError(problem) }
            var command = try parseAsRoot()
            try command.run()
        } catch {
            code = exitCode(for: error)
            let text = fullMessage(for: error)
            if !text.isEmpty { code.isSuccess ? print(text) : printError(text) }
        }
        do { try StandardOutput.shared.finish() } catch {
            printError("\(error)")
            // What went wrong before says more.
            if code.isSuccess { code = ExitStatus.outputLost }
        }
        exit(withError: code)
    }
}

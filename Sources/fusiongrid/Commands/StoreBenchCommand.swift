import ArgumentParser
import Benchmarks
import Foundation

struct StoreBenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-store",
        abstract: "Fill a store with made-up results of a spec's jobs, or time writing beside reading.",
        discussion: "scripts/bench-store.sh measures with it; see docs/reliability.md.", shouldDisplay: false)

    enum Kind: String, ExpressibleByArgument, CaseIterable { case fill, write }

    @Argument(help: "fill or write.") var kind: Kind
    @OptionGroup var specOptions: WholeSpecOptions
    @Option(help: "Seconds to write.") var seconds = 10.0
    @Option(help: "Writing threads.") var writers = 2
    @Option(help: "Reading threads.") var readers = 4
    @Option(help: "Rows in a transaction.") var batch = 1000

    func run() throws {
        let sweep = try specOptions.sweep()
        try reportingBadInput {
            let database = try specOptions.storeOptions.location.open(.readWrite)
            defer { try? database.close() }
            let benchmark = StoreBenchmark(sweep: sweep, database: database)
            switch kind {
            case .fill:
                let filled = try benchmark.fill()
                print(
                    "\(filled.jobs) jobs, \(filled.metricRows) metric rows, \(filled.attentionMaps) attention maps in "
                        + String(format: "%.1f s", filled.seconds))
            case .write:
                let writing = try benchmark.write(writers: writers, readers: readers, batch: batch, seconds: seconds)
                print(
                    String(
                        format: "%.0f rows/s over %.1f s with %d writers, %d readers made %d queries",
                        writing.rowsPerSecond, writing.seconds, writers, readers, writing.reads))
            }
        }
    }
}

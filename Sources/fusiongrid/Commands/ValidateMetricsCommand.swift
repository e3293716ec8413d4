import ArgumentParser
import Foundation
import MiniCLIP
import Platform
import Reports
import Results
import Statistics
import Training

struct ValidateMetricsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate-metrics",
        abstract: "Try every learned metric on real test images spoilt in known ways.",
        discussion: """
            Takes the data set and the evaluator of the spec's first cell (trained now if the store's files do not hold it \
            yet) and tables each metric for rising strengths of each corruption. A row `must` says which way a metric has \
            to move, and whether it did, strictly, at every step. Exit code 1 when one did not. \
            `--table accuracy` shows how well the evaluator and the oracle read undamaged real images, with 95 % Wilson \
            intervals.
            """)

    enum Table: String, ExpressibleByArgument, CaseIterable { case corruption, accuracy }

    @OptionGroup var specOptions: WholeSpecOptions
    @Option(help: "What to show: corruption or accuracy.") var table = Table.corruption
    @Option(help: "Test images to use: half are judged, half are the reference.") var images = 2000
    @Option(help: "Folder for one figure a metric (CSV, SVG, PNG), with --table corruption.") var figures: String?
    @Option(help: "Threads.") var threads = MachineInfo.cores
    @OptionGroup var reportOptions: ReportOptions

    func validate() throws {
        guard images > 0, threads > 0 else { throw ValidationError("--images and --threads must be positive.") }
    }

    func run() throws {
        let sweep = try specOptions.sweep()
        guard let job = sweep.jobs.first else { throw ValidationError("The spec has no job.") }
        try reportingBadInput {
            let assets = JobAssets(folder: specOptions.storeOptions.location.sharedFiles, threads: threads)
            let validation = try MetricStudy(
                job.configuration, assets: assets, images: images, threads: threads
            ) { Self.show($0) }
            printError("evaluator \(validation.encoder.identity), data \(validation.dataset.fingerprint.prefix(16))")
            switch table {
            case .accuracy: try reportOptions.show(accuracyTable(validation))
            case .corruption: try showCorruptions(validation)
            }
        }
    }

    private static func show(_ progress: EncoderProgress) {
        guard progress.step % 50 == 0 || progress.step == progress.totalSteps else { return }
        printError(
            "training the evaluator: \(progress.step)/\(progress.totalSteps)"
                + (progress.loss.map { String(format: ", loss %.4f", $0) } ?? ""))
    }

    // MARK: Corruption

    private static let metrics =
        [
            Metric.learnedImages, Metric.frechetDistance, Metric.kernelInceptionDistance, Metric.kernelInceptionDistanceError,
            Metric.precision, Metric.recall, Metric.clipScore, Metric.retrievalRank, Metric.retrievalFirst,
        ].map(\.name) + ["count", "colour", "shape", "relation"].map { Metric.retrieval[$0].name }
        + ["all", "count", "colour", "shape", "kind", "relation"].map { Metric.oracle[$0].name }

    private func showCorruptions(_ validation: MetricStudy) throws {
        let found = validation.run()
        // A metric without any value has no column.
        let shown = Self.metrics.filter { metric in found.trials.contains { $0.values[metric] != nil } }
        typealias Row = (corruption: String, strength: String, value: (String) -> TableValue)
        var rows: [Row] = []
        for corruption in Corruption.allCases {
            let trials = found.trials.filter { $0.corruption == corruption }
            guard !trials.isEmpty else { continue }
            rows += trials.map { trial in Row(corruption.rawValue, "\(trial.strength)", { trial.values[$0].tableValue }) }
            rows.append(
                Row(corruption.rawValue, "must") { metric in
                    let verdict = found.verdicts.first { $0.corruption == corruption && $0.metric == metric }
                    return verdict.map { "\($0.rises ? "rise" : "fall"): \($0.holds.map { $0 ? "yes" : "NO" } ?? "not computed")" }
                        .tableValue
                })
        }
        let table = DataTable(rows) {
            Column("corruption") { $0.corruption }
            Column("strength") { $0.strength }
            shown.map { metric in Column(metric, digits: .significant(4)) { $0.value(metric) } }
        }
        try reportOptions.show(table)
        let drawn = try figures.map { try draw(found.trials, metrics: shown, folder: $0) } ?? []
        for skipped in found.skipped { printError("\(skipped.corruption.rawValue): not computed: \(skipped.reason)") }
        let failed = found.verdicts.filter { $0.holds != true }
        printError("\(found.verdicts.count - failed.count) of \(found.verdicts.count) metrics moved as they must.")
        try drawn.reportFailures(in: figures ?? "")
        if !failed.isEmpty { throw ExitStatus.someFailed }
    }

    private func draw(_ trials: [MetricStudy.Trial], metrics: [String], folder: String) throws -> [FigureFile] {
        let curves = metrics.filter { $0 != Metric.learnedImages.name }.map { metric in
            let curves = Corruption.allCases.map { corruption in
                (corruption: corruption.rawValue, values: trials.filter { $0.corruption == corruption }.map { $0.values[metric] })
            }
            return (metric: metric, curves: curves.filter { !$0.values.isEmpty })
        }
        let files = try writeCorruptionFigures(curves, outDirectory: folder)
        printError("\(files.count) figures in \(folder)/")
        return files
    }

    // MARK: Accuracy

    private func accuracyTable(_ validation: MetricStudy) -> DataTable {
        let rows = validation.accuracies().map { accuracy in
            (accuracy: accuracy, interval: SeedStatistics.wilsonInterval(successes: accuracy.hits, trials: accuracy.images))
        }
        return DataTable(rows) {
            Column("reader") { $0.accuracy.reader }
            Column("what") { $0.accuracy.what }
            Column("split") { $0.accuracy.split }
            Column("right") { $0.accuracy.hits }
            Column("images") { $0.accuracy.images }
            Column("share", digits: .significant(4)) { Double($0.accuracy.hits) / Double($0.accuracy.images) }
            Column("low", digits: .significant(4)) { $0.interval?.low }
            Column("high", digits: .significant(4)) { $0.interval?.high }
        }
    }
}

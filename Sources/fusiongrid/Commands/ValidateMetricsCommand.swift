import ArgumentParser
import Foundation
import MiniCLIP
import Platform
import Reports
import ResultsStore
import Runner
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

    @OptionGroup var specOptions: SpecOptions
    @Option(help: "What to show: corruption or accuracy.") var table = Table.corruption
    @Option(help: "Test images to use: half are judged, half are the reference.") var images = 2000
    @Option(help: "Folder for one figure a metric (CSV, SVG, PNG), with --table corruption.") var figures: String?
    @Option(help: "Threads.") var threads = MachineInfo.cores
    @Option(help: "text, csv, markdown, latex or json.") var format: TableFormat = .text

    func validate() throws {
        guard images > 0, threads > 0 else { throw ValidationError("--images and --threads must be positive.") }
    }

    func run() throws {
        let sweep = try specOptions.sweep()
        guard let job = sweep.jobs.first else { throw ValidationError("The spec has no job.") }
        try reportingBadInput {
            let assets = JobAssets(folder: specOptions.storeOptions.location.sharedFiles, threads: threads)
            let validation = try MetricValidation(
                job.configuration, assets: assets, images: images, threads: threads
            ) { Self.show($0) }
            printError("evaluator \(validation.encoder.identity), data \(validation.dataset.fingerprint.prefix(16))")
            switch table {
            case .accuracy: print(try accuracyTable(validation).rendered(format), terminator: "")
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

    private static let metrics = [
        "learned_images", "frechet_distance", "kernel_inception_distance", "kernel_inception_distance_error", "precision", "recall",
        "clip_score", "retrieval_rank", "retrieval_first", "retrieval_count", "retrieval_colour", "retrieval_shape",
        "retrieval_relation",
    ]

    private func showCorruptions(_ validation: MetricValidation) throws {
        let found = validation.run()
        // A metric without any value has no column.
        let shown = Self.metrics.filter { metric in found.trials.contains { $0.values[metric] != nil } }
        var rows: [[SQLValue]] = []
        for corruption in Corruption.allCases {
            let trials = found.trials.filter { $0.corruption == corruption }
            let verdicts = found.verdicts.filter { $0.corruption == corruption }
            rows += trials.map { trial in
                [.text(corruption.rawValue), .text("\(trial.strength)")] + shown.map { number(trial.values[$0]) }
            }
            guard !trials.isEmpty else { continue }
            rows.append(
                [.text(corruption.rawValue), .text("must")]
                    + shown.map { metric in
                        guard let verdict = verdicts.first(where: { $0.metric == metric }) else { return .null }
                        let holds = verdict.holds.map { $0 ? "yes" : "NO" } ?? "not computed"
                        return .text("\(verdict.rises ? "rise" : "fall"): \(holds)")
                    })
        }
        print(try QueryResult(columns: ["corruption", "strength"] + shown, rows: rows).rendered(format), terminator: "")
        if let figures { try draw(found.trials, metrics: shown, folder: figures) }
        for skipped in found.skipped { printError("\(skipped.corruption.rawValue): not computed: \(skipped.reason)") }
        let failed = found.verdicts.filter { $0.holds != true }
        printError("\(found.verdicts.count - failed.count) of \(found.verdicts.count) metrics moved as they must.")
        if !failed.isEmpty { throw ExitStatus.someFailed }
    }

    private func draw(_ trials: [MetricValidation.Trial], metrics: [String], folder: String) throws {
        let curves = metrics.filter { $0 != "learned_images" }.map { metric in
            (
                metric: metric,
                curves: Corruption.allCases.compactMap { corruption -> DamageCurve? in
                    let own = trials.filter { $0.corruption == corruption }
                    return own.isEmpty ? nil : DamageCurve(damage: corruption.rawValue, values: own.map { $0.values[metric] })
                }
            )
        }
        let files = try writeValidationFigures(curves, outDirectory: folder)
        printError("\(files.count) figures in \(folder)/")
    }

    /// Four digits for people, all for machines.
    private func number(_ value: Double?) -> SQLValue {
        guard let value else { return .null }
        switch format {
        case .csv, .json: return .real(value)
        case .text, .markdown, .latex: return .text(String(format: "%.4g", value))
        }
    }

    // MARK: Accuracy

    private func accuracyTable(_ validation: MetricValidation) -> QueryResult {
        QueryResult(
            columns: ["reader", "what", "split", "right", "images", "share", "low", "high"],
            rows: validation.accuracies().map { accuracy in
                let interval = SeedStatistics.wilsonInterval(successes: accuracy.hits, trials: accuracy.images)
                return [
                    .text(accuracy.reader), .text(accuracy.what), .text(accuracy.split), .integer(Int64(accuracy.hits)),
                    .integer(Int64(accuracy.images)), number(Double(accuracy.hits) / Double(accuracy.images)),
                    number(interval?.low), number(interval?.high),
                ]
            })
    }
}

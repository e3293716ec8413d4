import ArgumentParser
import Benchmarks
import Choices
import Experiments
import Foundation
import Platform
import Reports
import ResultsStore
import Runner
import UViT

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "How fast do a spec's cells train? Interleaved rounds, stored; or time train, sample or sgemm of a preset.",
        discussion: """
            bench SPEC times the training steps of the spec's cells (one of those that cost the same) on synthetic data, each cell once a \
            round, in an order shuffled anew, after a warm-up round. Rounds are stored; the table has the median images/s and its ratio to \
            the baseline within rounds: median, smallest, greatest. --report prints it without measuring. Ctrl-C keeps the finished rounds.
            bench train, bench sample and bench sgemm time a preset and store nothing: rates are medians; GFLOP/s count \
            2 x multiply-adds; memory is the process's peak in bytes. (A spec file of such a name is ./train.)
            """)

    enum Kind: String, CaseIterable { case train, sample, sgemm }

    @Argument(help: "A spec (YAML), or train, sample or sgemm.", completion: .file(extensions: ["yaml", "yml"]))
    var subject: String
    @Argument(help: "Overrides of the spec, e.g. train.batch_size=32.") var overrides: [String] = []
    @OptionGroup var storeOptions: StoreOptions
    @Option(help: "Threads (default: all cores).") var threads: Int?

    @Option(help: "Of a spec: rounds to measure (default: 9).") var rounds: Int?
    @Option(help: "Of a spec: seconds of timed steps a cell and round (default: 1).") var seconds: Double?
    @Flag(help: "Of a spec: print what the store holds; measure nothing.") var report = false
    @Option(help: "Of a spec: text, csv, markdown, latex or json (default: text).") var format: TableFormat?
    @OptionGroup var widthOptions: WidthOptions

    @Option(help: "Model size: small or paper (default: small).") var preset: BenchmarkPreset?
    @Option(help: "Fusion: concat or cross-attention (default: concat).") var conditioning: Conditioning?
    @Option(help: "Image-only blocks before (and after) fusion, v (default: 0).") var imageDepth: Int?
    @Option(help: "Trainable text blocks, c (default: 0).") var textDepth: Int?
    @Option(help: "Images a batch (default: 32 small, 4 paper; sampling 64 and 4).") var batch: Int?
    @Option(help: "Timed repetitions (default: 20 small, 5 paper; sampling 3).") var steps: Int?
    @Option(help: "Network evaluations an image when sampling (default: 50).") var evaluations: Int?
    @Option(help: "Lanes a batch is cut into (default: the number of threads).") var lanes: Int?
    @Flag(help: "Print one JSON object.") var json = false

    private var kind: Kind? { Kind(rawValue: subject) }

    private var coreCount: Int { threads ?? MachineInfo.cores }

    func validate() throws {
        guard coreCount > 0, batch ?? 1 > 0, steps ?? 1 > 0, lanes ?? 1 > 0, evaluations ?? 1 > 0 else {
            throw ValidationError("--threads, --batch, --steps, --lanes and --evaluations must be positive.")
        }
        guard rounds ?? 1 > 0, rounds ?? 1 <= 100_000, seconds ?? 1 > 0, seconds ?? 1 <= 86_400 else {
            throw ValidationError("--rounds takes 1 to 100000, --seconds a length of time up to a day.")
        }
        func refuse(_ options: [(name: String, isGiven: Bool)], _ reason: String) throws {
            if let option = options.first(where: \.isGiven) { throw ValidationError("\(option.name) \(reason)") }
        }
        let ofSpec = [
            ("--rounds", rounds != nil), ("--seconds", seconds != nil), ("--report", report), ("--format", format != nil),
            ("--wide", widthOptions.wide),
            ("`\(overrides.first ?? "")`", !overrides.isEmpty),
        ]
        let ofPreset = [
            ("--preset", preset != nil), ("--conditioning", conditioning != nil), ("--image-depth", imageDepth != nil),
            ("--text-depth", textDepth != nil), ("--batch", batch != nil), ("--steps", steps != nil), ("--evaluations", evaluations != nil),
            ("--lanes", lanes != nil), ("--json", json),
        ]
        if kind != nil {
            try refuse(ofSpec, "goes with a spec, not with bench \(subject).")
        } else {
            let words = Kind.allCases.map(\.rawValue)
            if !FileManager.default.fileExists(atPath: subject), !subject.contains("."), !subject.contains("/") {
                throw ValidationError("`\(subject)` is no spec file and none of \(words.joined(separator: ", ")).")
            }
            try refuse(ofPreset, "goes with \(words.joined(separator: ", ")); a spec says it itself.")
        }
    }

    func run() throws {
        if let kind { try timePreset(kind) } else { try timeSpec() }
    }

    private func timePreset(_ kind: Kind) throws {
        let preset = preset ?? .small
        let model = preset.configuration(conditioning: conditioning ?? .concat, imageDepth: imageDepth ?? 0, textDepth: textDepth ?? 0)
        do { try model.validate() } catch { throw ValidationError("\(error)") }
        let (size, repetitions) =
            switch kind {
            case .train, .sgemm: (batch ?? preset.defaults.batch, steps ?? preset.defaults.steps)
            case .sample: (batch ?? preset.defaults.samplingBatch, steps ?? 3)
            }
        let benchmark = Benchmark(
            preset: preset, configuration: model, batch: size, lanes: lanes ?? min(coreCount, size), threads: coreCount,
            repetitions: repetitions)
        let result =
            switch kind {
            case .train: benchmark.train()
            case .sample: try benchmark.sample(evaluations: evaluations ?? 50)
            case .sgemm: benchmark.sgemm()
            }
        print(json ? result.json : result.text)
    }

    // MARK: A spec

    private func timeSpec() throws {
        let spec = try reportingBadInput { try SpecLoader.load(path: subject, overrides: overrides) }
        for warning in spec.warnings { printError("\(warning)") }
        let cells = SpeedCell.all(of: spec), planned = rounds ?? 9
        if report {
            let database = try storeOptions.openForReading()
            return try show(spec, cells, try reportingBadInput { try database.speedRounds(models: cells.map(\.model)) })
        }
        let database = try reportingBadInput { try storeOptions.location.open(.readWrite) }
        defer { try? database.close() }
        let benchmark = SpeedBenchmark(spec: spec.name, cells: cells, rounds: planned, seconds: seconds ?? 1, threads: coreCount)
        let stop = StopSignal()
        let signals = ShutdownSignals(stop: stop) { printError("Stopping: finished rounds are kept.") }
        defer { withExtendedLifetime(signals) {} }
        printError("\(cells.count) of \(spec.cellCount) cells differ in what a training step costs; warming up")
        let kept = try reportingBadInput {
            try benchmark.run(into: database, stop: stop) { if $0 > 0 { printError("round \($0) of \(planned)") } }
        }
        try show(spec, cells, try reportingBadInput { try database.speedRounds(models: cells.map(\.model)) })
        if kept < planned {
            printError("stopped after \(kept) of \(planned) rounds")
            throw ExitStatus.interrupted
        }
    }

    private func show(_ spec: Spec, _ cells: [SpeedCell], _ rounds: [SpeedRound]) throws {
        let report = SpeedReport(
            name: spec.name,
            cells: cells.map { cell in
                SpeedReport.Cell(
                    model: cell.model,
                    coordinates: spec.cell(cell.cells[0]).coordinates.map { Grid.Coordinate(path: $0.path, value: $0.value.plainText) },
                    cells: cell.cells.count, isBaseline: spec.baseline.map(cell.cells.contains) ?? false)
            }, rounds: rounds)
        try reportingBadInput { print(try report.rendered(format ?? .text, width: widthOptions.columns), terminator: "") }
        if let warning = report.warning { printError("warning: \(warning)") }
    }
}

extension BenchmarkPreset: ExpressibleByArgument {}
extension Conditioning: ExpressibleByArgument {}

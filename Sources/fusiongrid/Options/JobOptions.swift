import ArgumentParser
import Experiments
import Foundation
import Platform
import ResultsStore
import Runner
import Training

/// A job in the store, by the beginning of its key.
struct JobOptions: ParsableArguments {
    @Argument(help: "A job key or enough of its beginning (fusiongrid status --json lists them).") var job: String
    @OptionGroup var storeOptions: StoreOptions
    @Option(help: "Threads.") var threads = MachineInfo.cores

    func validate() throws {
        guard threads > 0 else { throw ValidationError("--threads must be positive.") }
    }

    /// - Throws: when no job or several jobs begin so, or gc dropped the job's weights.
    func find() throws -> StoredJob {
        let database = try storeOptions.openForReading()
        return try reportingBadInput {
            let stored = try StoredJob(job, in: database, at: storeOptions.location)
            if let gone = try droppedWeightsText(of: stored.job.key, in: storeOptions.location, database) {
                printError(gone)
                throw ExitStatus.badInput
            }
            return stored
        }
    }
}

/// A job's network, and the data that it was trained on.
struct ModelOptions: ParsableArguments {
    @OptionGroup var jobOptions: JobOptions
    @Option(help: "Where the job's data lies now (default: where its spec was last run from).") var data: String?
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Where files of weights lie now that the job's spec names.", valueName: "option=path")
    ) var weights: [String] = []

    func model() throws -> TrainedModel {
        let stored = try jobOptions.find(), threads = jobOptions.threads
        var configuration = stored.job.configuration
        if let data { configuration.data.path = URL(fileURLWithPath: data).path }
        for text in weights { try configuration.move(text) }
        for (option, path) in configuration.contentPaths where !FileManager.default.fileExists(atPath: path) {
            printError("\(path): not there; --weights \(option)=PATH names its place, or run the job's spec from there")
            throw ExitStatus.badInput
        }
        func refuse(_ problem: String) -> ExitCode {
            printError("\(configuration.data.path ?? configuration.data.kind.rawValue): \(problem)")
            return ExitStatus.badInput
        }
        if let path = configuration.data.path, !FileManager.default.fileExists(atPath: path) {
            throw refuse("the job's data is not there; --data PATH names its place, or run its spec from there")
        }
        return try reportingBadInput {
            let model = try TrainedModel(
                job: TrainingJob(key: stored.job.key, seed: stored.job.seed, configuration: configuration),
                assets: JobAssets(folder: jobOptions.storeOptions.location.sharedFiles, threads: threads), files: stored.files,
                threads: threads)
            guard model.dataFingerprint == stored.dataFingerprint else {
                throw refuse("not the data that job \(stored.job.key.prefix(12)) was trained on")
            }
            return model
        }
    }
}

extension JobConfiguration {
    /// `text.path=weights/bert`: the option names that place from now on.
    fileprivate mutating func move(_ text: String) throws {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, let known = contentPaths.first(where: { $0.option == parts[0] }) else {
            let options = contentPaths.map(\.option)
            throw ValidationError(
                "--weights: found `\(text)`, allowed: OPTION=PATH"
                    + (options.isEmpty ? "; this job reads no weights from files" : " with one of \(options.joined(separator: ", "))"))
        }
        write(known.option, path: URL(fileURLWithPath: parts[1]).path)
    }
}

/// A registered job and where its files lie.
struct StoredJob {
    let job: TrainingJob
    let dataFingerprint: String
    let files: JobFiles

    /// - Throws: when no job or several jobs begin with `prefix`.
    init(_ prefix: String, in database: ResultsDatabase, at location: StoreLocation) throws {
        let key = try database.key(withPrefix: prefix)
        let record = try database.job(key)
        let configuration = try JSONDecoder().decode(JobConfiguration.self, from: Data(record.configuration.json.utf8))
        job = TrainingJob(key: key, seed: record.seed, configuration: configuration)
        dataFingerprint = record.dataFingerprint
        files = location.files(of: key)
    }
}

import ArgumentParser
import Foundation
import ResultsStore
import Runner
import TensorFiles
import Training
import UViT

struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "Move trained networks in and out, as safetensors with the reference names.",
        subcommands: [ExportModel.self, ImportModel.self])
}

extension ParameterFileLayout: ExpressibleByArgument {}

struct ExportModel: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a finished job's averaged weights.")

    @OptionGroup var jobOptions: JobOptions
    @Option(help: "The file to write (safetensors).") var out: String
    @Option(help: "reference, or original: the original U-ViT's names and token order (early concat fusion without text blocks only).")
    var layout: ParameterFileLayout = .reference

    func run() throws {
        let stored = try jobOptions.find(), model = stored.job.configuration.modelConfiguration
        try reportingBadInput {
            try TrainedWeights.export(stored.job, from: stored.files, to: URL(fileURLWithPath: out), layout: layout)
            print(
                "\(model.conditioning.rawValue), v = \(model.imageDepth), c = \(model.textDepth): "
                    + "\(CostModel(model).parameters) parameters in \(out)")
        }
    }
}

struct ImportModel: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Install weights as a job's network, for sample and attention.",
        discussion: """
            The file's tensors must fit the job's model; the original U-ViT's names are recognised. \
            The job's recorded results stay as they are.
            """)

    @Argument(help: "A job key or enough of its beginning.") var job: String
    @Argument(help: "The safetensors file.", completion: .file(extensions: ["safetensors"])) var file: String
    @OptionGroup var storeOptions: StoreOptions
    @Flag(help: "Replace a network the job already has.") var force = false

    func run() throws {
        let database = try storeOptions.openForReading()
        try reportingBadInput {
            let stored = try StoredJob(job, in: database, at: storeOptions.location)
            guard force || !FileManager.default.fileExists(atPath: stored.files.model.path) else {
                printError("\(stored.files.model.path): the job already has a network; --force replaces it")
                throw ExitStatus.badInput
            }
            try TrainedWeights.install(URL(fileURLWithPath: file), as: stored.job, files: stored.files)
            print("\(file) is now the network of job \(stored.job.key.prefix(12))")
        }
    }
}

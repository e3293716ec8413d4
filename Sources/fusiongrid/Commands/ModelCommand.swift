import ArgumentParser
import Exports
import Foundation
import Reports
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

/// What `model export` writes.
enum ModelFormat: String, ExpressibleByArgument {
    case safetensors, hub
}

struct ExportModel: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a finished job's averaged weights, alone or as a model that PyTorch loads.",
        discussion: """
            `--format hub` makes a folder: weights with the frozen text encoder, config.json, vocabulary, a PyTorch module with \
            sampler, and a model card. It needs the job's data for the words of its captions.
            """)

    @OptionGroup var modelOptions: ModelOptions
    @Option(help: "The file to write (safetensors), or the folder (hub).") var out: String
    @Option(help: "safetensors, or hub: a folder in the layout of model hubs.") var format: ModelFormat = .safetensors
    @Option(help: "reference, or original: the original U-ViT's names and token order (early concat fusion without text blocks only).")
    var layout: ParameterFileLayout = .reference
    @Flag(help: "Write a hub folder over one that has files: an earlier export's are replaced, others stay.") var force = false

    func validate() throws {
        guard format == .safetensors || layout == .reference else {
            throw ValidationError("--layout is for --format safetensors: the PyTorch module has the reference names.")
        }
    }

    func run() throws {
        let stored = try modelOptions.jobOptions.find(), model = stored.job.configuration.modelConfiguration
        let summary = "\(model.conditioning.rawValue), v = \(model.imageDepth), c = \(model.textDepth)"
        switch format {
        case .safetensors:
            try reportingBadInput {
                try TrainedWeights.export(stored.job, from: stored.files, to: URL(fileURLWithPath: out), layout: layout)
                print("\(summary): \(CostModel(model).parameters) parameters in \(out)")
            }
        case .hub:
            let files = try writeHub(stored)
            printFiles(files)
            print("\(summary): in \(out)")
        }
    }

    private func writeHub(_ stored: StoredJob) throws -> [(name: String, content: String)] {
        let database = try modelOptions.jobOptions.storeOptions.openForReading(), trained = try modelOptions.model()
        return try reportingBadInput {
            let folder = try ExportFolder(URL(fileURLWithPath: out, isDirectory: true), replacing: force)
            let configuration = trained.portableConfiguration(of: stored.job)
            let data = stored.job.configuration.data
            let card = try ModelCard(
                key: stored.job.key, parameters: CostModel(stored.job.configuration.modelConfiguration).parameters,
                data:
                    "Data of kind `\(data.kind.rawValue)`, "
                    + "\(trained.trainingItems) training items of \(data.imageSize) x \(data.imageSize)",
                dataFingerprint: stored.dataFingerprint, engine: configuration.engineVersion, tool: FusionGrid.toolName, store: database)
            let hub = HubModel(
                configuration: try jsonText(configuration), vocabulary: trained.encoder.portable.vocabulary, card: card)
            return try hub.write(to: folder) {
                try trained.writePortableWeights(to: $0, metadata: ["format": "pt", "job": stored.job.key])
            }
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

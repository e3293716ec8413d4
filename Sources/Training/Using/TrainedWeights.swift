import Foundation
import TensorFiles
import UViT

/// The averaged weights that a finished training leaves in its job's folder, with a checksum over them.
public enum TrainedWeights {
    private static let format = "fusiongrid-model-1"

    static func save(_ weights: Parameters, of job: TrainingJob, to files: JobFiles) throws {
        var metadata = [
            "format": format, "job": job.key, "steps": String(job.configuration.train.steps), "engine": EngineVersion.current,
        ]
        metadata["checksum"] = checksum(metadata, weights)
        try weights.save(to: files.model, metadata: metadata, layout: .reference)
    }

    /// - Returns: The weights, and the engine version that trained them; nil for weights that were imported or are older than checksums.
    /// - Throws: `TrainingError.noModel` without a file, `.damagedWeights` for one that does not hold what was written to
    ///   it; `ModelError` and `TensorFileError` for one that is no model of this job.
    public static func load(of job: TrainingJob, from files: JobFiles) throws -> (weights: Parameters, engine: String?) {
        guard FileManager.default.fileExists(atPath: files.model.path) else {
            throw TrainingError.noModel(key: job.key, path: files.model.path)
        }
        let file = try SafetensorsFile(contentsOf: files.model)
        let model = job.configuration.modelConfiguration
        try model.validate()
        let weights = Parameters(model)
        try weights.load(from: file)
        var metadata = file.metadata
        guard let expected = metadata.removeValue(forKey: "checksum") else { return (weights, nil) }
        guard checksum(metadata, weights) == expected else {
            throw TrainingError.damagedWeights(path: files.model.path)
        }
        return (weights, metadata["engine"])
    }

    /// Copies a job's weights to another program's file. No data is read.
    /// - Throws: what ``load(of:from:)`` does; when the layout cannot hold this model, or on file errors.
    public static func export(_ job: TrainingJob, from files: JobFiles, to url: URL, layout: ParameterFileLayout) throws {
        try write(try load(of: job, from: files).weights, to: url, layout: layout, metadata: ["job": job.key])
    }

    /// Checks that a weights file fits a job's model and makes it that job's network.
    /// - Throws: when a tensor is missing or has another shape.
    public static func install(_ file: URL, as job: TrainingJob, files: JobFiles) throws {
        let weights = Parameters(job.configuration.modelConfiguration)
        try weights.load(from: SafetensorsFile(contentsOf: file))
        try files.create()
        try write(weights, to: files.model, layout: .reference, metadata: ["job": job.key, "source": file.lastPathComponent])
    }

    private static func write(
        _ weights: Parameters, to url: URL, layout: ParameterFileLayout, metadata: [String: String]
    ) throws {
        try weights.save(to: url, metadata: metadata.merging(["format": format]) { $1 }, layout: layout)
    }

    private static func checksum(_ metadata: [String: String], _ weights: Parameters) -> String {
        CheckpointFile.checksum(metadata, [(name: "weights", buffer: weights.storage)])
    }
}

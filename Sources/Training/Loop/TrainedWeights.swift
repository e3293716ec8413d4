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
        try load(of: job, from: files).weights.save(to: url, metadata: ["format": format, "job": job.key], layout: layout)
    }

    private static func checksum(_ metadata: [String: String], _ weights: Parameters) -> String {
        Checkpoint.checksum(metadata, [(name: "weights", buffer: weights.storage)])
    }
}

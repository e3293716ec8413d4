import Foundation
import Kernels
import TensorFiles
import UViT

/// The exact state of a job between two steps: enough to go on to the bit-identical result.
struct Checkpoint {
    /// Finished optimiser steps.
    var step: Int
    /// Sum of the batch losses since the last logged training loss.
    var windowLossSum: Double

    static let format = "fusiongrid-checkpoint-1"

    /// Writes parameters, both moments and the average to a temporary file, then renames it over `url`.
    func save(to url: URL, key: String, parameters: Parameters, optimizer: AdamWOptimizer) throws {
        let kinds: [(String, FloatBuffer)] = [
            ("parameters", parameters.storage), ("first_moment", optimizer.firstMoment),
            ("second_moment", optimizer.secondMoment), ("average", optimizer.average),
        ]
        try writeSafetensors(
            to: url,
            tensors: kinds.map { name, buffer in
                (name: name, shape: [buffer.count],
                 floats: UnsafeBufferPointer(start: buffer.pointer, count: buffer.count))
            },
            metadata: [
                "format": Self.format, "job": key, "step": String(step),
                "window_loss_sum": String(windowLossSum.bitPattern, radix: 16),
            ])
    }

    /// Restores `parameters` and `optimizer` from `url`; nil when there is no file.
    /// - Throws: `TrainingError` when the file is damaged or belongs to another job.
    static func load(
        from url: URL, key: String, parameters: Parameters, optimizer: AdamWOptimizer
    ) throws -> Checkpoint? {
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        let file = try SafetensorsFile(contentsOf: url)
        guard file.metadata["job"] == key else {
            throw TrainingError.foreignFile(path: url.path, expected: key, found: file.metadata["job"] ?? "(none)")
        }
        guard file.metadata["format"] == format, let step = file.metadata["step"].flatMap({ Int($0) }),
            let bits = file.metadata["window_loss_sum"].flatMap({ UInt64($0, radix: 16) })
        else { throw TrainingError.damagedCheckpoint(path: url.path, problem: "metadata is incomplete") }
        for (name, buffer) in [
            ("parameters", parameters.storage), ("first_moment", optimizer.firstMoment),
            ("second_moment", optimizer.secondMoment), ("average", optimizer.average),
        ] {
            let values = try file.tensor(name).floats
            guard values.count == buffer.count else {
                throw TrainingError.damagedCheckpoint(
                    path: url.path, problem: "\(name) has \(values.count) values, expected \(buffer.count)")
            }
            values.withUnsafeBufferPointer { buffer.pointer.update(from: $0.baseAddress!, count: buffer.count) }
        }
        optimizer.stepsTaken = step
        return Checkpoint(step: step, windowLossSum: Double(bitPattern: bits))
    }
}

/// Where a job keeps its files: `<folder>/<key>/`.
public struct JobFiles: Sendable {
    public let folder: URL

    /// - Parameter root: the folder beside the results database that holds all jobs' files.
    public init(root: URL, key: String) {
        folder = root.appendingPathComponent(key, isDirectory: true)
    }

    /// State between two steps; removed when the job is done.
    public var checkpoint: URL { folder.appendingPathComponent("checkpoint.safetensors") }
    /// The averaged weights of a finished training, under the reference names.
    public var model: URL { folder.appendingPathComponent("model.safetensors") }

    func create() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
}

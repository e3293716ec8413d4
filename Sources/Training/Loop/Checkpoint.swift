import Datasets
import Foundation
import Kernels
import TensorFiles
import Transformer
import UViT

/// A job's place between two steps.
struct Checkpoint {
    /// Finished optimiser steps.
    var step: Int
    /// Sum of the batch losses since the last logged training loss.
    var windowLossSum: Double
}

/// The exact state of a job between two steps, on disk: enough to go on to the bit-identical result.
///
/// Two are kept, the newest and the one before it, each with a checksum over everything in it.
struct CheckpointFile {
    let files: JobFiles
    /// The job's.
    let key: String
    /// The version of the code that trained so far.
    let engine: String
    let parameters: Parameters
    let optimizer: AdamWOptimizer

    static let format = "fusiongrid-checkpoint-2"

    /// Writes parameters, both moments and the average: to a temporary file, synced, then renamed over the newest
    /// checkpoint, which becomes the previous one. At every moment at least one whole checkpoint is on disk.
    func save(_ checkpoint: Checkpoint) throws {
        var metadata = [
            "format": Self.format, "job": key, "engine": engine, "step": String(checkpoint.step),
            "window_loss_sum": String(checkpoint.windowLossSum.bitPattern, radix: 16),
        ]
        metadata["checksum"] = Self.checksum(metadata, buffers)
        try writeSafetensors(
            to: files.checkpoint,
            tensors: buffers.map { name, buffer in
                (name: name, shape: [buffer.count], floats: UnsafeBufferPointer(start: buffer.pointer, count: buffer.count))
            },
            metadata: metadata, beforeRename: { try files.keepPreviousCheckpoint() })
    }

    /// Restores `parameters` and `optimizer` from the newest checkpoint that is whole; nil when there is none.
    ///
    /// One that is damaged, or that other code began, is named in a note, put aside and not used.
    /// - Throws: `TrainingError.foreignFile` for one that belongs to another job.
    func load(note: (String) -> Void) throws -> Checkpoint? {
        for url in [files.checkpoint, files.previousCheckpoint] where FileManager.default.fileExists(atPath: url.path) {
            do {
                let found = try read(url)
                if url == files.previousCheckpoint { note("going on from the previous checkpoint, step \(found.step)") }
                return found
            } catch let error as TrainingError {
                if case .foreignFile = error { throw error }
                note("\(error)")
            } catch let error as TensorFileError {
                note("\(TrainingError.damagedCheckpoint(path: url.path, problem: "\(error)"))")
            }
            files.putAside(url)
        }
        return nil
    }

    /// The step a job would go on from, without reading the weights: 0 without a checkpoint.
    static func step(in files: JobFiles) -> Int {
        for url in [files.checkpoint, files.previousCheckpoint] {
            if let text = try? SafetensorsFile.metadata(of: url)["step"], let step = Int(text) { return step }
        }
        return 0
    }

    private func read(_ url: URL) throws -> Checkpoint {
        func damaged(_ problem: String) -> TrainingError { .damagedCheckpoint(path: url.path, problem: problem) }
        let file = try SafetensorsFile(contentsOf: url)
        var metadata = file.metadata
        let checksum = metadata.removeValue(forKey: "checksum")
        guard let job = metadata["job"], metadata["format"] == Self.format, let step = metadata["step"].flatMap({ Int($0) }),
            let bits = metadata["window_loss_sum"].flatMap({ UInt64($0, radix: 16) })
        else { throw damaged("metadata is incomplete or of another format than \(Self.format)") }
        let values = try buffers.map { try file.tensor($0.name).floats }
        guard checksum == Self.checksum(metadata, zip(buffers, values).map { ($0.name, $1) }) else {
            throw damaged("its checksum does not fit its content")
        }
        guard job == key else { throw TrainingError.foreignFile(path: url.path, expected: key, found: job) }
        guard metadata["engine"] == engine else {
            throw TrainingError.otherEngine(path: url.path, expected: engine, found: metadata["engine"] ?? "(none)")
        }
        for ((name, buffer), values) in zip(buffers, values) where values.count != buffer.count {
            throw damaged("\(name) has \(values.count) values, expected \(buffer.count)")
        }
        for ((_, buffer), values) in zip(buffers, values) {
            values.withUnsafeBufferPointer { buffer.pointer.update(from: $0.baseAddress!, count: buffer.count) }
        }
        optimizer.stepsTaken = step
        return Checkpoint(step: step, windowLossSum: Double(bitPattern: bits))
    }

    private var buffers: [(name: String, buffer: FloatBuffer)] {
        [
            ("parameters", parameters.storage), ("first_moment", optimizer.firstMoment),
            ("second_moment", optimizer.secondMoment), ("average", optimizer.average),
        ]
    }

    // MARK: Checksum

    /// SHA-256 over the metadata and every tensor's name and bytes.
    static func checksum(_ metadata: [String: String], _ buffers: [(name: String, buffer: FloatBuffer)]) -> String {
        var hash = checksumHeader(metadata)
        for (name, buffer) in buffers {
            hash.add(name)
            hash.add(bytes: UnsafeRawBufferPointer(start: buffer.pointer, count: 4 * buffer.count))
        }
        return hash.hex
    }

    private static func checksum(_ metadata: [String: String], _ values: [(String, [Float])]) -> String {
        var hash = checksumHeader(metadata)
        for (name, values) in values {
            hash.add(name)
            values.withUnsafeBytes { hash.add(bytes: $0) }
        }
        return hash.hex
    }

    private static func checksumHeader(_ metadata: [String: String]) -> ContentHash {
        var hash = ContentHash()
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
            hash.add(name)
            hash.add(value)
        }
        return hash
    }
}

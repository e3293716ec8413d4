import Foundation
import Platform
import TensorFiles
import TextEncoding

/// Trained mini-clips in a folder, by content: `mini-clip-FINGERPRINT.safetensors`.
///
/// Any number of threads and processes may ask for the same one: the first trains it under a lock file, the others wait
/// for its file. A file appears whole or not at all; the lock goes with the process that holds it.
public struct EncoderCache: Sendable {
    static let format = "fusiongrid-mini-clip-1"

    /// nil keeps nothing: every request trains.
    public let folder: URL?
    public let threads: Int

    public init(folder: URL?, threads: Int) {
        self.folder = folder
        self.threads = threads
    }

    /// The trained encoder, from its file or newly trained.
    /// - Parameter progress: called while training; not at all when the file is there.
    /// - Throws: `MiniCLIPError`, `TensorFileError`, `Stopped`.
    public func encoder(
        _ request: EncoderRequest, progress: (EncoderProgress) -> Void = { _ in }, stop: StopSignal = StopSignal()
    ) throws -> DualEncoder {
        guard let folder else { return try train(request, progress: progress, stop: stop).encoder }
        try createFolder(folder)
        let file = folder.appendingPathComponent("mini-clip-\(request.fingerprint.prefix(32)).safetensors")
        if FileManager.default.fileExists(atPath: file.path) { return try load(file, request) }
        return try FileLock.holding(URL(fileURLWithPath: file.path + ".lock"), stop: stop) {
            // Whoever held the lock before may have trained it.
            if FileManager.default.fileExists(atPath: file.path) { return try load(file, request) }
            let (encoder, parameters) = try train(request, progress: progress, stop: stop)
            let retrieval = String(decoding: try JSONEncoder().encode(encoder.retrieval), as: UTF8.self)
            try parameters.save(
                to: file,
                metadata: [
                    "format": Self.format, "fingerprint": request.fingerprint, "identity": request.identity,
                    "architecture": request.configuration.canonicalText, "recipe": request.recipe.canonicalText,
                    "data": request.dataset.fingerprint, "retrieval": retrieval,
                ])
            return encoder
        }
    }

    private func train(
        _ request: EncoderRequest, progress: (EncoderProgress) -> Void, stop: StopSignal
    ) throws -> (encoder: DualEncoder, parameters: DualEncoderParameters) {
        let parameters = try DualEncoderTrainer(
            configuration: request.configuration, recipe: request.recipe, seed: request.seed, dataset: request.dataset,
            tokenizer: request.tokenizer, threads: threads
        ).run(progress: progress, stop: stop)
        func encoder(_ retrieval: [RetrievalAccuracy]) -> DualEncoder {
            DualEncoder(
                identity: request.identity, tokenizer: request.tokenizer, parameters: parameters, retrieval: retrieval)
        }
        let retrieval = RetrievalAccuracy.measure(EncoderSession(encoder([]), threads: threads), request.dataset)
        return (encoder(retrieval), parameters)
    }

    private func load(_ url: URL, _ request: EncoderRequest) throws -> DualEncoder {
        let file = try SafetensorsFile(contentsOf: url)
        guard file.metadata["format"] == Self.format, file.metadata["fingerprint"] == request.fingerprint else {
            throw MiniCLIPError.damaged(path: url.path, problem: "its metadata names another model")
        }
        guard let text = file.metadata["retrieval"],
            let retrieval = try? JSONDecoder().decode([RetrievalAccuracy].self, from: Data(text.utf8))
        else { throw MiniCLIPError.damaged(path: url.path, problem: "its retrieval accuracy is missing") }
        let parameters = DualEncoderParameters(request.configuration)
        try parameters.load(from: file)
        return DualEncoder(
            identity: request.identity, tokenizer: request.tokenizer, parameters: parameters, retrieval: retrieval)
    }
}

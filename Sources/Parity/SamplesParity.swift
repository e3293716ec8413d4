import Diffusion
import Kernels
import TensorFiles
import UViT

extension ParityCase {
    /// The largest relative error of samples that counts as equal.
    public static let samplesLimit = 5e-6

    /// Draws every recorded sample of the case (`dpmpp_fast.stepsN.scaleS`: DPM-Solver++, N evaluations, guidance S)
    /// from the recorded noise, and compares all of them together.
    ///
    /// The recorded model is the case's with every `decoder_pred.*` tensor multiplied by `decoder_pred_scale`.
    /// - Parameters:
    ///   - lanes: slices that the batch is cut into.
    ///   - threads: has no influence on the error.
    /// - Throws: `TensorFileError`, `ModelError` or `ParityError` when a file or tensor is missing or has another shape.
    public func checkSamples(lanes: Int = 2, threads: Int = 1) throws -> ParityResult {
        let inputs = try SampleInputs(self)
        let predictor = Predictor(
            configuration: configuration, parameters: try weights(scalingDecoderBy: inputs.decoderScale), maximumBatch: 2 * inputs.batch,
            lanes: lanes,
            threads: threads)
        var error = RelativeError()
        for recording in inputs.recordings {
            let sampler = try Sampler(
                kind: .dpmSolver, schedule: NoiseSchedule(), steps: recording.steps, prediction: .epsilon,
                guidance: recording.scale, elements: configuration.imageElements, batch: inputs.batch)
            let images = FloatBuffer(inputs.noise)
            // The captions' rows come first; without guidance the empty contexts behind them are not read.
            let rows = sampler.networkRows(for: inputs.batch)
            predictor.setContext(inputs.contexts.readPointer, batch: rows, pairs: rows == 2 * inputs.batch)
            try sampler.run(
                images.pointer,
                predictor: { out, noisy, timesteps in
                    predictor.predict(out, noisy: noisy, timesteps: timesteps)
                })
            error.add(
                UnsafeBufferPointer(start: images.readPointer, count: images.count),
                reference: recording.images.doubles)
        }
        return ParityResult(caseName: name, kind: "samples", error: error.value, limit: Self.samplesLimit)
    }

    private func weights(scalingDecoderBy scale: Float) throws -> Parameters {
        let parameters = try weights()
        for entry in parameters.entries where entry.name.hasPrefix("decoder_pred.") {
            for index in 0..<entry.count { parameters.storage.pointer[entry.offset + index] *= scale }
        }
        return parameters
    }
}

/// The tensors of a samples file, checked against the case's configuration.
private struct SampleInputs {
    struct Recording {
        let steps: Int
        let scale: Double
        let images: Tensor
    }

    let batch: Int
    let decoderScale: Float
    /// [batch, C, H, W].
    let noise: [Float]
    /// [2 * batch, T, textWidth]: the captions' contexts, then as many empty ones.
    let contexts: FloatBuffer
    let recordings: [Recording]

    init(_ parityCase: ParityCase) throws {
        let c = parityCase.configuration
        let file = try parityCase.file("samples")
        func tensor(_ name: String, _ shape: [Int]) throws -> Tensor {
            let tensor = try file.tensor(name)
            guard tensor.shape == shape else {
                throw ParityError.shape(file: file.path, tensor: name, found: tensor.shape, expected: shape)
            }
            return tensor
        }
        batch = max(1, try file.tensor("z_init").shape.first ?? 1)
        let imageShape = [batch, c.channels, c.imageSize, c.imageSize]
        noise = try tensor("z_init", imageShape).floats
        decoderScale = try tensor("decoder_pred_scale", [1]).floats[0]
        let captions = try tensor("context", [batch, c.textTokens, c.textWidth]).floats
        let empty = try tensor("empty_context", [1, c.textTokens, c.textWidth]).floats
        contexts = FloatBuffer(captions + (0..<batch).flatMap { _ in empty })
        recordings = try file.names.compactMap { name in
            guard name.hasPrefix(Self.prefix) else { return nil }
            guard let (steps, scale) = Self.settings(name) else {
                throw ParityError.recording(file: file.path, tensor: name)
            }
            return Recording(steps: steps, scale: scale, images: try tensor(name, imageShape))
        }
        guard !recordings.isEmpty else { throw ParityError.noRecordings(file: file.path) }
    }

    private static let prefix = "dpmpp_fast."

    /// The numbers of `dpmpp_fast.stepsN.scaleS`; nil when the name is another one.
    private static func settings(_ name: String) -> (steps: Int, scale: Double)? {
        let parts = name.dropFirst(prefix.count).split(separator: ".", maxSplits: 1)
        guard parts.count == 2, parts[0].hasPrefix("steps"), parts[1].hasPrefix("scale"),
            let steps = Int(parts[0].dropFirst(5)), let scale = Double(parts[1].dropFirst(5))
        else { return nil }
        return (steps, scale)
    }
}

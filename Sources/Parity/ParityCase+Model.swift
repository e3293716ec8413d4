import Kernels
import Platform
import TensorFiles
import Transformer
import UViT

extension ParityCase {
    /// Runs the engine on the case and compares every kind: prediction, attention maps, gradients, and five training steps.
    ///
    /// - Parameters:
    ///   - lanes: slices that the batch is cut into.
    ///   - threads: has no influence on the errors.
    /// - Throws: `TensorFileError`, `ModelError` or `ParityError` when a file or tensor is missing or has another shape.
    public func check(lanes: Int = 2, threads: Int = 1) throws -> [ParityResult] {
        let inputs = try CaseInputs(self)
        return try checkPrediction(inputs, lanes: lanes, threads: threads) + checkTraining(inputs, lanes: lanes, threads: threads)
    }

    private func result(_ kind: ParityKind, _ error: RelativeError) -> ParityResult {
        ParityResult(caseName: name, kind: kind.rawValue, error: error.value, limit: kind.limit)
    }

    private func checkPrediction(_ inputs: CaseInputs, lanes: Int, threads: Int) throws -> [ParityResult] {
        let predictor = Predictor(
            configuration: configuration, parameters: try weights(), maximumBatch: inputs.batch, lanes: lanes, threads: threads)
        let prediction = FloatBuffer(count: inputs.batch * configuration.imageElements)
        let again = FloatBuffer(count: prediction.count)
        var (predictionError, attentionError) = (RelativeError(), RelativeError())
        predictor.setContext(inputs.context.readPointer, batch: inputs.batch)
        predictor.predict(prediction.pointer, noisy: inputs.noisy.readPointer, timesteps: inputs.timesteps.readPointer)
        predictionError.add(prediction.values, reference: try inputs.reference("pred", inputs.imageShape))
        try predictor.predict(
            again.pointer, noisy: inputs.noisy.readPointer, timesteps: inputs.timesteps.readPointer
        ) { seen in
            let (block, maps) = (seen.block, seen.attention())
            let theirs = try inputs.reference(
                "attn." + reference.fileLayout.fileName(block.name),
                [inputs.batch, configuration.heads, block.queryTokens, block.keyTokens])
            let perSample = theirs.count / inputs.batch
            let slice = seen.samples.lowerBound * perSample..<seen.samples.upperBound * perSample
            attentionError.add(maps.values, reference: ordered(Array(theirs[slice]), block))
            withExtendedLifetime(maps) {}
        }
        return [result(.prediction, predictionError), result(.attention, attentionError)]
    }

    /// Attention maps of the original U-ViT, whose tokens run [time, text, image], in the order [image, time, text].
    private func ordered(_ maps: [Double], _ block: BlockDescription) -> [Double] {
        guard reference == .original else { return maps }
        let order = configuration.originalTokenOrder
        let mapSize = order.count * order.count
        return (0..<maps.count).map { index in
            let (row, column) = (index % mapSize / order.count, index % order.count)
            return maps[index - index % mapSize + order[row] * order.count + order[column]]
        }
    }

    private func checkTraining(_ inputs: CaseInputs, lanes: Int, threads: Int) throws -> [ParityResult] {
        let parameters = try weights()
        let pool = ThreadPool(threads: threads)
        let optimizer = AdamWOptimizer(parameters: parameters, pool: pool)
        let step = TrainingStep(configuration: configuration, batchSize: inputs.batch, lanes: lanes, threads: threads)
        let sampleLosses = FloatBuffer(count: inputs.batch)
        let losses = FloatBuffer(count: training.steps)
        var gradientError = RelativeError()
        for index in 0..<training.steps {
            step.run(
                parameters: parameters, noisy: inputs.noisy.readPointer, timesteps: inputs.timesteps.readPointer,
                context: inputs.context.readPointer, target: inputs.noise.readPointer, weights: nil, losses: sampleLosses.pointer)
            losses.pointer[index] = Float(sampleLosses.array.reduce(0) { $0 + Double($1) } / Double(inputs.batch))
            if index == 0 {
                gradientError = try compare(Parameters(configuration, sharing: step.gradients), inputs.file, prefix: "grad.")
            }
            optimizer.step(
                parameters: parameters, gradients: step.gradients, learningRate: training.learningRate(step: index),
                settings: training.settings)
        }
        var lossError = RelativeError()
        lossError.add(losses.values, reference: try inputs.reference("train5.losses", [training.steps]))
        let average = Parameters(configuration, sharing: optimizer.average)
        return [
            result(.gradient, gradientError), result(.trainingLosses, lossError),
            result(.trainedParameters, try compare(parameters, inputs.file, prefix: "train5.param.")),
            result(.trainedAverage, try compare(average, inputs.file, prefix: "train5.ema.")),
        ]
    }

    /// Compares tensors of the parameters' shape that the case file holds under a prefix.
    private func compare(_ ours: Parameters, _ file: SafetensorsFile, prefix: String) throws -> RelativeError {
        let theirs = Parameters(configuration)
        try theirs.load(from: file, prefix: prefix)
        var error = RelativeError()
        error.add(ours.storage.values, reference: theirs.storage.array.map(Double.init))
        return error
    }
}

/// The tensors that go into the model, checked against the configuration.
private struct CaseInputs {
    let file: SafetensorsFile
    let batch: Int
    let imageShape: [Int]
    let noisy: FloatBuffer
    let noise: FloatBuffer
    let timesteps: FloatBuffer
    let context: FloatBuffer

    init(_ parityCase: ParityCase) throws {
        let c = parityCase.configuration
        file = try parityCase.file("case")
        batch = try file.tensor("xt").shape.first ?? 0
        guard batch > 0 else {
            throw ParityError.shape(
                file: file.path, tensor: "xt", found: try file.tensor("xt").shape,
                expected: [1, c.channels, c.imageSize, c.imageSize])
        }
        imageShape = [batch, c.channels, c.imageSize, c.imageSize]
        noisy = try Self.buffer(file, "xt", imageShape)
        noise = try Self.buffer(file, "eps", imageShape)
        timesteps = try Self.buffer(file, "timesteps", [batch])
        context = try Self.buffer(file, "context", [batch, c.textTokens, c.textWidth])
    }

    /// A tensor of exactly that shape.
    func reference(_ name: String, _ shape: [Int]) throws -> [Double] { try Self.tensor(file, name, shape).doubles }

    private static func buffer(_ file: SafetensorsFile, _ name: String, _ shape: [Int]) throws -> FloatBuffer {
        FloatBuffer(try tensor(file, name, shape).floats)
    }

    private static func tensor(_ file: SafetensorsFile, _ name: String, _ shape: [Int]) throws -> Tensor {
        let tensor = try file.tensor(name)
        guard tensor.shape == shape else {
            throw ParityError.shape(file: file.path, tensor: name, found: tensor.shape, expected: shape)
        }
        return tensor
    }
}

extension FloatBuffer {
    fileprivate var values: UnsafeBufferPointer<Float> { UnsafeBufferPointer(start: readPointer, count: count) }
}

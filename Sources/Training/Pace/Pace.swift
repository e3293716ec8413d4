import Datasets
import Evaluation
import Experiments
import Kernels
import MiniCLIP
import Platform
import Synchronization
import UViT

/// How long the parts of jobs take on this machine: measured now, in about a tenth of a second, by training steps and predictions of the
/// very networks, and of the mini-clips, that jobs will train.
public struct Pace: Sendable {
    private var networks: [NetworkShape: NetworkPace] = [:]
    private var encoders: [DualEncoderConfiguration: Double] = [:]
    private var pictures: [JobConfiguration.Data: Double] = [:]
    /// Seconds of an operation of linear readers.
    private var readerSeconds = 0.0
    /// Wall time over the time that a core works while all of the run's cores are at it: 1 on a machine of one's own.
    public private(set) var stretch = 1.0

    /// What is to be timed.
    public struct Subjects: Sendable {
        public var networks: [NetworkShape] = []
        public var encoders: [DualEncoderConfiguration] = []
        public var data: [JobConfiguration.Data] = []
        /// Whether some job has linear readers.
        public var readers = false

        public init() {}

        /// - Returns: those of a sweep's jobs, each once.
        public init(of configurations: some Sequence<JobConfiguration>) {
            var known: (networks: Set<NetworkShape>, encoders: Set<DualEncoderConfiguration>, data: Set<JobConfiguration.Data>) = (
                [], [], []
            )
            for configuration in configurations {
                let shape = NetworkShape(configuration)
                if known.networks.insert(shape).inserted { networks.append(shape) }
                for encoder in configuration.encoderShapes where known.encoders.insert(encoder).inserted { encoders.append(encoder) }
                if known.data.insert(configuration.data).inserted { data.append(configuration.data) }
                readers = readers || configuration.evaluate.blockProbes > 0
            }
        }
    }

    private enum Subject: Sendable {
        case network(NetworkShape)
        case encoder(DualEncoderConfiguration)
        case pictures(JobConfiguration.Data)
        case readers
    }

    /// - Parameters:
    ///   - cores: worked on at once, as the run itself will do.
    ///   - seconds: after which no further network is timed; what is like the others is worked out from them.
    public init(measuring subjects: Subjects, cores: Int, seconds: Double) {
        let order: [Subject] =
            subjects.encoders.map(Subject.encoder) + subjects.data.prefix(4).map(Subject.pictures)
            + (subjects.readers ? [.readers] : []) + Self.spread(subjects.networks).map(Subject.network)
        let first = order.count - subjects.networks.count
        let results = Mutex(Pace()), next = Mutex(0), wall = Mutex(0.0), worked = Mutex(0.0)
        let (watch, load) = (Stopwatch(), MachineLoad.current)
        ThreadPool(threads: cores).forEach(cores) { _ in
            let (own, start) = (Stopwatch(), threadSeconds())
            while true {
                let index = next.withLock { next in
                    defer { next += 1 }
                    return next
                }
                // One network at least. Few ones again, since a single look of some hundredths of a second says little; and on a busy
                // machine some of many, to see how busy it is.
                let isBusy = own.seconds > Self.noticed * (threadSeconds() - start)
                let isNeeded = index < order.count || isBusy || watch.seconds < Self.moment
                guard index <= first || isNeeded && watch.seconds < seconds else { break }
                Self.measure(order[index < order.count ? index : first + index % subjects.networks.count], into: results)
            }
            let used = threadSeconds() - start
            wall.withLock { $0 += own.seconds }
            worked.withLock { $0 += used }
        }
        self = results.withLock { $0 }
        let (seconds, used) = (wall.withLock { $0 }, worked.withLock { $0 })
        if used > 0 { stretch = Self.stretch(seen: seconds / used, load: load.average, cores: cores) }
    }

    /// Seconds that nobody minds.
    private static let moment = 0.06

    /// More than this, and others are at work on the machine.
    private static let noticed = 1.15

    /// What is seen in a part of a second goes up and down; the last minute is a better forecast, unless it is over.
    static func stretch(seen: Double, load: Double?, cores: Int) -> Double {
        guard seen > noticed, let load else { return max(1, seen) }
        let expected = max(1, (load + Double(cores)) / Double(max(cores, MachineInfo.cores)))
        return max(1, (seen * expected).squareRoot())
    }

    private init() {}

    private static func measure(_ subject: Subject, into results: borrowing Mutex<Pace>) {
        switch subject {
        case .network(let shape):
            let pace = NetworkPace.measured(shape)
            results.withLock { $0.networks[shape] = $0.networks[shape].map { $0.quicker(pace) } ?? pace }
        case .encoder(let shape):
            let seconds = PairPace.secondsOfStep(shape, batch: EncoderTraining.batch)
            results.withLock { $0.encoders[shape] = seconds }
        case .pictures(let data):
            let seconds = secondsOfPicture(data)
            results.withLock { $0.pictures[data] = seconds }
        case .readers:
            let seconds = secondsOfReaders()
            results.withLock { $0.readerSeconds = seconds }
        }
    }

    /// Of an operation of linear readers: of products of a few hundred rows, which cost most of it.
    private static func secondsOfReaders() -> Double {
        let size = 256, rows = FloatBuffer(count: size * size)
        fillNormal(rows.pointer, count: size * size, key: RandomKey(seed: 1, purpose: .noise, step: 0))
        let labels = [Int?](repeating: 0, count: size)
        var moments = ClassMoments(dimensions: size, classes: 1)
        return threadSeconds(atLeast: 0.004) { moments.add(rows.readPointer, labels: labels) } / (2 * Double(size * size * size))
    }

    /// Pictures of files are decoded once and then copied: only drawn ones take time.
    private static func secondsOfPicture(_ data: JobConfiguration.Data) -> Double {
        guard data.kind == .shapes, let dataset = try? ShapesDataset(data.composition) else { return 0 }
        var pixels = [Float](repeating: 0, count: dataset.imageElements), item = 0
        return threadSeconds(atLeast: 0.003) {
            pixels.withUnsafeMutableBufferPointer { dataset.fillImage($0.baseAddress!, .train, item % dataset.count(.train)) }
            item += 1
        }
    }

    /// Small and large ones first, then those between, so that wherever time is up the rest have near neighbours.
    private static func spread(_ shapes: [NetworkShape]) -> [NetworkShape] {
        let sorted = shapes.map { ($0, CostModel($0.model).executedTrainingFLOPs) }.sorted { $0.1 < $1.1 }.map(\.0)
        guard sorted.count > 2 else { return sorted }
        var order = [0, sorted.count - 1], width = sorted.count - 1, taken = Set(order)
        while taken.count < sorted.count {
            width = (width + 1) / 2
            for place in stride(from: width, to: sorted.count, by: width) where taken.insert(place).inserted { order.append(place) }
        }
        return order.map { sorted[$0] }
    }

    // MARK: Estimates

    /// Seconds of a job's parts on a machine that does nothing else, with `threads` for it.
    public func seconds(of configuration: JobConfiguration, threads: Int) -> JobSeconds {
        let shape = NetworkShape(configuration), pace = pace(of: shape)
        let step = pace.step + Double(configuration.train.batchSize) * (pictures[configuration.data] ?? 0)
        // Encoding is a third of training; captions and their distractors are encoded once each.
        let judging = configuration.encoderShapes.last.map { (encoders[$0] ?? 0) / 3 / Double(EncoderTraining.batch) } ?? 0
        func looking(_ work: LookingWork) -> Double {
            work.contexts * pace.context + work.evaluations * pace.evaluation + work.judged * judging
                // Their products run about as fast as a prediction's.
                + work.frozenFLOPs * pace.secondsPerFLOP(of: shape).evaluation
        }
        let share = Self.share(of: configuration.train.lanes, threads: threads)
        return JobSeconds(
            training: step * Double(configuration.train.steps) * share, onTheWay: looking(configuration.lookingOnTheWay) * share,
            final: looking(configuration.finalLooking) * share + configuration.finalLooking.readerFLOPs * readerSeconds / Double(threads))
    }

    /// Seconds that a mini-clip takes with all threads of a run.
    public func seconds(of encoder: EncoderTraining, threads: Int) -> Double {
        let pictures = pictures.values.max() ?? 0
        let step = (encoders[encoder.shape] ?? 0) + pictures * Double(EncoderTraining.batch)
        return step * Double(encoder.steps) * Self.share(of: EncoderTraining.lanes, threads: threads)
    }

    /// The longest share of the lanes that one of the threads gets.
    private static func share(of lanes: Int, threads: Int) -> Double {
        Double((lanes + threads - 1) / threads) / Double(lanes)
    }

    /// Measured, or that of the measured network that is most like it.
    private func pace(of shape: NetworkShape) -> NetworkPace {
        if let known = networks[shape] { return known }
        let flops = Double(CostModel(shape.model).executedTrainingFLOPs)
        func distance(_ other: NetworkShape) -> Double {
            let ratio = Double(CostModel(other.model).executedTrainingFLOPs) / flops
            return max(ratio, 1 / ratio) * (other.model.conditioning == shape.model.conditioning ? 1 : 1.5)
                * (other.batch == shape.batch && other.lanes == shape.lanes ? 1 : 1.2)
        }
        let near = networks.min { (distance($0.key), $0.value.step) < (distance($1.key), $1.value.step) }
        guard let near else { return NetworkPace(shape, secondsPerFLOP: (0, 0, 0)) }
        return NetworkPace(shape, secondsPerFLOP: near.value.secondsPerFLOP(of: near.key))
    }
}

/// How long a job takes, in seconds.
public struct JobSeconds: Sendable, Equatable {
    /// The training steps; looks before the last one; looks at the trained network.
    public var training, onTheWay, final: Double

    public init(training: Double, onTheWay: Double, final: Double) {
        (self.training, self.onTheWay, self.final) = (training, onTheWay, final)
    }

    public var total: Double { training + onTheWay + final }

    /// Of a job that takes over weights.
    public var finalOnly: JobSeconds { JobSeconds(training: 0, onTheWay: 0, final: final) }

    /// When a share of the steps is done.
    public func after(_ share: Double) -> JobSeconds {
        JobSeconds(training: training * (1 - share), onTheWay: onTheWay * (1 - share), final: final)
    }
}

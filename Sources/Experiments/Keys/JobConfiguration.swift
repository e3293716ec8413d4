import Choices

/// Everything that determines one job's result except its seed and the bytes of its data set.
///
/// The member initialisers below are the published defaults. A published default never changes, and an
/// option added later gets the default that reproduces the behaviour before it existed: job keys are
/// computed over the values that differ from the defaults, so both rules keep old results valid.
///
/// YAML path to member: `data.image_size` is `data.imageSize`, `model.init` is `model.initialisation`.
/// `OptionSchema` holds the limits and the description of every option.
public struct JobConfiguration: Sendable, Equatable, Hashable {
    public var data = Data()
    public var model = Model()
    public var fusion = Fusion()
    public var text = Text()
    public var train = Train()
    public var sample = Sample()
    public var evaluate = Evaluate()

    /// All defaults.
    public init() {}
}

extension JobConfiguration {
    /// What is learned: images, or latents of images, and their captions.
    public struct Data: Sendable, Equatable, Hashable {
        public var kind = DatasetKind.shapes
        /// Absolute path of the folder of images, scenes or features; nil for shapes. Not part of the job key (the fingerprint is).
        public var path: String?
        /// Width and height in pixels.
        public var imageSize = 32
        /// Training items; 0 takes all of a folder that are not test items (images), or all of `train/` (features).
        public var train = 20_000
        public var test = 2_000
        public var seed = 1
        public var onError = FileErrorPolicy.fail
        public var minimumObjects = 1
        public var maximumObjects = 5
        /// Caption forms, in the order of `GrammarPart.allCases`.
        public var grammar = GrammarPart.allCases
        public var layout = ObjectLayout.scattered
        /// Kinds of objects in scenes.
        public var kinds = 8
        public var canvas = SceneCanvas.grey
        /// What the latents of features are multiplied with.
        public var latentScale = 0.2301
    }

    /// The U-ViT.
    public struct Model: Sendable, Equatable, Hashable {
        /// Pixels along one side of a patch.
        public var patchSize = 4
        public var width = 128
        /// Even: depth/2 blocks in, one in the middle, depth/2 out.
        public var depth = 8
        public var heads = 4
        public var mlpRatio = 4
        public var qkvBias = false
        public var timeMLP = false
        public var initialisation = InitialisationScheme.reference
    }

    /// Where and how text enters the image backbone.
    public struct Fusion: Sendable, Equatable, Hashable {
        /// Image-only blocks before (and after) the joint blocks: v.
        public var point = 0
        public var conditioning = Conditioning.concat
        /// Trainable text blocks: c.
        public var textDepth = 0
    }

    /// The frozen text encoder.
    public struct Text: Sendable, Equatable, Hashable {
        public var encoder = EncoderKind.random
        public var maxTokens = 16
        public var width = 128
        public var seed = 1
        /// Training steps of the `mini-clip` encoder.
        public var encoderSteps = 600
        /// Absolute path of the folder of a pretrained encoder. Keys hold the content of its files.
        public var path: String?
    }

    /// Optimisation.
    public struct Train: Sendable, Equatable, Hashable {
        public var steps = 4_000
        public var batchSize = 64
        public var learningRate = 2e-4
        public var warmupSteps = 300
        public var weightDecay = 0.03
        public var beta1 = 0.9
        public var beta2 = 0.9
        public var epsilon = 1e-8
        public var ema = 0.999
        /// Probability that a caption is replaced by the empty one.
        public var unconditional = 0.1
        public var prediction = Prediction.epsilon
        public var weighting = LossWeighting.uniform
        public var schedule = RateSchedule.constant
        /// Parts of a batch whose gradients are computed apart and added in a fixed tree.
        public var lanes = 4
        public var logEvery = 50
        /// Steps between checkpoints. Does not affect results and is not part of the job key.
        public var checkpointEvery = 500
    }

    /// The final images.
    public struct Sample: Sendable, Equatable, Hashable {
        public var sampler = SamplerKind.dpmSolver
        public var steps = 50
        public var guidance = 1.0
        public var images = 256
        /// Absolute path of the folder of the autoencoder that decodes latents. Keys hold the content of its files.
        public var autoencoder: String?
    }

    /// What is measured, and when.
    public struct Evaluate: Sendable, Equatable, Hashable {
        public var every = 500
        /// Test items in the validation loss.
        public var validation = 256
        /// Captions whose attention is recorded; empty lets the trainer take the first `probeCount` test captions.
        public var probes: [String] = []
        public var probeCount = 4
        /// Which test captions those are.
        public var probeSelection = ProbeSelection.first
        /// Diffusion timesteps (1...1000) at which attention is recorded, ascending.
        public var timesteps = [50, 250, 500, 750, 950]
        /// Steps between sampled images; 0 samples only at the end.
        public var sampleEvery = 0
        public var sampleImages = 64
        /// Who judges generated images beside the oracle.
        public var evaluator = EvaluatorKind.none
        public var evaluatorSeed = 101
        /// Training steps of the evaluator.
        public var evaluatorSteps = 600
        public var evaluatorData = EvaluatorData.train
        /// Who scores images against their captions, and the folder of its weights, whose content keys hold.
        public var clipScore = ClipScorer.none
        public var clipPath: String?
        /// In whose features images are compared with real ones, and the file or folder of its weights, whose content keys hold.
        public var outsideJudge = OutsideJudge.none
        public var outsideJudgePath: String?
        /// A file of statistics of real images in those features; nil takes the test images. Keys hold its content.
        public var referenceStatistics: String?
        /// Test items on which it is measured where attention falls; 0 measures nothing.
        public var localisation = 0
        /// Images sampled for each set of blocks that does not see the text; 0 measures nothing.
        public var knockout = 0
        /// Training pictures that linear readers of each block learn from; 0 measures nothing.
        public var blockProbes = 0
    }
}

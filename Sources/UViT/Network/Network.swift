import Transformer

/// The model as a list of parts in reading order, each knowing where its parameters lie. It holds no numbers.
struct Network: Sendable {
    let configuration: ModelConfiguration
    let layout: ParameterLayout
    let stem: Stem
    let stack: BlockStack
    let head: Head

    init(_ configuration: ModelConfiguration) {
        self.configuration = configuration
        let layout = ParameterLayout(configuration)
        self.layout = layout
        stem = Stem(configuration, layout)
        stack = BlockStack(
            configuration.blocks.map(configuration.block), mainTokens: configuration.imageStreamTokens,
            textTokens: configuration.textTokens, layout: layout)
        head = Head(configuration, layout)
    }

    /// The linear layers around the blocks.
    var outerLayers: [LinearLayer] {
        [stem.patches, stem.context, head.decoder] + (stem.time.map { [$0.first, $0.second] } ?? [])
    }

    func packedWeights(_ purpose: WorkspacePurpose) -> PackedWeights {
        PackedWeights(stack.linearLayers + outerLayers, layout, purpose)
    }
}

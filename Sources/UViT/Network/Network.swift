/// The model as a list of parts in reading order, each knowing where its parameters lie. It holds no numbers.
struct Network: Sendable {
    let configuration: ModelConfiguration
    let layout: ParameterLayout
    let stem: Stem
    let blocks: [Block]
    let head: Head
    /// For each block: the block at the other end of its skip connection.
    let skipPartner: [Int?]

    init(_ configuration: ModelConfiguration) {
        self.configuration = configuration
        layout = ParameterLayout(configuration)
        let layout = layout
        stem = Stem(configuration, layout)
        blocks = configuration.blocks.map { Block($0, configuration, layout) }
        head = Head(configuration, layout)
        var partner = [Int?](repeating: nil, count: blocks.count)
        var waiting: [Int] = []
        for (index, block) in blocks.enumerated() {
            if block.description.feedsSkip { waiting.append(index) }
            if block.description.hasSkip {
                let source = waiting.removeLast()
                partner[index] = source
                partner[source] = index
            }
        }
        skipPartner = partner
    }
}

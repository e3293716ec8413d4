/// Transformer blocks in the order they run, over the main tokens and, where there are any, text tokens. It holds no numbers.
package struct BlockStack: Sendable {
    package let blocks: [Block]
    package let width: Int
    let mainTokens: Int
    let textTokens: Int
    /// For each block: the block at the other end of its skip connection.
    package let skipPartner: [Int?]

    /// - Precondition: at least one block, all of one width; the layout holds their parameters.
    package init(_ configurations: [BlockConfiguration], mainTokens: Int, textTokens: Int = 0, layout: ParameterLayout) {
        precondition(!configurations.isEmpty && configurations.allSatisfy { $0.width == configurations[0].width }, "blocks of one width")
        self.mainTokens = mainTokens
        self.textTokens = textTokens
        width = configurations[0].width
        blocks = configurations.map { Block($0, layout) }
        var partner = [Int?](repeating: nil, count: blocks.count)
        var waiting: [Int] = []
        for (index, block) in blocks.enumerated() {
            switch block.skipRole {
            case .none: break
            case .feeds: waiting.append(index)
            case .merges:
                let source = waiting.removeLast()
                (partner[index], partner[source]) = (source, index)
            }
        }
        skipPartner = partner
    }

    /// Those before the first block in which main tokens see text.
    var leadingBlocks: Range<Int> {
        0..<(blocks.firstIndex { $0.textRole != .absent && $0.textRole != .alone } ?? blocks.count)
    }

    package var linearLayers: [LinearLayer] { blocks.flatMap(\.linearLayers) }

    package func lane(samples: Int) -> LaneShape { LaneShape(samples: samples, mainTokens: mainTokens, textTokens: textTokens) }
}

import UViT

/// The sets of blocks in which image tokens do not see the text, by the names that their metrics have.
struct KnockoutPlan {
    struct Choice: Equatable {
        enum Place: Equatable {
            case none, all
            case part(BlockPlace)
            /// A single block that sees text, by its place in the image stream.
            case block(Int)
        }
        let place: Place
        /// Places in `ModelConfiguration.blocks`.
        let blocks: Set<Int>

        /// As in names of metrics.
        var name: String {
            switch place {
            case .none: "none"
            case .all: "all"
            case .part(let part): part.rawValue
            case .block(let position): "block_\(position)"
            }
        }
    }

    /// Nothing and everything first, then outer and inner blocks, then the blocks that see text one by one.
    let choices: [Choice]

    init(_ model: ModelConfiguration) {
        let image = model.blocks.enumerated().filter { $0.element.holdsImage }
        let seeing = image.enumerated().filter { $0.element.element.seesText }.map { (position: $0.offset, block: $0.element.offset) }
        func blocks(in part: BlockPlace) -> Set<Int> {
            Set(seeing.filter { BlockPlace.of(position: $0.position, count: image.count) == part }.map(\.block))
        }
        choices =
            [Choice(place: .none, blocks: []), Choice(place: .all, blocks: Set(seeing.map(\.block)))]
            + BlockPlace.allCases.map { Choice(place: .part($0), blocks: blocks(in: $0)) }
            + seeing.map { Choice(place: .block($0.position), blocks: [$0.block]) }
    }

    /// Every different set once, in order: so often the images are sampled.
    var sets: [Set<Int>] {
        var sets: [Set<Int>] = []
        for choice in choices where !sets.contains(choice.blocks) { sets.append(choice.blocks) }
        return sets
    }
}

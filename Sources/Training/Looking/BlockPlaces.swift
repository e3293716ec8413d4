import UViT

/// Where a block of the image stream lies: in the outer quarters, which work near pixels, or between them.
enum BlockPlace: String, Sendable, CaseIterable {
    case outer, inner

    /// - Parameters:
    ///   - position: among all blocks that image tokens pass, in execution order, from 0.
    ///   - count: how many these are. A quarter of them is rounded down, but one at least.
    static func of(position: Int, count: Int) -> BlockPlace {
        let quarter = max(1, count / 4)
        return position < quarter || position >= count - quarter ? .outer : .inner
    }
}

extension ModelConfiguration {
    /// The blocks that image tokens pass, in execution order: all but those of captions alone.
    var imageStreamBlocks: [BlockDescription] { blocks.filter(\.holdsImage) }
}

/// Where a block stands among the blocks of the image stream.
enum BlockPlace: String, Sendable, CaseIterable {
    /// In the first or the last quarter, each rounded up.
    case outer
    case inner

    /// - Parameters:
    ///   - position: among the blocks that image tokens run through, in execution order, from 0.
    ///   - count: of these blocks.
    static func of(position: Int, count: Int) -> BlockPlace {
        let quarter = max(1, (count + 3) / 4)
        return position < quarter || position >= count - quarter ? .outer : .inner
    }
}

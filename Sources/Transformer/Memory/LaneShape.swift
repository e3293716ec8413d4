/// How many rows a lane of so many samples works on. Rows are segment-major: the main tokens of all samples, then their text tokens.
package struct LaneShape: Sendable, Equatable {
    package let samples: Int
    /// Per sample, the tokens that run through the whole network: a U-ViT's image and time tokens, all tokens of a plain encoder.
    package let mainTokens: Int
    /// Per sample, the text tokens beside them; a plain encoder has none.
    package let textTokens: Int

    package var mainRows: Int { samples * mainTokens }
    package var textRows: Int { samples * textTokens }
    package var allRows: Int { mainRows + textRows }

    /// Rows that a skip connection carries into a block.
    func skipRows(_ role: TextRole) -> Int {
        switch role {
        case .updated, .lastUse: allRows
        case .absent, .alone, .constant: mainRows
        }
    }
}

/// The rows of one block, segment-major in each of its buffers: main, then text.
struct BlockRows: Equatable {
    /// Main rows that query.
    let main: Int
    /// Text rows that query.
    let text: Int
    /// Text rows that are only attended to.
    let textKeys: Int

    var queries: Int { main + text }

    init(_ role: TextRole, _ lane: LaneShape) {
        switch role {
        case .absent: (main, text, textKeys) = (lane.mainRows, 0, 0)
        case .alone: (main, text, textKeys) = (0, lane.textRows, 0)
        case .updated: (main, text, textKeys) = (lane.mainRows, lane.textRows, 0)
        case .lastUse, .constant: (main, text, textKeys) = (lane.mainRows, 0, lane.textRows)
        }
    }
}

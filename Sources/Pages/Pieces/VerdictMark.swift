import Claims
import Reports

/// How a verdict is shown: a word, a mark for those who skim, and what the word means.
public struct VerdictMark {
    let word: String
    let symbol: String
    /// "good", "bad", "even" or "open".
    public let style: String
    let meaning: String

    /// - Returns: nil for what was not asked.
    public init?(_ verdict: ClaimVerdict) {
        switch verdict {
        case .supported: (word, symbol, style, meaning) = ("supported", "✓", "good", "the results show it")
        case .contradicted: (word, symbol, style, meaning) = ("contradicted", "✗", "bad", "the results show the opposite")
        case .equivalent: (word, symbol, style, meaning) = ("equivalent", "=", "even", "no difference beyond the declared margin")
        case .measured: (word, symbol, style, meaning) = ("measured", "≈", "even", "a speed in interleaved rounds, told as it is")
        case .undecided: (word, symbol, style, meaning) = ("undecided", "?", "open", "these results cannot tell")
        case .unasked: return nil
        }
    }

    public var html: HTML { mark(symbol, word, kind: style) }
}

extension ClaimAnswer {
    /// Where the claim was asked, in words: "cross-attention, text depth 2"; "" where it was asked once.
    func placeWords(_ grid: Grid) -> String { place.map { coordinateWords($0, in: grid) }.joined(separator: ", ") }
}

/// "concat", "text depth 2": words speak for themselves, numbers need their option's name.
public func coordinateWords(_ coordinate: Grid.Coordinate, in grid: Grid) -> String {
    let isWord = coordinate.value.contains(where: \.isLetter) && !["true", "false"].contains(coordinate.value)
    return isWord && Double(coordinate.value) == nil
        ? coordinate.value : "\(words(grid.shortName(of: coordinate.path))) \(coordinate.value)"
}

/// "point 2, concat, text depth 0"; "base" of a grid that sweeps nothing.
public func cellWords(_ cell: Grid.Cell, in grid: Grid) -> String {
    cell.coordinates.isEmpty ? "base" : cell.coordinates.map { coordinateWords($0, in: grid) }.joined(separator: ", ")
}

import Foundation
import Platform

/// What a figure is called before it is drawn.
public struct FigureName: Sendable, Equatable {
    /// File name without extension; pages have numbers behind it. Contact sheets stand in `samples/`.
    public var name: String
    public var title: String
    /// Whether it answers a question that the spec asks, and so is drawn when nothing is asked for.
    public var isAnswer: Bool

    public init(name: String, title: String, isAnswer: Bool = false) { (self.name, self.title, self.isAnswer) = (name, title, isAnswer) }
}

/// Which figures are drawn.
public enum FigureChoice: Sendable, Equatable {
    /// Those that answer the spec's questions: its primary metrics (``MetricRegistry/primary(of:)``) against every swept number and as
    /// differences from the baseline, the table of claims, and the contact sheets.
    case answers
    case all
    /// By names in which `*` stands for any text and `?` for any letter.
    case named([String])

    /// The chosen of some figures, in their order.
    /// - Throws: ``ReportsError/unknownFigure(_:closest:)`` for a pattern that fits none.
    func chosen(from figures: [FigureName]) throws -> Set<String> {
        switch self {
        case .answers: return Set(figures.filter(\.isAnswer).map(\.name))
        case .all: return Set(figures.map(\.name))
        case .named(let patterns):
            let names = figures.map(\.name)
            return try patterns.reduce(into: []) { chosen, pattern in
                let found = names.filter { fnmatch(pattern, $0, 0) == 0 }
                guard !found.isEmpty else {
                    throw ReportsError.unknownFigure(pattern, closest: nearestWord(to: pattern, among: names))
                }
                chosen.formUnion(found)
            }
        }
    }
}

/// Figures that are made together, because they are drawn from the same rows.
struct FigureGroup: Sendable {
    var figures: [FigureName]
    /// Whether it takes longer than most: such groups begin first.
    var isSlow = false
    var make: @Sendable () throws -> [PlannedFigure]

    init(_ figures: [FigureName], isSlow: Bool = false, make: @escaping @Sendable () throws -> [PlannedFigure]) {
        (self.figures, self.isSlow, self.make) = (figures, isSlow, make)
    }

    /// One figure alone.
    init(
        _ name: String, _ title: String, isAnswer: Bool = false, isSlow: Bool = false,
        make: @escaping @Sendable (FigureName) throws -> [PlannedFigure]
    ) {
        let figure = FigureName(name: name, title: title, isAnswer: isAnswer)
        self.init([figure], isSlow: isSlow) { try make(figure) }
    }
}

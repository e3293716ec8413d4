import Platform
import Reports

/// Which figures a page shows: few, and those that answer something.
struct ShownFigures {
    static let most = 6

    let grid: Grid
    /// Everything that could be drawn.
    let names: [FigureName]
    /// Metrics by whose comparison with the baseline some cell is decided, in the order of the report.
    let decided: [MetricDefinition]

    /// In order of what a reader asks first: how good, does it read its text, does it count, against the first swept number; what is
    /// decided against the baseline; counts asked for and seen; how training went. Figures that the grid cannot have are left out, and
    /// none but these are chosen.
    var chosen: [String] {
        let answers = names.filter(\.isAnswer).map(\.name), all = names.map(\.name)
        let against = ["fusion.point"] + grid.paths.filter { $0 != "fusion.point" }
        let axis = against.first { path in all.contains { $0.hasSuffix(Self.by(path)) } }
        let quality = ["x0-error-validation", "loss-validation", "frechet-distance-all"]
        let wanted = [
            axis.flatMap { path in quality.map { $0 + Self.by(path) }.first { all.contains($0) } },
            axis.flatMap { path in
                ["x0-text-use-gap-validation", "text-use-gap-validation"].map { $0 + Self.by(path) }.first { all.contains($0) }
            },
            axis.map { "oracle-count-all" + Self.by($0) },
        ]
        let forests = decided.prefix(2).map { "compare-\($0.fileName)" }
        let rest = ["oracle-count-by-objects", "curve-loss-validation"] + answers.filter { !$0.hasPrefix("samples/") }
        return Array(unique((wanted.compactMap(\.self) + forests + rest).filter(all.contains)).prefix(Self.most))
    }

    /// The files of the chosen figures in the order of the choice. Pages of one figure stay together, as far as there is room.
    static func pages(_ files: [FigureFile], in order: [String]) -> [FigureFile] {
        func belongs(_ file: FigureFile, to name: String) -> Bool {
            if file.name == name { return true }
            guard file.name.hasPrefix(name + "-") else { return false }
            return Int(file.name.dropFirst(name.count + 1)) != nil
        }
        return order.reduce(into: []) { shown, name in
            let own = files.filter { belongs($0, to: name) }
            if shown.count + own.count <= most || shown.isEmpty { shown += own }
        }
    }

    private static func by(_ path: String) -> String { "-by-" + path.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined() }
}

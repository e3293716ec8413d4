/// Everything a report can refuse or fail at.
public enum ReportsError: Error, Equatable, Sendable, CustomStringConvertible {
    case unknownMetric(String, closest: String?, available: [String])
    /// A metric name without a split that was measured on several.
    case ambiguousMetric(String, splits: [String])
    case unknownPath(String, closest: String?, swept: [String])
    /// One path asked for as rows and as columns, or twice.
    case repeatedPath(String)
    case emptyGrid(name: String)
    /// A comparison with a spec that names no baseline.
    case noBaseline(name: String)
    /// A baseline that fits no cell, or several.
    case unclearBaseline(String, matches: [String], swept: [String])
    /// A comparison within a spec of one cell.
    case oneCell(name: String)
    case unknownFigure(String, closest: String?)
    /// The best of a metric of which neither more nor less is better.
    case noBest(String)
    /// A name that no job of the store was registered under.
    case unknownSpec(String, closest: String?, known: [String])

    public var description: String {
        switch self {
        case .unknownMetric(let name, let closest, let available):
            "metric `\(name)`: not known and not in the results; "
                + (closest.map { "did you mean `\($0)`? " } ?? "") + "available: \(available.joined(separator: ", "))"
        case .ambiguousMetric(let name, let splits):
            "metric `\(name)`: measured on several splits; write one of "
                + splits.map { "`\(name)/\($0)`" }.joined(separator: ", ")
        case .unknownPath(let path, let closest, let swept):
            "option `\(path)`: not swept by this spec; " + (closest.map { "did you mean `\($0)`? " } ?? "")
                + (swept.isEmpty ? "nothing is swept" : "swept: \(swept.joined(separator: ", "))")
        case .repeatedPath(let path):
            "option `\(path)`: named more than once among rows and columns; name it once"
        case .emptyGrid(let name):
            "spec `\(name)`: has no cells, so there is nothing to report"
        case .noBaseline(let name):
            "spec `\(name)`: names no baseline; add `baseline: {option: value}` to it or write --baseline option=value,..."
        case .unclearBaseline(let text, let matches, let swept):
            matches.isEmpty
                ? "--baseline \(text): no cell is so; swept: \(swept.joined(separator: ", "))"
                : "--baseline \(text): \(matches.count) cells are so, one is allowed; add options until one is left: "
                    + matches.prefix(6).joined(separator: "; ") + (matches.count > 6 ? "; ..." : "")
        case .oneCell(let name):
            "spec `\(name)`: has one cell only, so there is nothing to compare it with; sweep an option"
        case .unknownFigure(let name, let closest):
            "figure `\(name)`: there is none of that name; " + (closest.map { "did you mean `\($0)`? " } ?? "")
                + "`fusiongrid figures SPEC --list` names them"
        case .noBest(let metric):
            "metric `\(metric)`: neither more nor less of it is better, so there is no best cell; name another"
        case .unknownSpec(let name, let closest, let known):
            "spec `\(name)`: the store has no job of it; " + (closest.map { "did you mean `\($0)`? " } ?? "")
                + (known.isEmpty ? "it knows no spec" : "it knows: \(known.prefix(20).joined(separator: ", "))")
        }
    }
}

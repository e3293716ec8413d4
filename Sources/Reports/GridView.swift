import Experiments
import ResultsStore

/// What a report needs to know of a grid: its cells and their jobs, in the spec's order.
public struct GridView: Sendable, Equatable {
    public var name: String
    public var cells: [GridCell]
    /// Index of the cell that others are compared with; nil when the spec names none.
    public var baseline: Int?

    public init(name: String, cells: [GridCell], baseline: Int? = nil) {
        self.name = name
        self.cells = cells
        self.baseline = baseline
    }

    /// The swept paths in order of first appearance.
    public var paths: [String] { unique(cells.flatMap { $0.coordinates.map(\.path) }) }

    /// The values of a path in order of first appearance; cells without it are left out.
    public func values(of path: String) -> [String] { unique(cells.compactMap { $0.value(of: path) }) }

    /// The last component of a path where that is unique among the swept ones, else all of it.
    public func shortName(of path: String) -> String {
        let last = lastComponent(path)
        return paths.filter { lastComponent($0) == last }.count == 1 ? last : path
    }

    /// "point=2 conditioning=concat", for a few cells.
    public func labels(of indices: [Int]) -> [String] {
        let names = CellNames(self)
        return indices.map { names.label(of: cells[$0]) }
    }

    /// Throws unless `path` is swept.
    func checked(_ path: String) throws -> String {
        let swept = paths
        if swept.contains(path) { return path }
        let short = swept.filter { lastComponent($0) == path }
        if short.count == 1 { return short[0] }
        throw ReportsError.unknownPath(
            path, closest: nearestWord(to: path, among: swept + swept.map(lastComponent)), swept: swept)
    }
}

/// One configuration of a grid with a job for each seed.
public struct GridCell: Sendable, Equatable {
    public var coordinates: [GridCoordinate]
    public var jobs: [GridJob]
    /// Options that are not swept, as far as a report asks for them (see ``PaperClaims/options``).
    public var options: [String: String]
    /// Metrics that the configuration alone decides, by id: the cost model's numbers.
    public var costs: [String: Double]

    public init(
        coordinates: [GridCoordinate], jobs: [GridJob], options: [String: String] = [:], costs: [String: Double] = [:]
    ) {
        self.coordinates = coordinates
        self.jobs = jobs
        self.options = options
        self.costs = costs
    }

    /// Of a swept option.
    public func value(of path: String) -> String? { coordinates.first { $0.path == path }?.value }

    /// Of any option that is known, swept or not.
    func option(_ path: String) -> String? { value(of: path) ?? options[path] }
}

/// A swept option's path and its value in one cell, as written in YAML.
public struct GridCoordinate: Sendable, Equatable, Hashable {
    public var path: String
    public var value: String

    public init(path: String, value: String) {
        self.path = path
        self.value = value
    }
}

public struct GridJob: Sendable, Equatable, Hashable {
    public var seed: Int
    public var key: String

    public init(seed: Int, key: String) {
        self.seed = seed
        self.key = key
    }
}

/// Names cells: "point=2 conditioning=concat". Made once for a grid, because short names depend on all its paths.
struct CellNames {
    private let short: [String: String]

    init(_ grid: GridView) {
        let paths = grid.paths, names = Dictionary(grouping: paths, by: lastComponent)
        short = Dictionary(
            uniqueKeysWithValues: paths.map { path in
                let last = lastComponent(path)
                return (path, names[last]?.count == 1 ? last : path)
            })
    }

    func label(of cell: GridCell) -> String {
        cell.coordinates.isEmpty
            ? "base" : cell.coordinates.map { "\(short[$0.path] ?? $0.path)=\($0.value)" }.joined(separator: " ")
    }
}

func lastComponent(_ path: String) -> String { path.split(separator: ".").last.map(String.init) ?? path }

/// Each element once, in order of first appearance.
func unique<Element: Hashable>(_ elements: [Element]) -> [Element] {
    var seen = Set<Element>()
    return elements.filter { seen.insert($0).inserted }
}

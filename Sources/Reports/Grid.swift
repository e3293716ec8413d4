import Claims
import Platform

/// What a report needs to know of a sweep: its cells and their jobs, in the spec's order.
public struct Grid: Sendable, Equatable {
    public let name: String
    public let cells: [Cell]
    /// Index of the cell that others are compared with; nil when the spec names none.
    public let baseline: Int?
    /// What its results are asked.
    public let claims: ClaimList
    /// The swept paths in order of first appearance.
    public let paths: [String]
    private let shortNames: [String: String]

    public init(name: String, cells: [Cell], baseline: Int? = nil, claims: ClaimList = ClaimList(name: "")) {
        self.name = name
        self.cells = cells
        self.baseline = baseline
        self.claims = claims
        paths = unique(cells.flatMap { $0.coordinates.map(\.path) })
        let ends = Dictionary(grouping: paths, by: lastComponent(of:))
        shortNames = Dictionary(uniqueKeysWithValues: ends.flatMap { end, paths in paths.map { ($0, paths.count == 1 ? end : $0) } })
    }

    /// The values of a path in order of first appearance; cells without it are left out.
    public func values(of path: String) -> [String] { unique(cells.compactMap { $0.value(of: path) }) }

    /// Whether all values of a path read as numbers.
    func isNumeric(_ path: String) -> Bool { values(of: path).allSatisfy { Double($0)?.isFinite == true } }

    /// The last component of a path where that is unique among the swept ones, else all of it.
    public func shortName(of path: String) -> String { shortNames[path] ?? path }

    /// "point=2 conditioning=concat".
    public func label(of cell: Cell) -> String {
        cell.coordinates.isEmpty ? "base" : cell.coordinates.map { "\(shortName(of: $0.path))=\($0.value)" }.joined(separator: " ")
    }

    /// Throws unless `path` is swept.
    func checked(_ path: String) throws -> String {
        if paths.contains(path) { return path }
        let short = paths.filter { lastComponent(of: $0) == path }
        if short.count == 1 { return short[0] }
        let closest = nearestWord(to: path, among: paths + paths.map(lastComponent(of:)))
        throw ReportsError.unknownPath(path, closest: closest, swept: paths)
    }
}

extension Grid {
    /// One configuration with a job for each seed.
    public struct Cell: Sendable, Equatable {
        public let coordinates: [Coordinate]
        public let jobs: [Job]
        /// Options that are not swept, as far as claims ask for them.
        public let options: [String: String]
        /// Metrics that the configuration alone decides, by id: the cost model's numbers.
        public let costs: [String: Double]
        /// What benchmarks of its training speed are stored under: see `SpeedMeasurement.model`; "" where nobody asks.
        public let speedModel: String

        public init(
            coordinates: [Coordinate], jobs: [Job], options: [String: String] = [:], costs: [String: Double] = [:], speedModel: String = ""
        ) {
            self.coordinates = coordinates
            self.jobs = jobs
            self.options = options
            self.costs = costs
            self.speedModel = speedModel
        }

        /// Of a swept option.
        public func value(of path: String) -> String? { coordinates.value(of: path) }

        /// Of any option that is known, swept or not.
        func option(_ path: String) -> String? { value(of: path) ?? options[path] }
    }

    /// A swept option's path and its value in one cell, as written in YAML.
    public struct Coordinate: Sendable, Equatable, Hashable {
        public let path: String
        public let value: String

        public init(path: String, value: String) {
            self.path = path
            self.value = value
        }
    }

    public struct Job: Sendable, Equatable, Hashable {
        public let seed: Int
        public let key: String

        public init(seed: Int, key: String) {
            self.seed = seed
            self.key = key
        }
    }
}

extension [Grid.Coordinate] {
    func value(of path: String) -> String? { first { $0.path == path }?.value }
}

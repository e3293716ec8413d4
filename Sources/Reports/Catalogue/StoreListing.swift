import Foundation
import Platform
import Results
import ResultsStore

/// What a store holds, spec by spec, with the best cell of each.
public struct StoreListing: Sendable {
    /// The jobs of one spec, or of one cell.
    public struct Group: Sendable {
        /// A spec's name; nil for jobs that no spec names.
        public var spec: String?
        /// Its cells: jobs that are put away are in none.
        public var grid: Grid
        /// In order of the grid's cells.
        public var summaries: [CellSummary]
        /// The cell with the best mean; nil where none has a value.
        public var best: Int?
        public var totals: Totals
        /// In order of the grid's cells.
        public var cellTotals: [Totals]
    }
    /// What some jobs add up to.
    public struct Totals: Sendable, Equatable {
        /// Jobs that are not put away, by state.
        public var states: [JobState: Int] = [:]
        public var archived = 0
        /// Processor time of all attempts, at archived jobs too.
        public var coreSeconds = 0.0
        /// Bytes, of archived jobs too.
        public var bytes: [StoredKind: Int] = [:]
        public var lastChange: Date?

        mutating func add(_ entry: StoreCatalogue.Entry, _ kinds: [StoredKind: Int]) {
            if entry.isArchived { archived += 1 } else { states[entry.state, default: 0] += 1 }
            coreSeconds += entry.coreSeconds
            bytes.merge(kinds, uniquingKeysWith: +)
            lastChange = max(lastChange ?? entry.updated, entry.updated)
        }
    }

    public let metric: MetricDefinition
    /// By name; jobs that no spec names last.
    public private(set) var groups: [Group] = []
    /// Of all jobs, each once.
    public private(set) var totals = Totals()

    /// - Parameters:
    ///   - entries: the jobs that are asked for.
    ///   - metric: `name` or `name/split`; nil for the first that tables show.
    ///   - bytes: of each job on disk, by kind.
    /// - Throws: ``ReportsError``, store errors.
    public init(
        _ catalogue: StoreCatalogue, _ entries: [StoreCatalogue.Entry], store: ResultsDatabase, metric name: String? = nil,
        bytes: [String: [StoredKind: Int]] = [:]
    ) throws {
        let registry = try MetricRegistry(store: store)
        metric = try name.map(registry.metric) ?? registry.defaults[0]
        guard metric.direction != nil else { throw ReportsError.noBest(metric.id) }
        for entry in entries { totals.add(entry, bytes[entry.key] ?? [:]) }
        var bySpec: [String: [StoreCatalogue.Entry]] = [:]
        for entry in entries { for spec in entry.specs { bySpec[spec, default: []].append(entry) } }
        for (name, entries) in bySpec.sorted(by: { $0.key < $1.key }) {
            groups.append(try group(name, entries, catalogue, store, bytes))
        }
        let others = entries.filter(\.specs.isEmpty)
        if !others.isEmpty { groups.append(try group(nil, others, catalogue, store, bytes)) }
    }

    /// The cells of a spec as far as its jobs tell them: without baseline and claims.
    /// - Throws: ``ReportsError/unknownSpec(_:closest:known:)``, store errors.
    public static func grid(ofSpec name: String, in store: ResultsDatabase) throws -> Grid {
        let catalogue = try StoreCatalogue(store)
        let entries = catalogue.entries.filter { $0.specs.contains(name) && !$0.isArchived }
        let known = unique(catalogue.entries.flatMap(\.specs)).sorted()
        guard !entries.isEmpty else { throw ReportsError.unknownSpec(name, closest: nearestWord(to: name, among: known), known: known) }
        return CatalogueCells(entries, catalogue).grid(name: name)
    }

    private func group(
        _ name: String?, _ entries: [StoreCatalogue.Entry], _ catalogue: StoreCatalogue, _ store: ResultsDatabase,
        _ bytes: [String: [StoredKind: Int]]
    ) throws -> Group {
        let cells = CatalogueCells(entries.filter { !$0.isArchived }, catalogue)
        let grid = cells.grid(name: name ?? "")
        var group = Group(spec: name, grid: grid, summaries: [], totals: Totals(), cellTotals: [])
        for entry in entries { group.totals.add(entry, bytes[entry.key] ?? [:]) }
        guard !grid.cells.isEmpty else { return group }
        let results = try GridResults(grid: grid, store: store, metrics: [metric])
        group.summaries = grid.cells.map { results.summary($0, metric) }
        group.best = group.summaries.indices.filter { group.summaries[$0].mean != nil }.max {
            (metric.direction?.sign ?? 1) * group.summaries[$0].mean! < (metric.direction?.sign ?? 1) * group.summaries[$1].mean!
        }
        group.cellTotals = cells.entries.map { entries in
            entries.reduce(into: Totals()) { $0.add($1, bytes[$1.key] ?? [:]) }
        }
        return group
    }
}

/// Jobs sorted into cells by what they have in common but for the seed.
struct CatalogueCells {
    /// The options in which they differ, sorted.
    private(set) var paths: [String] = []
    /// Cells with their jobs, in order of first registration.
    private(set) var entries: [[StoreCatalogue.Entry]] = []
    private let catalogue: StoreCatalogue

    init(_ jobs: [StoreCatalogue.Entry], _ catalogue: StoreCatalogue) {
        self.catalogue = catalogue
        let configurations = unique(jobs.map(\.configuration)).compactMap { catalogue.configurations[$0] }
        let varied = Set(configurations.flatMap(\.keys)).filter { path in
            // Where data lies is no part of a job.
            path != "data.path" && Set(configurations.map { $0[path] }).count > 1 && !Self.followsSeed(path, jobs, catalogue)
        }
        paths = varied.sorted()
        var places: [[String?]: Int] = [:], known: [Int64: Int] = [:]
        for job in jobs {
            if let place = known[job.configuration] {
                entries[place].append(job)
                continue
            }
            let options = catalogue.options(of: job), values = paths.map { options[$0] }
            if let place = places[values] {
                entries[place].append(job)
            } else {
                places[values] = entries.count
                entries.append([job])
            }
            known[job.configuration] = places[values]
        }
    }

    func grid(name: String) -> Grid {
        Grid(
            name: name,
            cells: entries.map { jobs in
                let options = catalogue.options(of: jobs[0])
                return Grid.Cell(
                    coordinates: paths.compactMap { path in options[path].map { Grid.Coordinate(path: path, value: $0) } },
                    jobs: jobs.map { Grid.Job(seed: $0.seed, key: $0.key) })
            })
    }

    /// Whether an option only says which of many like worlds a seed lives in: it grows with the job's seed.
    private static func followsSeed(_ path: String, _ jobs: [StoreCatalogue.Entry], _ catalogue: StoreCatalogue) -> Bool {
        guard path.hasSuffix("seed"), Set(jobs.map(\.seed)).count > 1 else { return false }
        let offsets = jobs.map { job in catalogue.options(of: job)[path].flatMap(Int.init).map { $0 - job.seed } }
        return Set(offsets).count == 1 && offsets[0] != nil
    }
}
